package extract

import (
	"github.com/shikiri/shikiri/extract/access"
)

// rest reads the pages that no map of a table names: of tables that were
// deleted, and those behind a fault.
func (d *accessFile) rest(tables []*access.Table) error {
	known := map[uint32]*access.Table{}
	for _, t := range tables {
		known[t.Page] = t
	}
	var open *accessRows
	count := d.db.PageCount()
	for n := d.seen.next(1); n != 0 && n < count; n = d.seen.next(n + 1) {
		if err := d.db.Load(n, d.page); err != nil {
			if err := d.fault(err); err != nil {
				return err
			}
			continue
		}
		owner, ok := d.db.Owner(d.page)
		if !ok && d.page[0] <= accessPageKinds {
			continue
		}
		t := known[owner]
		if t == nil && ok {
			t, _ = d.db.Table(owner)
		}
		if !ok || t == nil || len(t.Columns) == 0 {
			if err := d.orphan(n); err != nil {
				return err
			}
			continue
		}
		if accessSystem(t) {
			continue
		}
		if open == nil || open.t != t {
			if err := d.end(open); err != nil {
				return err
			}
			var err error
			if open, err = d.begin(t); err != nil {
				return err
			}
		}
		if err := d.rows(open, n); err != nil {
			return err
		}
	}
	if err := d.end(open); err != nil {
		return err
	}
	return d.tail()
}

func (d *accessFile) end(r *accessRows) error {
	if r == nil {
		return nil
	}
	return r.close()
}

// orphan searches a page whose table is not defined any more.
func (d *accessFile) orphan(n uint32) error {
	if err := d.db.Load(n, d.page); err != nil {
		return d.fault(err)
	}
	r, err := newRecords(d.ctx, d.f, d.out, "pages outside of tables", nil)
	if err != nil {
		return err
	}
	if err := addRuns(r, d.page); err != nil {
		return err
	}
	return r.close()
}

// tail searches what is left of a page at the end of a file that was cut.
func (d *accessFile) tail() error {
	rest := d.c.size % int64(d.db.PageSize())
	if rest == 0 {
		return nil
	}
	d.damaged = true
	b := d.page[:rest]
	if n, err := d.c.ReadAt(b, d.c.size-rest); n < len(b) {
		return d.fault(err)
	}
	r, err := newRecords(d.ctx, d.f, d.out, "pages outside of tables", nil)
	if err != nil {
		return err
	}
	if err := addRuns(r, b); err != nil {
		return err
	}
	return r.close()
}
