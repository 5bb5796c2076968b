package crawl

import (
	"encoding/binary"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
)

// A referral says where a path of a distributed file system (DFS) is kept. It
// is the answer to FSCTL_DFS_GET_REFERRALS ([MS-DFSC] 2.2.4).
type referral struct {
	consumed int // units of UTF-16 of the path that was asked for, from its beginning, that a target stands for
	targets  []dfsTarget
	// storage means that the targets keep files. Otherwise they are servers of
	// another namespace, which say it of the path that joinDFS makes.
	storage bool
	// names are the domains, or the controllers of a domain, that a request of
	// another sort is answered with (2.2.3). There are no targets then.
	names []string
}

// A dfsTarget is one place of several where the same files are. The first is
// the one that the server likes best.
type dfsTarget struct {
	path string        // `\server\share\dir`, as the server writes it
	ttl  time.Duration // how long it may be believed; 0: not told
}

const (
	fsctlGetReferrals = 0x00060194 // [MS-SMB2] 2.2.31

	dfsStorage  = 0x00000002 // flag S of an answer ([MS-DFSC] 2.2.4)
	dfsNameList = 0x0002     // flag N of an entry (2.2.5.3)
	dfsMost     = 1024       // targets that are believed; a link has some
)

// referralRequest is REQ_GET_DFS_REFERRAL ([MS-DFSC] 2.2.2) for a path
// `\\server\share\dir`.
func referralRequest(path string) []byte {
	const version = 4 // the latest
	b := binary.LittleEndian.AppendUint16(nil, version)
	return append(appendUTF16(b, dfsPath(path)), 0, 0)
}

// dfsPath writes a path as requests have it: one backslash before it, none
// after it.
func dfsPath(path string) string {
	return `\` + strings.Trim(strings.ReplaceAll(path, "/", `\`), `\`)
}

// parseReferral reads RESP_GET_DFS_REFERRAL ([MS-DFSC] 2.2.4).
func parseReferral(b []byte) (*referral, error) {
	r := &wireReader{b: b}
	consumed, count, flags := r.u16(), r.u16(), r.u32()
	if r.short || count > dfsMost {
		return nil, malformed("referral of %d bytes with %d targets", len(b), count)
	}
	ref := &referral{consumed: int(consumed / 2), storage: flags&dfsStorage != 0}
	for i := range count {
		e := &wireReader{b: b[r.at:]}
		size := ref.parseEntry(e)
		if r.skip(uint32(size)); e.short || r.short || size < 8 {
			return nil, malformed("target %d of %d in a referral", i+1, count)
		}
	}
	return ref, nil
}

// parseEntry reads one entry and returns its size ([MS-DFSC] 2.2.5). Offsets
// count from its start.
func (ref *referral) parseEntry(e *wireReader) (size uint16) {
	version := e.u16()
	size = e.u16()
	e.skip(2) // root or link, which no one needs to know
	flags := e.u16()
	switch {
	case version == 1: // 2.2.5.1 has the path itself
		ref.add(e.textZ(), 0)
	case version == 2: // 2.2.5.2
		e.skip(4) // proximity
		ref.addAt(e)
	case version != 3 && version != 4:
		e.short = true
	case flags&dfsNameList != 0: // 2.2.5.3.2
		e.skip(4)
		ref.addNames(e)
	default: // 2.2.5.3.1 and 2.2.5.4
		ref.addAt(e)
	}
	return size
}

// addAt reads a lifetime and the offset of a target.
func (ref *referral) addAt(e *wireReader) {
	ttl := e.u32()
	e.skip(2 + 2) // the path that it stands for, also as 8.3 names
	ref.add(e.textAt(e.u16()), ttl)
}

func (ref *referral) add(path string, seconds uint32) {
	if path != "" {
		ref.targets = append(ref.targets, dfsTarget{path, time.Duration(seconds) * time.Second})
	}
}

// addNames reads a domain and the names of its controllers, if it has some.
func (ref *referral) addNames(e *wireReader) {
	special, count, expanded := e.u16(), e.u16(), e.u16()
	domain := e.textAt(special)
	if count == 0 {
		ref.names = append(ref.names, strings.Trim(domain, `\`))
		return
	}
	list := e.from(uint32(expanded))
	for range min(count, dfsMost) {
		name := list.textZ()
		if list.short {
			e.short = true
			return
		}
		ref.names = append(ref.names, strings.Trim(name, `\`))
	}
}

// joinDFS returns the path `\\server\share\dir` at a target. path is the one
// that was asked for.
func joinDFS(path string, ref *referral, t dfsTarget) (string, error) {
	units := utf16.Encode([]rune(dfsPath(path)))
	if ref.consumed > len(units) {
		return "", malformed("referral for %d characters of a path of %d", ref.consumed, len(units))
	}
	used, rest := units[:ref.consumed], string(utf16.Decode(units[ref.consumed:]))
	whole := rest == "" || rest[0] == '\\' || len(used) > 0 && used[len(used)-1] == '\\'
	if !whole {
		return "", malformed("referral for a part of a name")
	}
	joined := `\` + dfsPath(t.path)
	if rest = strings.Trim(rest, `\`); rest != "" {
		joined += `\` + rest
	}
	return joined, nil
}

// splitDFS divides `\\server\share\dir`. rest has slashes and may be empty. ok
// is false without a server and a share.
func splitDFS(path string) (server, share, rest string, ok bool) {
	server, share, _ = strings.Cut(dfsPath(path)[1:], `\`)
	share, rest, _ = strings.Cut(share, `\`)
	return server, share, strings.ReplaceAll(rest, `\`, "/"), server != "" && share != ""
}

// A dfsTrail is where one path was looked for, each time after a server had said
// statusPathNotCovered. A namespace can lead in a circle.
type dfsTrail map[string]bool

// dfsHops is how many places a path may lead through. [MS-DFSC] names no number;
// a domain's root, a link and a link to another namespace are three.
const dfsHops = 8

// step notes that the path is looked for next. Servers and shares have no case.
func (t dfsTrail) step(path string) error {
	key := strings.ToLower(dfsPath(path))
	switch {
	case t[key]:
		return fmt.Errorf("DFS leads in a circle")
	case len(t) >= dfsHops:
		return fmt.Errorf("DFS leads on and on, through %d places", dfsHops)
	}
	t[key] = true
	return nil
}
