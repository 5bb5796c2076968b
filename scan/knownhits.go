package scan

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// hits is who of a list was seen in which file: each a group, above a mark that
// it was by the name alone, above a person. What does not fit in memory goes to
// a temporary file, in sorted runs: there may be as many as sightings. The file
// holds numbers that mean nothing outside of the run.
type hits struct {
	dir   string
	limit int // in memory
	here  []uint64
	file  *os.File // nil until something does not fit
	ends  []int64  // of the runs in the file, in hits

	removed bool // the name of the file is gone already
}

// hitLimit keeps hits below 16 MB.
const hitLimit = 2_000_000

func (h *hits) add(hit uint64) error {
	if len(h.here) >= h.limit {
		h.compact()
		if len(h.here)*2 > h.limit {
			if err := h.spill(); err != nil {
				return fmt.Errorf("keep who is known: %w", err)
			}
		}
	}
	h.here = append(h.here, hit)
	return nil
}

func (h *hits) compact() {
	slices.Sort(h.here)
	h.here = slices.Compact(h.here)
}

func (h *hits) spill() (err error) {
	if h.file == nil {
		if h.file, err = os.CreateTemp(h.dir, "shikiri-*.tmp"); err != nil {
			return err
		}
		h.removed = os.Remove(h.file.Name()) == nil // while it is open, where the system allows: no kill leaves it behind
	}
	var buf []byte
	for part := range slices.Chunk(h.here, 4096) {
		buf = buf[:0]
		for _, hit := range part {
			buf = binary.LittleEndian.AppendUint64(buf, hit)
		}
		if _, err := h.file.Write(buf); err != nil {
			return err
		}
	}
	h.ends = append(h.ends, int64(len(h.here)))
	if n := len(h.ends); n > 1 {
		h.ends[n-1] += h.ends[n-2]
	}
	h.here = h.here[:0]
	return nil
}

// each calls fn with each hit once, in their order.
func (h *hits) each(fn func(hit uint64)) error {
	h.compact()
	runs := []*hitRun{{left: h.here}}
	from := int64(0)
	for _, end := range h.ends {
		runs = append(runs, &hitRun{file: io.NewSectionReader(h.file, from*8, (end-from)*8)})
		from = end
	}
	last, any := uint64(0), false
	for {
		var least *hitRun
		for _, r := range runs {
			if err := r.fill(); err != nil {
				return fmt.Errorf("read back who is known: %w", err)
			}
			if len(r.left) > 0 && (least == nil || r.left[0] < least.left[0]) {
				least = r
			}
		}
		if least == nil {
			return nil
		}
		hit := least.left[0]
		least.left = least.left[1:]
		if !any || hit != last {
			fn(hit)
		}
		last, any = hit, true
	}
}

// A hitRun is hits in their order.
type hitRun struct {
	left []uint64
	file io.Reader // of what comes after left; nil: nothing
	buf  [8 * 4096]byte
}

func (r *hitRun) fill() error {
	if len(r.left) > 0 || r.file == nil {
		return nil
	}
	n, err := io.ReadFull(r.file, r.buf[:])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	r.left = r.left[:0]
	for b := r.buf[:n]; len(b) >= 8; b = b[8:] {
		r.left = append(r.left, binary.LittleEndian.Uint64(b))
	}
	return nil
}

// Close removes the temporary file.
func (h *hits) Close() {
	if h.file != nil {
		h.file.Close()
		if !h.removed {
			os.Remove(h.file.Name())
		}
		h.file = nil
	}
}
