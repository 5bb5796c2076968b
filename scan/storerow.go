package scan

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"
	"time"
)

// A stored file is what the store knows of one: its size and times when it was
// read, what decided what was found in it, and where the rest is.
type storedFile struct {
	id, size, modified, change, rules int64
	parts, sum                        int64
}

// A file's number is that of its run and, in the low bits, its own in the run.
const runBits = 40

// errDamaged means that the store holds what no run has put there.
var errDamaged = errors.New("damaged")

// fail keeps the first error: nothing is written after it.
func (s *store) fail(err error) {
	if err != nil && s.err == nil {
		s.err = s.explain(err)
		if s.begun {
			_ = s.exec("ROLLBACK")
			s.begun = false
		}
	}
}

// share returns the number of a share.
func (s *store) share(url string) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var id int64
	ctx := context.Background()
	err := s.conn.QueryRowContext(ctx, "SELECT id FROM share WHERE url = ?", url).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = s.conn.QueryRowContext(ctx, "INSERT INTO share (url) VALUES (?) RETURNING id", url).Scan(&id)
	}
	if err != nil {
		return 0, s.explain(err)
	}
	return id, nil
}

// look returns what is known of a file, if there is anything.
func (s *store) look(share int64, name string) (f storedFile, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return f, false
	}
	err := s.find.QueryRowContext(context.Background(), share, []byte(name)).Scan(&f.id, &f.size, &f.modified, &f.change, &f.rules, &f.parts, &f.sum)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		s.fail(err)
	}
	return f, err == nil
}

// each calls fn with the parts of a file, in order. data is valid until fn
// returns. An error of fn, or parts that are not those that were put, is
// errDamaged.
func (s *store) each(share int64, name string, f storedFile, fn func(n int64, data []byte) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows, err := s.read.QueryContext(context.Background(), f.id)
	if err != nil {
		return err
	}
	defer rows.Close()
	sum, met := uint32(0), int64(0)
	for rows.Next() {
		var n int64
		var data sql.RawBytes
		if err := rows.Scan(&n, &data); err != nil {
			return err
		}
		if n != met || fn(n, data) != nil {
			return errDamaged
		}
		sum = crc32.Update(sum, castagnoli, data)
		met++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if met != f.parts || f.sum != f.total(share, name, sum) {
		return errDamaged
	}
	return nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// total is the checksum of all that is known of a file. parts is that of its
// parts.
func (f *storedFile) total(share int64, name string, parts uint32) int64 {
	return int64(crc32.Checksum(fmt.Appendf(nil, "%d %q %d %d %d %d %d %d %d", share, name, f.id, f.size, f.modified, f.change, f.rules, f.parts, parts), castagnoli))
}

// newID numbers a file that is about to be put.
func (s *store) newID() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	return s.run<<runBits | s.lastID
}

// addParts puts parts of a file, from the one with number n on, before it is
// done. They are nobody's until the file is put.
func (s *store) addParts(id, n int64, parts [][]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.parts(id, n, parts)
	s.written(len(parts))
}

func (s *store) parts(id, n int64, parts [][]byte) {
	s.begin()
	for i, data := range parts {
		if s.err == nil {
			_, err := s.part.ExecContext(context.Background(), id, n+int64(i), data)
			s.fail(err)
		}
	}
}

// put keeps what was found in a file, in place of what was known of it: old, or
// zero. parts are those from number first on, which were not added before.
func (s *store) put(share int64, name string, f storedFile, old, first int64, parts [][]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(old)
	s.parts(f.id, first, parts)
	if s.err == nil {
		_, err := s.insert.ExecContext(context.Background(), share, []byte(name), f.id, f.size, f.modified, f.change, f.rules, f.parts, f.sum)
		s.fail(err)
	}
	s.written(1 + len(parts))
}

// remove takes parts back that were added for a file that is not put.
func (s *store) remove(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(id)
	s.written(1)
}

func (s *store) forget(id int64) {
	s.begin()
	if s.err == nil && id != 0 {
		_, err := s.drop.ExecContext(context.Background(), id)
		s.fail(err)
	}
}

func (s *store) begin() {
	if s.begun || s.err != nil {
		return
	}
	s.fail(s.exec("BEGIN IMMEDIATE"))
	s.begun, s.since, s.waiting = s.err == nil, time.Now(), 0
}

func (s *store) written(n int) {
	if s.waiting += n; s.waiting >= s.batch || time.Since(s.since) >= storeWait {
		s.commit()
	}
}

func (s *store) commit() {
	if s.begun && s.err == nil {
		s.fail(s.exec("COMMIT"))
		s.begun = false
	}
}

// sweep removes the files of a share for which kept is false.
func (s *store) sweep(share int64, kept func(id int64) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return
	}
	type gone struct {
		name []byte
		id   int64
	}
	var all []gone
	for after := []byte{}; ; {
		all = all[:0]
		last, err := s.list(share, after, func(name []byte, id int64) {
			if !kept(id) {
				all = append(all, gone{append([]byte(nil), name...), id})
			}
		})
		s.fail(err)
		for _, g := range all {
			s.forget(g.id)
			if s.err == nil {
				_, err := s.dropOne.ExecContext(context.Background(), share, g.name)
				s.fail(err)
			}
		}
		s.written(len(all))
		if last == nil || s.err != nil {
			return
		}
		after = last
	}
}

// list calls fn with some thousand files of a share whose names come after one.
// It returns the last name, nil if there are no more.
func (s *store) list(share int64, after []byte, fn func(name []byte, id int64)) (last []byte, err error) {
	rows, err := s.conn.QueryContext(context.Background(), "SELECT name, id FROM file WHERE share = ? AND name > ? ORDER BY name LIMIT 10000", share, after)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name sql.RawBytes
		var id int64
		if err := rows.Scan(&name, &id); err != nil {
			return nil, err
		}
		fn(name, id)
		last = append(last[:0], name...)
	}
	return last, rows.Err()
}
