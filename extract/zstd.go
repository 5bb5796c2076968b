package extract

import (
	"bufio"
	"encoding/binary"
	"io"
)

func init() {
	register(&Format{
		Name:    "zstd",
		Family:  "archives",
		Doc:     "Zstandard: one packed file, or several packed one after another",
		Limits:  "windows up to 64 MiB; not read: what was packed with a dictionary",
		Exts:    []string{".zst", ".tzst"},
		Match:   matchZstd,
		Extract: zstdPacking.extract,
	})
}

var zstdPacking = &packing{
	ends: map[string]string{".zst": "", ".zstd": "", ".tzst": ".tar"},
	open: func(r *bufio.Reader) (io.Reader, func(), error) {
		d, err := newZstd(r)
		if err != nil {
			return nil, nil, err
		}
		return d, d.Close, nil
	},
}

// matchZstd reports whether head begins a frame (RFC 8878 section 3.1.1), maybe
// after frames that are to be skipped, which LZ4 has too.
func matchZstd(head []byte) bool { return string(afterSkippable(head)) == "\x28\xb5\x2f\xfd" }

// afterSkippable returns the magic number of the first frame that is not to be
// skipped (3.1.2), or nil.
func afterSkippable(head []byte) []byte {
	for len(head) >= 8 {
		if binary.LittleEndian.Uint32(head)&^0xf != 0x184d2a50 {
			return head[:4]
		}
		n := uint64(binary.LittleEndian.Uint32(head[4:])) + 8
		if n > uint64(len(head)) {
			return nil
		}
		head = head[n:]
	}
	return nil
}
