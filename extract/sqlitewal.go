package extract

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
)

const (
	sqliteLogHeader   = 32
	sqliteFrameHeader = 24
	// sqliteLogPages bounds the pages whose place in a log is remembered.
	sqliteLogPages = 1 << 20
)

// The beginnings of what SQLite writes beside a database: what is not yet in it,
// and what was in it before. https://www.sqlite.org/fileformat2.html
const (
	sqliteLogMagic     = "\x37\x7f\x06"
	sqliteJournalMagic = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
)

func init() {
	register(&Format{
		Name:   "sqlite-wal",
		Family: "databases",
		Doc:    "write-ahead logs and rollback journals of SQLite: the rows of all pages in them",
		Limits: "columns have no names, for these are in the database beside; a row may come more than once, as old and as new",
		Exts:   []string{"-wal", "-journal"},
		Match: func(head []byte) bool {
			if len(head) < sqliteLogHeader {
				return false
			}
			return string(head[:3]) == sqliteLogMagic && head[3]&^1 == 0x82 || string(head[:8]) == sqliteJournalMagic
		},
		Extract: extractSQLiteLog,
	})
}

// A sqliteLog is a log or journal: pages, each with something before and after.
type sqliteLog struct {
	c             *content
	pages         sqlitePages
	from          int64 // of the first page's header
	before, after int
	at            map[uint32]int64 // where pages are
	used          map[int64]bool   // pages that a row went on in
	rest          []int64          // pages without rows
}

func extractSQLiteLog(ctx context.Context, f *File, out Out) error {
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if err := f.Budget.enter(max(f.Size, c.size)); err != nil {
		return err
	}
	defer f.Budget.leave()
	l := &sqliteLog{c: c, at: map[uint32]int64{}, used: map[int64]bool{}}
	if err := l.begin(); err != nil {
		return c.fault(err)
	}
	r, err := newRecords(ctx, f, out, "pages of a log", nil)
	if err != nil {
		return err
	}
	err = l.read(ctx, r)
	if cerr := r.close(); err == nil {
		err = cerr
	}
	return c.fault(err)
}

// begin reads the header.
func (l *sqliteLog) begin() error {
	var head [sqliteLogHeader]byte
	if _, err := l.c.ReadAt(head[:], 0); err != nil && err != io.EOF {
		return err
	}
	l.from, l.before = sqliteLogHeader, sqliteFrameHeader
	size := binary.BigEndian.Uint32(head[8:])
	if string(head[:8]) == sqliteJournalMagic {
		l.from = int64(binary.BigEndian.Uint32(head[20:]))
		l.before, l.after = 4, 4
		size = binary.BigEndian.Uint32(head[24:])
	}
	if size < 512 || size > 64<<10 || size&(size-1) != 0 || l.from < 28 || l.from > 64<<10 {
		return damaged(nil)
	}
	l.pages.size, l.pages.usable = int(size), int(size)
	return nil
}

// each calls do with the number of each page and where it begins.
func (l *sqliteLog) each(ctx context.Context, do func(page uint32, at int64) error) error {
	step := int64(l.before + l.pages.size + l.after)
	var head [4]byte
	for at := l.from; at+int64(l.before+l.pages.size) <= l.c.size; at += step {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := l.c.ReadAt(head[:], at); err != nil {
			return err
		}
		if err := do(binary.BigEndian.Uint32(head[:]), at+int64(l.before)); err != nil {
			return err
		}
	}
	return nil
}

// read hands out the rows of all pages. A first pass finds where pages are that
// rows go on in, and the charset if the first page is among them.
func (l *sqliteLog) read(ctx context.Context, r *records) error {
	page, other := make([]byte, l.pages.size), make([]byte, l.pages.size)
	err := l.each(ctx, func(n uint32, at int64) error {
		if len(l.at) < sqliteLogPages {
			l.at[n] = at
		}
		if n == 1 {
			if err := l.load(page, at); err != nil {
				return err
			}
			if string(page[:len(sqliteMagic)]) == sqliteMagic && sqlitePageSize(page) == l.pages.size {
				l.pages.init(page)
			}
		}
		return nil
	})
	if err != nil || l.pages.size == 0 {
		return err
	}
	l.pages.overflow = func(n uint32) []byte {
		at, ok := l.at[n]
		if !ok || l.load(other, at) != nil {
			return nil
		}
		l.used[at] = true
		return other
	}
	err = l.each(ctx, func(n uint32, at int64) error { return l.rows(r, page, n, at) })
	if err == nil {
		err = l.others(r, page)
	}
	if err == nil {
		err = l.tail(r)
	}
	return err
}

// tail searches what is left of a page at the end of a log that was cut. Less
// than a frame's header is what a journal ends with.
func (l *sqliteLog) tail(r *records) error {
	step := int64(l.before + l.pages.size + l.after)
	rest := (l.c.size - l.from) % step // negative if nothing follows the header
	if rest <= int64(l.before) {
		return nil
	}
	b := make([]byte, rest)
	if err := l.load(b, l.c.size-rest); err != nil {
		return err
	}
	if allZero(b) {
		return nil
	}
	if err := l.carve(r, b); err != nil {
		return err
	}
	return damaged(io.ErrUnexpectedEOF)
}

// rows hands out the rows of a page, or keeps it if it has none.
func (l *sqliteLog) rows(r *records, page []byte, n uint32, at int64) error {
	if err := l.load(page, at); err != nil {
		return err
	}
	base := 0
	if n == 1 {
		base = sqliteHeader
	}
	if page[base] == sqliteTableTree || page[base] == sqliteIndexTree {
		return nil
	}
	ok, err := l.pages.leaf(page, base, true, func(values []sqliteValue) error { return l.pages.add(r, values) })
	if ok || err != nil {
		return err
	}
	if len(l.rest) == sqliteLogPages {
		return l.carve(r, page)
	}
	l.rest = append(l.rest, at)
	return nil
}

// others searches the pages that no row went on in.
func (l *sqliteLog) others(r *records, page []byte) error {
	n := 0
	for _, at := range l.rest {
		if l.used[at] {
			continue
		}
		n++
		if err := l.load(page, at); err != nil {
			return err
		}
		if err := l.carve(r, page); err != nil {
			return err
		}
	}
	if n == 0 {
		return nil
	}
	return &Skip{ReasonPartial, fmt.Sprintf("%d pages hold no rows by themselves: their readable runs were scanned", n)}
}

// carve hands out what can be found in bytes that are no page.
func (l *sqliteLog) carve(r *records, b []byte) error {
	return l.pages.carve(b, func(values []sqliteValue) error { return l.pages.add(r, values) }, func(b []byte) error { return addRuns(r, b) })
}

func (l *sqliteLog) load(page []byte, at int64) error {
	_, err := l.c.ReadAt(page, at)
	if err == io.EOF {
		err = nil
	}
	return err
}
