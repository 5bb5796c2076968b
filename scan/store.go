package scan

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite": no cgo
)

// A store is the database of a state directory. It has one connection, which
// keeps all others out, other processes too, and lets go of the file when the
// process dies. What is put into it is committed in batches: a kill loses no
// more than the last one. Several goroutines may use it.
type store struct {
	path  string
	batch int
	db    *sql.DB
	conn  *sql.Conn
	run   int64 // numbers the runs that used the store, from 1

	mu                                      sync.Mutex
	find, read, insert, part, drop, dropOne *sql.Stmt
	begun                                   bool
	waiting                                 int // rows that are not committed
	since                                   time.Time
	lastID                                  int64
	err                                     error // the first; nothing is written any more
	ticker                                  *time.Ticker
	ended                                   chan struct{}
	under                                   sync.WaitGroup
}

const (
	// A commit costs about a millisecond, a row 20 µs.
	storeRows = 2000
	storeWait = time.Second

	// storeApp marks the file as ours, storeSchema is the version of its tables.
	storeApp    = 0x5348494B // "SHIK"
	storeSchema = 1
)

// storeTables: a file is one row in file, and unless there is nothing to tell of
// it, some rows in part. sum is of all that is known of the file.
const storeTables = `
CREATE TABLE run (n INTEGER NOT NULL, closed INTEGER NOT NULL);
INSERT INTO run VALUES (0, 1);
CREATE TABLE share (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE);
CREATE TABLE file (
	share INTEGER NOT NULL, name BLOB NOT NULL, id INTEGER NOT NULL,
	size INTEGER NOT NULL, modified INTEGER NOT NULL, change INTEGER NOT NULL, rules INTEGER NOT NULL,
	parts INTEGER NOT NULL, sum INTEGER NOT NULL,
	PRIMARY KEY (share, name)
) WITHOUT ROWID;
CREATE TABLE part (
	file INTEGER NOT NULL, n INTEGER NOT NULL, data BLOB NOT NULL,
	PRIMARY KEY (file, n)
) WITHOUT ROWID;`

// errStateInUse means that another run uses the state directory.
var errStateInUse = errors.New("another run uses it")

// openStore opens the database at path, or makes it. batch is how many rows are
// committed at once. The caller closes it.
func openStore(path string, batch int) (*store, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open state: %w", err)
	}
	name := filepath.ToSlash(abs)
	if runtime.GOOS == "windows" {
		name = "/" + name
	}
	u := url.URL{Scheme: "file", Path: name, RawQuery: "_pragma=busy_timeout(0)"}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, fmt.Errorf("open state: %s: %w", path, err)
	}
	s := &store{path: path, batch: batch, db: db, ended: make(chan struct{})}
	if s.conn, err = db.Conn(context.Background()); err == nil {
		err = s.prepare()
	}
	if err != nil {
		s.hangUp()
		return nil, s.explain(err)
	}
	s.ticker = time.NewTicker(storeWait)
	s.under.Go(s.tick)
	return s, nil
}

func (s *store) prepare() error {
	for _, pragma := range []string{
		"locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL",
		"cell_size_check = ON", "trusted_schema = OFF", "cache_size = -16000", "temp_store = MEMORY",
	} {
		if err := s.exec("PRAGMA " + pragma); err != nil {
			return err
		}
	}
	if err := s.check(); err != nil {
		return err
	}
	for _, p := range []struct {
		stmt *(*sql.Stmt)
		text string
	}{
		{&s.find, "SELECT id, size, modified, change, rules, parts, sum FROM file WHERE share = ? AND name = ?"},
		{&s.read, "SELECT n, data FROM part WHERE file = ? ORDER BY n"},
		{&s.insert, "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"},
		{&s.part, "INSERT INTO part VALUES (?, ?, ?)"},
		{&s.drop, "DELETE FROM part WHERE file = ?"},
		{&s.dropOne, "DELETE FROM file WHERE share = ? AND name = ?"},
	} {
		var err error
		if *p.stmt, err = s.conn.PrepareContext(context.Background(), p.text); err != nil {
			return err
		}
	}
	return nil
}

