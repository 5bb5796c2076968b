package crawl

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

const (
	smbPipes = "IPC$" // the share of pipes and of questions about the server
	// fsctlTransceive is FSCTL_PIPE_TRANSCEIVE: write, then read ([MS-SMB2] 2.2.31).
	fsctlTransceive = 0x0011c017
	pipeMost        = 64 << 10
)

// pipe calls fn with an open named pipe of the server.
func (h *smbHost) pipe(name string, fn func(*rpcPipe) error) error {
	return h.pool.do(func(u use[*smbConn]) error {
		f, err := u.conn.open(smbPlace{share: smbPipes, path: name}, rightReadData|rightWriteData, 0)
		if err != nil {
			return err
		}
		defer f.Close()
		return fn(&rpcPipe{transact: f.transact, read: f.more})
	})
}

// transact sends one unit and returns the answer, or its beginning.
func (h *smbHandle) transact(in []byte) ([]byte, error) {
	b, err := h.control(fsctlTransceive, in, pipeMost)
	if err == statusBufferOverflow {
		err = nil
	}
	return b, err
}

// more reads on from a pipe.
func (h *smbHandle) more() ([]byte, error) {
	answer, err := h.tree.ask(readRequest(h.opened.id, min(pipeMost, h.limits.read), 0))
	if err != nil && err != statusBufferOverflow {
		return nil, err
	}
	return parseRead(answer)
}

// shares lists the shares of the server that are scanned with it, and those
// that only their own URL scans. What came before an error comes with it.
func (h *smbHost) shares() (scanned, left []string, err error) {
	var all []serverShare
	err = h.pipe("srvsvc", func(p *rpcPipe) (err error) {
		all, err = listShares(p, h.name)
		return err
	})
	for _, s := range all {
		switch {
		case s.kind.base() == shareIPC, s.kind.base() == sharePrint, s.kind.base() == shareDevice:
		case administrative(s):
			left = append(left, s.name)
		default:
			scanned = append(scanned, s.name)
		}
	}
	return scanned, left, err
}

// administrative reports whether a share is one that Windows makes for its
// administrators: whole drives, which hold the other shares too.
func administrative(s serverShare) bool {
	name := strings.ToUpper(s.name)
	drive := len(name) == 2 && name[1] == '$' && name[0] >= 'A' && name[0] <= 'Z'
	return drive || name == "ADMIN$" || s.kind.special()
}

// An smbShares lists the shares of a server, each as a folder.
type smbShares struct {
	names []string
	err   error // the list is not complete
}

func (s *smb) listShares() (*smbShares, error) {
	names, left, err := s.home.shares()
	if err != nil && len(names) == 0 {
		return nil, fmt.Errorf("list the shares of the server: %w (name a share: smb://server/share)", err)
	}
	if len(left) > 0 {
		s.note(strings.Join(left, " and ") + ": left out; scanned only when named in a URL of their own")
	}
	return &smbShares{names, err}, nil
}

func (s *smbShares) id() dirID    { return dirID{} }
func (s *smbShares) Close() error { return nil }

func (s *smbShares) next() ([]listed, error) {
	var batch []listed
	for _, name := range s.names {
		l := listed{name: name, mode: fs.ModeDir | 0o555}
		if !validName(name) || strings.ContainsAny(name, "/\\") {
			l.name, l.err = "_"+strings.NewReplacer("/", "_", `\`, "_").Replace(name), errName
		}
		batch = append(batch, l)
	}
	s.names = nil
	if s.err != nil {
		return batch, s.err
	}
	return batch, io.EOF
}

// note keeps what people are to know of the share, once.
func (s *smb) note(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.notes, text) {
		s.notes = append(s.notes, text)
	}
}

// Notes tells what was left out on purpose.
func (s *smb) Notes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	notes := slices.Clone(s.notes)
	if len(s.plain) > 0 {
		slices.Sort(s.plain)
		notes = append(notes, "without previous versions: "+strings.Join(slices.Compact(s.plain), ", "))
	}
	return notes
}
