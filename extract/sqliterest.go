package extract

import (
	"encoding/binary"
	"io"
)

// rest reads the pages that no table led to: free ones, in which rows that were
// deleted stay until they are needed, and those behind a fault.
func (d *sqliteFile) rest() error {
	if d.pages.size == 0 {
		_, err := readRuns(d.ctx, &File{Size: d.c.size, Reader: d.c.reader()}, d.out)
		return err
	}
	free := d.freePages()
	part := "free pages"
	if d.damaged {
		part = "pages outside of tables"
	}
	r, err := newRecords(d.ctx, d.f, d.out, part, nil)
	if err != nil {
		return err
	}
	page, other := make([]byte, d.pages.size), make([]byte, d.pages.size)
	d.pages.overflow = func(n uint32) []byte {
		if n > d.pages.count(d.c.size) || d.load(n, other) != nil {
			return nil
		}
		d.seen.add(n)
		return other
	}
	for n := d.seen.next(1); n != 0 && n <= d.pages.count(d.c.size); n = d.seen.next(n + 1) {
		if err := d.ctx.Err(); err != nil {
			return err
		}
		if err := d.load(n, page); err != nil {
			if broken := d.c.broken(); broken != nil {
				return broken
			}
			d.damaged = true
			break
		}
		if err := d.freePage(r, n, page, free.has(n)); err != nil {
			return err
		}
	}
	if err := d.tail(r); err != nil {
		return err
	}
	return r.close()
}

// load reads a page.
func (d *sqliteFile) load(n uint32, page []byte) error {
	k, err := d.c.ReadAt(page, int64(n-1)*int64(d.pages.size))
	if k == len(page) || err == io.EOF {
		clear(page[k:])
		return nil
	}
	return err
}

// freePage hands out the rows of a page, or its runs if it has no rows. Indexes
// hold again what tables hold, unless that is lost.
func (d *sqliteFile) freePage(r *records, n uint32, page []byte, free bool) error {
	base := 0
	if n == 1 {
		base = sqliteHeader
	}
	switch page[base] {
	case sqliteTableTree:
		return nil
	case sqliteIndexTree, sqliteIndexLeaf:
		if !free && !d.damaged {
			return nil
		}
	}
	add := func(values []sqliteValue) error { return d.pages.add(r, values) }
	ok, err := d.pages.leaf(page, base, free || d.damaged, add)
	if ok || err != nil {
		return err
	}
	return d.pages.carve(page, add, func(b []byte) error { return addRuns(r, b) })
}

// addRuns adds the runs in b as a row.
func addRuns(r *records, b []byte) error {
	r.runs = appendRuns(r.runs[:0], b)
	if len(r.runs) == 0 {
		return nil
	}
	r.bytes += int64(len(b))
	for _, u := range r.runs {
		r.buf = u.appendText(r.buf[:0], b)
		r.table.cell(0, r.buf)
		if err := r.end(); err != nil {
			return err
		}
	}
	return nil
}

// tail adds what stands behind the last whole page of a file that was cut.
func (d *sqliteFile) tail(r *records) error {
	rest := d.c.size % int64(d.pages.size)
	if rest == 0 {
		return nil
	}
	d.damaged = true
	b := make([]byte, rest)
	n, err := d.c.ReadAt(b, d.c.size-rest)
	if err != nil && err != io.EOF {
		return err
	}
	return addRuns(r, b[:n])
}

// freePages returns those that the list of free pages names.
// https://www.sqlite.org/fileformat2.html#the_freelist
func (d *sqliteFile) freePages() *pageSet {
	count := d.pages.count(d.c.size)
	free := newPageSet(count)
	page := make([]byte, d.pages.size)
	if d.load(1, page) != nil {
		return free
	}
	for next := binary.BigEndian.Uint32(page[32:]); next != 0 && next <= count && !free.has(next); {
		free.add(next)
		if d.ctx.Err() != nil || d.load(next, page) != nil {
			break
		}
		leaves := min(int(binary.BigEndian.Uint32(page[4:])), d.pages.usable/4-2)
		for i := range max(leaves, 0) {
			if n := binary.BigEndian.Uint32(page[8+4*i:]); n <= count {
				free.add(n)
			}
		}
		next = binary.BigEndian.Uint32(page)
	}
	return free
}
