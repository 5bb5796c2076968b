package extract

import (
	"context"
	"errors"

	"github.com/shikiri/shikiri/extract/biff"
)

// matchBareXLS reports whether head is a BOF record of versions 2 to 4, or of a
// later workbook that lost its container, and a record after it.
func matchBareXLS(head []byte) bool {
	if len(head) < 16 || head[0] != 9 || head[1] != 0 && head[1] != 2 && head[1] != 4 && head[1] != 8 {
		return false
	}
	n := int(head[2])
	if head[3] != 0 || head[1] == 0 && n != 4 || head[1] != 0 && (n < 6 || n > 16) {
		return false
	}
	kind := head[6] // a sheet, globals, chart, macros
	if kind != 0x05 && kind != 0x10 && kind != 0x20 && kind != 0x40 && (kind != 0 || head[7] != 1) {
		return false
	}
	next := head[4+n:]
	return len(next) >= 4 && next[1] <= 8 && int(next[2])|int(next[3])<<8 <= 8224
}

func extractBareXLS(ctx context.Context, f *File, out Out) error {
	x := newXLS(ctx, f.Budget, out)
	src := &source{ctx: ctx, r: f.Reader}
	_, err := biff.Read(src, x.options(), x)
	if err = errors.Join(err, x.end()); err == nil {
		return nil
	}
	return bareFault(src, f, out, err)
}

// bareFault reads the runs of what could not be read as records.
func bareFault(src *source, f *File, out Out, err error) error {
	var s *Skip
	if src.err != nil || errors.As(err, &s) {
		return err
	}
	if errors.Is(err, biff.ErrDamaged) {
		if _, err := readRuns(src.ctx, &File{Size: -1, Reader: src, Budget: f.Budget}, out); err != nil {
			return err
		}
		return damaged(err)
	}
	return xlsFault(err)
}
