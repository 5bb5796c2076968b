package extract

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"io"
)

func init() {
	register(&Format{
		Name:    "bzip2",
		Family:  "archives",
		Doc:     "bzip2: one packed file, or several packed one after another",
		Exts:    []string{".bz2", ".tbz", ".tbz2"},
		Match:   matchBzip2,
		Extract: bzip2Packing.extract,
	})
}

var bzip2Packing = &packing{
	ends: map[string]string{".bz2": "", ".bz": "", ".tbz": ".tar", ".tbz2": ".tar", ".tb2": ".tar"},
	open: func(r *bufio.Reader) (io.Reader, func(), error) { return bzip2.NewReader(r), func() {}, nil },
}

// matchBzip2 reports whether head begins a stream: with a block, or with the end
// of a stream without any.
func matchBzip2(head []byte) bool {
	if len(head) < 10 || !bytes.HasPrefix(head, []byte("BZh")) || head[3] < '1' || head[3] > '9' {
		return false
	}
	magic := string(head[4:10])
	return magic == "1AY&SY" || magic == "\x17\x72\x45\x38\x50\x90"
}
