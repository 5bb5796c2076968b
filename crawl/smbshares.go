package crawl

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io/fs"
	"strings"
)

// srvsvc is the Server Service, on the pipe of that name ([MS-SRVS] 1.9):
// 4b324fc8-1670-01d3-1278-5a47bf6ee188, version 3.0.
var srvsvc = rpcInterface{[16]byte{0xc8, 0x4f, 0x32, 0x4b, 0x70, 0x16, 0xd3, 0x01, 0x12, 0x78, 0x5a, 0x47, 0xbf, 0x6e, 0xe1, 0x88}, 3, 0}

// A serverShare is a share as its server lists it ([MS-SRVS] 2.2.4.23).
type serverShare struct {
	name   string
	kind   shareKind
	remark string // for people, as the administrator wrote it
}

// A shareKind is a type of share with its flags ([MS-SRVS] 2.2.2.4).
type shareKind uint32

const (
	shareDisk   shareKind = 0
	sharePrint  shareKind = 1
	shareDevice shareKind = 2
	shareIPC    shareKind = 3

	// shareSpecial is set on what Windows shares by itself: C$, ADMIN$, IPC$.
	// One that a person hides has a "$" and no flag.
	shareSpecial shareKind = 0x80000000
)

// base is the type without its flags; shares of clusters have flags too and are
// disks.
func (k shareKind) base() shareKind { return k & 0xff }
func (k shareKind) special() bool   { return k&shareSpecial != 0 }

func (k shareKind) String() string {
	switch k.base() {
	case shareDisk:
		return "disk"
	case sharePrint:
		return "print queue"
	case shareDevice:
		return "device"
	case shareIPC:
		return "IPC"
	}
	return fmt.Sprintf("share of type %d", uint32(k.base()))
}

const (
	netrShareEnum = 15  // number of the procedure
	moreData      = 234 // ERROR_MORE_DATA ([MS-ERREF] 2.2)
	// shareRounds is how often is asked for more. Windows answers for all at once.
	shareRounds = 256
)

// listShares lists the shares of a server, in its order. pipe is the pipe
// "srvsvc"; server is the name by which it was reached. After an error the
// shares that came before are returned with it: the list is then not complete.
func listShares(pipe *rpcPipe, server string) ([]serverShare, error) {
	if err := pipe.bind(srvsvc); err != nil {
		return nil, err
	}
	var all []serverShare
	known := map[string]bool{}
	for resume, round := uint32(0), 0; ; round++ {
		out, err := pipe.call(netrShareEnum, shareRequest(server, resume))
		if err != nil {
			return all, err
		}
		answer, err := parseShares(out)
		if err != nil {
			return all, err
		}
		before := len(all)
		for _, s := range answer.shares {
			if key := strings.ToLower(s.name); !known[key] {
				known[key] = true
				all = append(all, s)
			}
		}
		switch {
		case answer.status == 0:
			return all, nil
		case answer.status != moreData:
			return all, win32Error(answer.status)
		case len(all) == before || answer.resume == resume || round >= shareRounds:
			return all, malformed("the list of shares has no end")
		}
		resume = answer.resume
	}
}

// shareRequest is NetrShareEnum, level 1 ([MS-SRVS] 3.1.4.8), for shares after
// resume.
func shareRequest(server string, resume uint32) []byte {
	b := binary.LittleEndian.AppendUint32(nil, ndrPointer)
	b = appendString(b, server)
	for _, n := range []uint32{
		1, 1, // the level, and again as the tag of the union
		ndrPointer, 0, 0, // container: no entries, no array
		0xffffffff, // as many bytes as there are
		ndrPointer, resume,
	} {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}

type shareAnswer struct {
	shares []serverShare
	resume uint32 // 0: none
	status uint32 // of Windows ([MS-ERREF] 2.2)
}

// parseShares reads the results of NetrShareEnum, level 1.
func parseShares(b []byte) (*shareAnswer, error) {
	r := &wireReader{b: b}
	level, tag, container := r.u32(), r.u32(), r.u32()
	if level != 1 || tag != 1 {
		return nil, malformed("list of shares of level %d", level)
	}
	a := new(shareAnswer)
	if container != 0 {
		if err := a.parseContainer(r); err != nil {
			return nil, err
		}
	}
	r.skip(4) // how many there are in all, which servers guess
	if r.u32() != 0 {
		a.resume = r.u32()
	}
	if a.status = r.u32(); r.short {
		return nil, malformed("list of shares of %d bytes", len(b))
	}
	return a, nil
}

// parseContainer reads SHARE_INFO_1_CONTAINER ([MS-SRVS] 2.2.4.33): first all
// structures, then the texts that they point to.
func (a *shareAnswer) parseContainer(r *wireReader) error {
	count, array := r.u32(), r.u32()
	if array == 0 {
		if count != 0 {
			return malformed("%d shares in no list", count)
		}
		return nil
	}
	const size = 12 // of a structure
	if n := r.u32(); n != count || count > uint32(r.left())/size {
		return malformed("%d shares in %d bytes", count, r.left())
	}
	entries := &wireReader{b: r.bytes(count * size)}
	a.shares = make([]serverShare, count)
	for i := range a.shares {
		s := &a.shares[i]
		name := entries.u32()
		s.kind = shareKind(entries.u32())
		if name != 0 {
			s.name = r.str()
		}
		if entries.u32() != 0 {
			s.remark = r.str()
		}
		if s.name == "" || r.short {
			return malformed("share %d of %d has no name", i+1, count)
		}
	}
	r.align(4)
	return nil
}

// A win32Error is what a procedure of Windows returns when it was run and did
// not do its work ([MS-ERREF] 2.2).
type win32Error uint32

func (e win32Error) Error() string {
	return cmp.Or(map[win32Error]string{
		5:    "access denied",
		8:    "the server has no memory left",
		50:   "the server does not support it",
		53:   "the server does not know itself by this name",
		124:  "the server does not have this level of information",
		2114: "the server service is not started",
	}[e], fmt.Sprintf("the server says error %d", uint32(e)))
}

func (e win32Error) Is(target error) bool { return e == 5 && target == fs.ErrPermission }
