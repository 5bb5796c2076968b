package extract

import (
	"bufio"
	"errors"
	"io"

	"github.com/pierrec/lz4/v4"
)

func init() {
	register(&Format{
		Name:    "lz4",
		Family:  "archives",
		Doc:     "LZ4 frames, also of the old kind and several one after another",
		Limits:  "not read: what was packed with a dictionary",
		Exts:    []string{".lz4"},
		Match:   matchLZ4,
		Extract: lz4Packing.extract,
	})
}

var lz4Packing = &packing{
	ends: map[string]string{".lz4": "", ".tlz4": ".tar"},
	open: func(r *bufio.Reader) (io.Reader, func(), error) {
		return &lz4Reader{br: r, dec: lz4.NewReader(r)}, func() {}, nil
	},
}

const (
	lz4Magic  = "\x04\x22\x4d\x18"
	lz4Legacy = "\x02\x21\x4c\x18"
)

func matchLZ4(head []byte) bool {
	magic := string(afterSkippable(head))
	return magic == lz4Magic || magic == lz4Legacy
}

// An lz4Reader reads frames one after another.
type lz4Reader struct {
	br  *bufio.Reader
	dec *lz4.Reader
}

func (l *lz4Reader) Read(p []byte) (int, error) {
	for {
		n, err := l.dec.Read(p)
		if n > 0 && err == io.EOF {
			err = nil
		}
		if n > 0 || err != io.EOF {
			if errors.Is(err, lz4.ErrInvalidFrame) {
				err = io.ErrUnexpectedEOF
			}
			return n, err
		}
		if head, _ := l.br.Peek(8); len(head) < 8 || !matchLZ4(head) && afterSkippable(head) != nil {
			return 0, rest(l.br)
		}
		l.dec.Reset(l.br)
	}
}
