package crawl

import (
	"errors"
	"io"
	"io/fs"
	"sync"
	"time"
)

// An smbConn is a session and the shares that were connected to on it.
type smbConn struct {
	smbSession

	mu    sync.Mutex // held while a share is connected to
	trees map[string]smbTree

	ending sync.Mutex
	closed bool
	under  sync.WaitGroup
}

// Close ends the connection, and waits for all that runs on it.
func (c *smbConn) Close() error {
	c.ending.Lock()
	c.closed = true
	c.ending.Unlock()
	err := c.smbSession.Close()
	c.under.Wait()
	return err
}

// background runs f, which ends when the connection does.
func (c *smbConn) background(f func()) {
	c.ending.Lock()
	defer c.ending.Unlock()
	if !c.closed { // Close may wait already otherwise
		c.under.Go(f)
	}
}

// at returns a share, connecting to it the first time.
func (c *smbConn) at(share string) (smbTree, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.trees[share]; t != nil {
		return t, nil
	}
	t, err := c.tree(share)
	if err == nil {
		c.trees[share] = t
	}
	return t, err
}

// An smbPlace is a file or folder of a server.
type smbPlace struct {
	share    string
	path     string    // below the share, "." is itself
	snapshot time.Time // as it was then; zero: as it is
}

// An smbHandle is a file or folder that is open. Its methods may be called by
// several goroutines at once.
type smbHandle struct {
	conn   *smbConn
	tree   smbTree
	limits smbLimits
	opened *smbOpened
	share  string
	name   string
}

// open opens what there is under a name.
func (c *smbConn) open(p smbPlace, rights, options uint32) (*smbHandle, error) {
	tree, err := c.at(p.share)
	if err != nil {
		return nil, err
	}
	o := smbOpen{rights: rights | rightReadAttributes | rightSynchronize, snapshot: p.snapshot}
	o.options = options | optionSynchronous | optionBackup | optionNoRecall
	if p.path != "." {
		if o.name, err = nameToUTF16(p.path); err != nil {
			return nil, err
		}
	}
	answer, err := tree.ask(createRequest(o))
	if err != nil {
		return nil, openError(err)
	}
	opened, err := parseCreate(answer)
	if err != nil {
		return nil, &lineError{err}
	}
	return &smbHandle{conn: c, tree: tree, limits: c.limits(), opened: opened, share: p.share, name: base(p.path)}, nil
}

// openError gives the statuses that mean the same on every share the words
// that every share has for it.
func openError(err error) error {
	switch {
	case errors.Is(err, statusStoppedOnSymlink):
		return errLink
	case errors.Is(err, statusFileOffline):
		return errOffline
	}
	return err
}

// openData opens a file or folder to read it, and nothing that lies behind a
// link or would be fetched from elsewhere.
func (c *smbConn) openData(p smbPlace, options uint32) (*smbHandle, error) {
	h, err := c.open(p, rightReadData, options|optionReparsePoint)
	if err != nil {
		return nil, err
	}
	if h.opened.attributes&attrReparse != 0 {
		if h, err = c.through(h, p, options); err != nil {
			return nil, err
		}
	}
	if a := h.opened.attributes; notOnDisk(a) && a&attrDirectory == 0 {
		_ = h.Close()
		return nil, errOffline
	}
	return h, nil
}

// through opens again what is a file like others, deduplicated say: its own data
// is what a filter of the server shows in place of the reparse point.
func (c *smbConn) through(h *smbHandle, p smbPlace, options uint32) (*smbHandle, error) {
	point, err := h.reparse()
	_ = h.Close()
	switch {
	case err != nil:
		return nil, err
	case !point.tag.word().data:
		return nil, linkError(point.describe())
	case notOnDisk(h.opened.attributes):
		return nil, errOffline
	}
	return c.open(p, rightReadData, options)
}

// reparse asks what a reparse point leads to ([MS-FSCC] 2.3.30).
func (h *smbHandle) reparse() (*reparsePoint, error) {
	b, err := h.control(fsctlGetReparse, nil, reparseMost)
	if err != nil {
		return nil, err
	}
	return parseReparse(b)
}

// describe is what people read: `a junction to D:\data`.
func (p *reparsePoint) describe() string {
	if p.target == "" {
		return "a " + p.tag.String()
	}
	return "a " + p.tag.String() + " to " + DecodeName(p.target)
}

// control sends an FSCTL. An answer that does not fit comes with
// statusBufferOverflow.
func (h *smbHandle) control(code uint32, in []byte, most int) ([]byte, error) {
	answer, err := h.tree.ask(ioctlRequest(h.opened.id, code, in, min(most, h.limits.transact)))
	if err != nil && err != statusBufferOverflow {
		return nil, err
	}
	b, bad := parseIoctl(answer)
	if bad != nil {
		return nil, bad
	}
	return b, err
}

// info asks for what is known of an open file.
func (h *smbHandle) info(kind, class byte, additional uint32, most int) ([]byte, error) {
	answer, err := h.tree.ask(infoRequest(h.opened.id, kind, class, additional, min(most, h.limits.transact)))
	if err != nil {
		return nil, err
	}
	return parseBuffer(answer)
}

// ReadAt reads until p is full or the file ends.
func (h *smbHandle) ReadAt(p []byte, off int64) (int, error) {
	got := 0
	for got < len(p) {
		n := min(len(p)-got, h.limits.read)
		answer, err := h.tree.ask(readRequest(h.opened.id, n, off+int64(got)))
		if err == statusEndOfFile {
			return got, io.EOF
		}
		if err != nil {
			return got, err
		}
		data, err := parseRead(answer)
		if err != nil || len(data) == 0 || len(data) > n {
			return got, &lineError{malformed("%d bytes where %d were asked for", len(data), n)}
		}
		got += copy(p[got:], data)
	}
	return got, nil
}

// Close tells the server that the file is used no more. Not doing so keeps it
// open there until the connection ends. It does not wait for the answer: nothing
// depends on it, and two workers who wait 20 ms each close 100 files a second.
func (h *smbHandle) Close() error {
	h.conn.background(func() { _, _ = h.tree.ask(closeRequest(h.opened.id)) })
	return nil
}

func (h *smbHandle) stat() (*info, error) {
	i := &info{name: h.name, mode: 0o444, size: h.opened.size, modified: h.opened.written}
	if h.opened.attributes&attrDirectory != 0 {
		i.mode, i.size = fs.ModeDir|0o555, 0
	}
	return i, nil
}
