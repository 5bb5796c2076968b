package crawl

import (
	"slices"
	"strings"
	"sync"
)

// Parts of a security descriptor to ask for ([MS-SMB2] 2.2.37).
const (
	infoSecurity  = 3
	securityParts = 1 | 2 | 4 // owner, group and DACL
	securityMost  = 64 << 10
)

// Access tells the owner of the file and who may read it by the file's own
// access list (see readers); the share may allow less. It asks the server. With
// an error come the SIDs of those whose names were not told.
func (f *smbFile) Access() (Access, error) {
	var d *descriptor
	host := f.at.host
	err := host.pool.do(func(u use[*smbConn]) error {
		h, err := u.conn.open(f.at.smbPlace, rightReadControl, optionReparsePoint)
		if err != nil {
			return err
		}
		defer h.Close()
		b, err := h.info(infoSecurity, 0, securityParts, securityMost)
		if err == nil {
			d, err = parseDescriptor(b)
		}
		return err
	})
	if err != nil {
		return Access{}, pathError("ask who may read", f.name, err)
	}
	err = host.names.learn(host, d)
	a := Access{Readers: readers(d, host.names.of)}
	if d.owner != "" {
		a.Owner = host.names.of(d.owner)
	}
	if err != nil {
		return a, pathError("ask for the names of who may read", f.name, err)
	}
	return a, nil
}

// smbNames are the names of users and groups that a server knows.
type smbNames struct {
	asking sync.Mutex // held while the server is asked: all who want a name get it
	mu     sync.Mutex
	bySID  map[string]string // the SID itself where the server knows no name
	deaf   bool              // the server does not tell names
}

// of returns the name of a SID, or the SID.
func (n *smbNames) of(sid string) string {
	if known := knownSID(sid); known != "" {
		return known
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if name := n.bySID[sid]; name != "" {
		return name
	}
	return sid
}

// learn asks the server for the names of a descriptor that are not known yet.
// Without them a SID stands for itself.
func (n *smbNames) learn(h *smbHost, d *descriptor) error {
	n.asking.Lock()
	defer n.asking.Unlock()
	want := n.unknown(d)
	if len(want) == 0 {
		return nil
	}
	var names map[string]string
	err := h.pipe("lsarpc", func(p *rpcPipe) (err error) {
		names, err = lookupSIDs(p, h.name, want)
		return err
	})
	n.mu.Lock()
	defer n.mu.Unlock()
	n.deaf = n.deaf || err != nil && !Temporary(err)
	for _, sid := range want {
		if name := names[sid]; name != "" || err == nil {
			n.bySID[sid] = strings.TrimPrefix(name, `\`)
		}
	}
	return err
}

// unknown returns the SIDs of a descriptor whose names the server can be asked for.
func (n *smbNames) unknown(d *descriptor) (sids []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.deaf {
		return nil
	}
	if n.bySID == nil {
		n.bySID = map[string]string{}
	}
	for _, a := range append([]ace{{sid: d.owner}}, d.aces...) {
		_, asked := n.bySID[a.sid]
		if !asked && a.sid != "" && knownSID(a.sid) == "" && !slices.Contains(sids, a.sid) {
			sids = append(sids, a.sid)
		}
	}
	return sids
}
