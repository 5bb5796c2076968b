package crawl

import (
	"fmt"
	"strings"
)

// A reparseTag says what a file or folder with attrReparse is ([MS-FSCC]
// 2.1.2.1). Listings have it in the field EaSize (2.4.8).
type reparseTag uint32

const (
	tagMountPoint reparseTag = 0xa0000003
	tagSymlink    reparseTag = 0xa000000c
	tagDFS        reparseTag = 0x8000000a
	tagDFSR       reparseTag = 0x80000012
	tagDedup      reparseTag = 0x80000013
	tagCloud      reparseTag = 0x9000001a // and 0x9000101a to 0x9000f01a
	tagCloudMask  reparseTag = 0xffff0fff
)

// A reparseWord says what a tag is for people, and whether opening the name as
// usual gives the file's own data.
type reparseWord struct {
	text string
	data bool
}

// Of data are those that a filter of the server resolves unseen by a client:
// deduplicated, compressed and layered files are files like others. A cloud file
// is one as long as its attributes do not say notOnDisk. The others lead
// elsewhere or mean nothing over the network.
var reparseWords = map[reparseTag]reparseWord{
	tagMountPoint: {"junction", false}, // or a volume mounted in a folder
	tagSymlink:    {"symbolic link", false},
	tagDFS:        {"DFS link", false},
	tagDFSR:       {"DFS link", false},
	tagDedup:      {"deduplicated file", true},
	tagCloud:      {"cloud file", true},
	0x80000017:    {"compressed file", true},              // WOF
	0x80000018:    {"file of a container", true},          // WCI
	0x90001018:    {"file of a container", true},          // WCI_1
	0xa0000027:    {"link of a container", false},         // WCI_LINK
	0xa0001027:    {"link of a container", false},         // WCI_LINK_1
	0xa000001f:    {"deleted in a container", false},      // WCI_TOMBSTONE
	0x80000007:    {"single instance file", true},         // SIS
	0x80000009:    {"file of a cluster", true},            // CSV
	0x80000008:    {"WIM image file", true},               // WIM
	0x80000014:    {"file of NFS", false},                 // a link, FIFO, socket or device
	0x80000015:    {"placeholder of a file", false},       // FILE_PLACEHOLDER
	0x80000016:    {"filter file", true},                  // DFM
	0x80000021:    {"cloud file", true},                   // ONEDRIVE
	0x8000001b:    {"app execution link", false},          // APPEXECLINK
	0x9000001c:    {"file of a virtual folder", true},     // PROJFS
	0xa0000022:    {"deleted in a virtual folder", false}, // PROJFS_TOMBSTONE
	0x8000001e:    {"Azure file", true},                   // STORAGE_SYNC
	0x90000027:    {"Azure folder", true},                 // STORAGE_SYNC_FOLDER
	0x80000023:    {"socket", false},                      // AF_UNIX
	0x80000024:    {"FIFO", false},                        // LX_FIFO
	0x80000025:    {"device", false},                      // LX_CHR
	0x80000026:    {"device", false},                      // LX_BLK
	0xa000001d:    {"symbolic link", false},               // LX_SYMLINK
	0xc0000004:    {"file kept on slow storage", false},   // HSM
	0x80000006:    {"file kept on slow storage", false},   // HSM2
	0xa0000019:    {"link between file systems", false},   // GLOBAL_REPARSE
}

func (t reparseTag) word() reparseWord {
	if t&tagCloudMask == tagCloud {
		t = tagCloud
	}
	if w, ok := reparseWords[t]; ok {
		return w
	}
	return reparseWord{text: fmt.Sprintf("reparse point 0x%08X", uint32(t))}
}

// String is what people read: "junction".
func (t reparseTag) String() string { return t.word().text }

// readable reports whether a file with this tag and these attributes is read as
// any other. A folder that is must be checked for circles as any other.
func (t reparseTag) readable(attributes uint32) bool {
	return t.word().data && !notOnDisk(attributes)
}

// fsctlGetReparse is FSCTL_GET_REPARSE_POINT ([MS-FSCC] 2.3.29), asked of a name
// that was opened with FILE_OPEN_REPARSE_POINT. reparseMost is the size of the
// largest answer (2.1.2).
const (
	fsctlGetReparse = 0x000900a8
	reparseMost     = 16 << 10
)

// A reparsePoint is what a name leads to.
type reparsePoint struct {
	tag    reparseTag
	target string // of a symbolic link or junction, for people: `D:\data`, `\\server\share`, `..\b`; "" of others
}

// parseReparse reads REPARSE_DATA_BUFFER, or the form with a GUID that tags of
// others than Microsoft have ([MS-FSCC] 2.1.2.2 to 2.1.2.5).
func parseReparse(b []byte) (*reparsePoint, error) {
	r := &wireReader{b: b}
	p := &reparsePoint{tag: reparseTag(r.u32())}
	length := r.u16()
	r.skip(2)
	if p.tag != tagSymlink && p.tag != tagMountPoint {
		if r.short {
			return nil, malformed("reparse point of %d bytes", len(b))
		}
		return p, nil
	}
	data := &wireReader{b: r.bytes(uint32(length))}
	substituteAt, substituteSize := data.u16(), data.u16()
	printAt, printSize := data.u16(), data.u16()
	if p.tag == tagSymlink {
		data.skip(4) // whether it is relative
	}
	names := &wireReader{b: data.bytes(uint32(data.left()))}
	substitute, printed := names.part(substituteAt, substituteSize), names.part(printAt, printSize)
	if r.short || data.short || names.short {
		return nil, malformed("link of %d bytes", len(b))
	}
	// The printed name is what Windows shows. It may be left out, and it need not
	// be where the link leads, so it is not believed where both are there.
	if p.target = plainPath(substitute); p.target == "" {
		p.target = printed
	}
	return p, nil
}

// part returns UTF-16 at an offset of size bytes.
func (r *wireReader) part(offset, size uint16) string {
	s := r.from(uint32(offset))
	text := utf16Text(s.bytes(uint32(size)))
	r.short = r.short || s.short
	return text
}

// plainPath takes away what the kernel of Windows puts before a path.
func plainPath(path string) string {
	if rest, ok := strings.CutPrefix(path, `\??\UNC\`); ok {
		return `\\` + rest
	}
	return strings.TrimPrefix(path, `\??\`)
}
