package extract

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/shikiri/shikiri/extract/hostcode"
)

func init() {
	register(&Format{
		Name:   "host",
		Family: "host",
		Doc: "data of hosts in EBCDIC with kanji: IBM (CP930, CP939, CP1390, CP1399), Hitachi KEIS, Fujitsu JEF; records of a fixed length, " +
			"with lengths before them (RDW, BDW) or with line ends; columns are found by what stands in them",
		Limits: "packed decimals and binary numbers are not read; of the extended kanji of KEIS and JEF it is only known that they are there",
		// Files from hosts have any extension, or none.
		Match:   func(head []byte) bool { return sniffHost(head) && sniffZengin(head) == nil },
		Extract: extractHost,
	})
}

const (
	// hostSample is how much of a file its records and columns are learnt from.
	hostSample = 128 << 10
	// hostRecord is the longest record: what z/OS allows, and what lines are cut at.
	hostRecord = 32 << 10
)

// extractHost hands out the records of a host's file as rows, or, where they
// have no columns, as lines. Without records it is text in pieces.
func extractHost(ctx context.Context, f *File, out Out) error {
	h := hostReader{r: f.Reader, buf: make([]byte, hostSample+hostRecord)}
	h.fill()
	if h.fault != nil && h.n == 0 {
		return h.fault
	}
	file := learnHost(h.buf[:min(h.n, hostSample)], f.Size)
	return h.run(ctx, file, out)
}

// A hostReader is one file being read.
type hostReader struct {
	r     io.Reader
	buf   []byte
	n     int   // how much of buf is filled
	eof   bool  // no more can be read
	fault error // why, unless it is the end of the file
}

// fill reads until the buffer is full or no more can be read.
func (h *hostReader) fill() {
	for !h.eof && h.n < len(h.buf) {
		n, err := h.r.Read(h.buf[h.n:])
		h.n += n
		h.eof = err != nil
		if err != nil && !errors.Is(err, io.EOF) {
			h.fault = fmt.Errorf("read records of a host: %w", err)
			var s *Skip
			if errors.As(err, &s) {
				h.fault = s
			}
		}
	}
}

// run hands out all records.
func (h *hostReader) run(ctx context.Context, file *hostFile, out Out) error {
	rows := newHostRows(file, out)
	at, lost, cut := 0, false, false
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		for at < h.n && (h.eof || h.n-at >= hostRecord) {
			from, to, next, ok := file.cut.next(h.buf[at:h.n], h.eof)
			lost = lost || !ok
			cut = file.cut.how == hostFixed && to-from < file.cut.size && !hostFiller(h.buf[at+from:at+to]) || !ok && h.eof && at+next == h.n
			if err := rows.add(h.buf[at+from : at+to]); err != nil {
				return err
			}
			at += next
		}
		if h.eof && at >= h.n {
			break
		}
		h.n = copy(h.buf, h.buf[at:h.n])
		at = 0
		h.fill()
	}
	if err := rows.close(); err != nil {
		return err
	}
	if h.fault != nil {
		return h.fault
	}
	if cut {
		return damaged(io.ErrUnexpectedEOF)
	}
	if lost {
		return &Skip{ReasonDamaged, "records whose lengths are wrong were scanned as text"}
	}
	if file.cut.how == hostPieces {
		return &Skip{ReasonPartial, "its records could not be told apart: what is text in it was scanned (say how they are read under files in the configuration)"}
	}
	return nil
}

// hostFiller reports whether b, which is behind the last record, is only a line
// end, an end-of-file mark or what else fills files up.
func hostFiller(b []byte) bool {
	for _, c := range b {
		if c != 0 && c != 0x40 && c != 0x0D && c != 0x0A && c != 0x15 && c != 0x25 && c != 0x1A && c != 0x3F && c != 0xFF {
			return false
		}
	}
	return true
}

// A hostFile is how a host's file is read.
type hostFile struct {
	code     hostcode.Code
	cut      hostCut
	segments []hostSegment
	names    []string // of all columns; nil if the file does not tell
}

// A hostSegment is a part of all records whose bytes mean the same.
type hostSegment struct {
	from, to int
	kind     hostKind
	cuts     []int // where columns begin: the first is from
	pieces   []int // of each, how many columns it is, with two blanks and more between; nil: one
	signed   []int // of hostText: places of digits with a sign in them
}

// A hostKind is what bytes of a host are.
type hostKind uint8

const (
	hostText   hostKind = iota // characters of one byte, and of two between shift codes
	hostKanji                  // characters of two bytes without shift codes
	hostSkip                   // numbers that are no text
	hostPacked                 // a packed decimal that a user wants to be read
)
