package ppmd

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

func TestCorrupt(t *testing.T) {
	for _, data := range [][]byte{{}, {0, 0, 0}, bytes.Repeat([]byte{0xff}, 100), bytes.Repeat([]byte{0x5a, 0x13}, 5000)} {
		z, err := NewReader(bytes.NewReader(data), 8, 1<<20, Restart, 1<<20)
		if err == nil {
			_, err = io.Copy(io.Discard, z)
		}
		if !errors.Is(err, ErrCorrupt) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d bytes: got error %v, want corrupt or an unexpected end", len(data), err)
		}
	}
	if _, err := NewReader(bytes.NewReader(make([]byte, 10)), 1, 1<<20, Restart, 1); !errors.Is(err, ErrCorrupt) {
		t.Errorf("order 1: got error %v, want %v", err, ErrCorrupt)
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("\x00abcdefghijklmnop"), 4, 1)
	f.Add(bytes.Repeat([]byte{0x5a, 0x13, 0x77}, 500), 16, 0)
	f.Fuzz(func(t *testing.T, data []byte, order, method int) {
		z, err := NewReader(bytes.NewReader(data), order, 1<<16, method&1, 1<<18)
		if err == nil {
			_, err = io.Copy(io.Discard, z)
		}
		if err != nil && !errors.Is(err, ErrCorrupt) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("got error %v, want only those of the package", err)
		}
	})
}