// check sees to it that the file is a store of this version, makes the tables if
// it is new, and clears away what a run left that was killed.
func (s *store) check() error {
	var app, schema, tables, closed int64
	if err := s.conn.QueryRowContext(context.Background(), `SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_application_id, pragma_user_version`).Scan(&app, &schema, &tables); err != nil {
		return err
	}
	switch {
	case app == 0 && tables == 0:
		s.run = 1
		return s.exec("BEGIN IMMEDIATE", storeTables, fmt.Sprintf("PRAGMA application_id = %d", storeApp),
			fmt.Sprintf("PRAGMA user_version = %d", storeSchema), "UPDATE run SET n = 1, closed = 0", "COMMIT")
	case app != storeApp:
		return errForeign
	case schema > storeSchema:
		return errNewer
	}
	if err := s.conn.QueryRowContext(context.Background(), "SELECT n, closed FROM run").Scan(&s.run, &closed); err != nil {
		return err
	}
	if closed == 0 { // parts of files that were not read to their end
		orphans := fmt.Sprintf("DELETE FROM part WHERE file >= %[1]d AND file NOT IN (SELECT id FROM file WHERE id >= %[1]d)", s.run<<runBits)
		if err := s.exec(orphans); err != nil {
			return err
		}
	}
	s.run++
	return s.exec(fmt.Sprintf("UPDATE run SET n = %d, closed = 0", s.run))
}

var (
	errForeign = errors.New("it is a database of another program")
	errNewer   = errors.New("it was made by a newer version of shikiri")
)

func (s *store) exec(statements ...string) error {
	for _, text := range statements {
		if _, err := s.conn.ExecContext(context.Background(), text); err != nil {
			return err
		}
	}
	return nil
}

// explain says what to do about an error.
func (s *store) explain(err error) error {
	var coded interface{ Code() int }
	if errors.As(err, &coded) {
		const busy, locked, full, cantOpen, corrupt, notDatabase = 5, 6, 13, 14, 11, 26 // sqlite.org/rescode.html
		switch coded.Code() & 0xFF {
		case busy, locked:
			return fmt.Errorf("open state: %s: %w (wait for it, or give each a directory of its own)", s.path, errStateInUse)
		case full:
			return fmt.Errorf("write state: %s: the disk is full", s.path)
		case corrupt, notDatabase:
			return fmt.Errorf("read state: %s: it is damaged or no state (delete its directory: everything is then read anew)", s.path)
		case cantOpen:
			return fmt.Errorf("open state: %s: cannot be opened (is the directory writable?)", s.path)
		}
	}
	return fmt.Errorf("open state: %s: %w (delete its directory: everything is then read anew)", s.path, err)
}

// tick commits what waits when nothing new comes.
func (s *store) tick() {
	for {
		select {
		case <-s.ticker.C:
			s.mu.Lock()
			if s.begun && time.Since(s.since) >= storeWait {
				s.commit()
			}
			s.mu.Unlock()
		case <-s.ended:
			return
		}
	}
}

// Close commits what waits and lets go of the file.
func (s *store) Close() error {
	s.ticker.Stop()
	close(s.ended)
	s.under.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commit()
	if s.err == nil {
		s.fail(s.exec("UPDATE run SET closed = 1"))
	}
	s.hangUp()
	return s.err
}

func (s *store) hangUp() {
	for _, stmt := range []*sql.Stmt{s.find, s.read, s.insert, s.part, s.drop, s.dropOne} {
		if stmt != nil {
			_ = stmt.Close()
		}
	}
	if s.conn != nil {
		_ = s.conn.Close()
	}
	_ = s.db.Close() // what is committed is safe
}
