package extract

import (
	"bufio"
	"bytes"
	"io"

	"github.com/mikelolasagasti/xz"
)

func init() {
	register(&Format{
		Name:    "xz",
		Family:  "archives",
		Doc:     "xz: one packed file, or several packed one after another",
		Limits:  "dictionaries up to 64 MiB, as xz -9 makes them",
		Exts:    []string{".xz", ".txz"},
		Match:   func(head []byte) bool { return bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")) },
		Extract: xzPacking.extract,
	})
}

var xzPacking = &packing{
	ends: map[string]string{".xz": "", ".txz": ".tar"},
	open: func(r *bufio.Reader) (io.Reader, func(), error) {
		z, err := xz.NewReader(r, unpackMemory)
		return z, func() {}, err
	},
}
