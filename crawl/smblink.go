package crawl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

// errMetElsewhere means that a link leads to what Walk meets anyway. What is
// told twice is counted twice.
var errMetElsewhere = errors.New("is met elsewhere")

// errNoLink means that what looks like a link is a file like others.
var errNoLink = errors.New("is no link")

// link says what to do with a reparse point that a folder lists: nil if it is
// walked like a folder, errNoLink or errMetElsewhere.
func (s *smb) link(at smbSpot, tag reparseTag) error {
	point := &reparsePoint{tag: tag}
	err := at.host.pool.do(func(u use[*smbConn]) error {
		h, err := u.conn.open(at.smbPlace, 0, optionReparsePoint)
		if err != nil {
			return err
		}
		defer h.Close()
		if p, err := h.reparse(); err == nil {
			point = p
		}
		return nil
	})
	switch {
	case errors.Is(err, statusPathNotCovered), err == nil && (point.tag == tagDFS || point.tag == tagDFSR):
		return s.claim(at)
	case err != nil:
		return err
	case point.tag.word().data: // an old server lists no tags
		return errNoLink
	}
	return linkError(point.describe())
}

// claim follows a DFS link on the server, unless what it leads to is met
// elsewhere. Another server is not logged in to: it may lie in another zone, and
// whoever may write a link could have our login sent to a server of his own.
func (s *smb) claim(at smbSpot) error {
	to, err := s.follow(at, false)
	if errors.Is(err, errOtherServer) {
		return linkError(DecodeName(err.Error()))
	}
	if err != nil {
		return linkError("a DFS link that leads nowhere: " + DecodeName(err.Error()))
	}
	walked := s.root.share == "" && !administrative(serverShare{name: to.share})
	if to.host == s.home && (walked || s.root.share != "" && strings.EqualFold(to.share, s.root.share) && within(to.path, s.root.path)) {
		return errMetElsewhere
	}
	key := strings.ToLower(to.unc())
	s.links.mu.Lock()
	defer s.links.mu.Unlock()
	if first, ok := s.links.claimed[key]; ok && first != at.unc() {
		return linkError("a DFS link to " + DecodeName(to.unc()) + ", which another link leads to")
	}
	s.links.claimed[key] = at.unc()
	return nil
}

// within reports whether a path is a folder or lies below it. Servers have no case.
func within(path, folder string) bool {
	return folder == "." || strings.EqualFold(path, folder) ||
		len(path) > len(folder) && path[len(folder)] == '/' && strings.EqualFold(path[:len(folder)], folder)
}

// unc writes a spot as SMB does: `\\server\share\folder`.
func (s smbSpot) unc() string {
	path := `\\` + s.host.name + `\` + s.share
	if s.path != "." {
		path += `\` + strings.ReplaceAll(s.path, "/", `\`)
	}
	return path
}

// smbLinks are the DFS links that were followed, and the servers they led to.
type smbLinks struct {
	mu      sync.Mutex
	targets map[string]smbSpot // by the link's unc in lower case
	claimed map[string]string  // which link was first to lead to a target

	connecting sync.Mutex // held while a server is connected to: once is enough
	hosts      map[string]*smbHost
	dead       map[string]error // servers that could not be connected to
}

func newSMBLinks() smbLinks {
	return smbLinks{
		targets: map[string]smbSpot{}, claimed: map[string]string{},
		hosts: map[string]*smbHost{}, dead: map[string]error{},
	}
}

// passed replaces the links that a path leads through by their targets.
func (s *smb) passed(at smbSpot) smbSpot {
	s.links.mu.Lock()
	defer s.links.mu.Unlock()
	if len(s.links.targets) == 0 {
		return at
	}
	for range dfsHops {
		to, ok := s.links.target(at)
		if !ok {
			break
		}
		at = to
	}
	return at
}

func (l *smbLinks) target(at smbSpot) (smbSpot, bool) {
	whole, rest := at, ""
	for {
		if to, ok := l.targets[strings.ToLower(whole.unc())]; ok {
			if rest != "" {
				to.path = join(to.path, rest)
			}
			to.snapshot = at.snapshot
			return to, true
		}
		if whole.path == "." {
			return at, false
		}
		element := base(whole.path)
		if whole.path = dirOf(whole.path); rest != "" {
			element += "/" + rest
		}
		rest = element
	}
}

// errOtherServer says where a link leads that is not followed.
var errOtherServer = errors.New("on another server (scan that share by itself, in its own zone)")

// follow asks where a path is kept that this server does not keep
// ([MS-DFSC] 3.1.4.2), and connects to the first target that lets us in. Far
// is whether it may be another server: what the URL names may.
func (s *smb) follow(at smbSpot, far bool) (smbSpot, error) {
	trail := dfsTrail{}
	for {
		if err := trail.step(at.unc()); err != nil {
			return at, err
		}
		to, err := s.refer(at, far)
		if err != nil {
			return at, err
		}
		_, err = s.lstatAt(to)
		if err == nil {
			return to, nil
		}
		if at = to; !errors.Is(err, statusPathNotCovered) {
			return at, err
		}
	}
}

// refer asks once.
func (s *smb) refer(at smbSpot, far bool) (smbSpot, error) {
	ref, err := at.host.referral(at.unc())
	if err != nil {
		return at, fmt.Errorf("the server does not say where: %w", err)
	}
	err = errors.New("the server names no place")
	for _, t := range ref.targets {
		var to smbSpot
		if to, err = s.place(at, ref, t, far); err == nil {
			s.links.mu.Lock()
			s.links.targets[strings.ToLower(at.unc())] = to
			s.links.mu.Unlock()
			return to, nil
		}
	}
	return at, err
}

// place connects to a target.
func (s *smb) place(at smbSpot, ref *referral, t dfsTarget, far bool) (smbSpot, error) {
	full, err := joinDFS(at.unc(), ref, t)
	if err != nil {
		return at, err
	}
	server, share, rest, ok := splitDFS(full)
	if !ok || rest != "" && !validName(rest) {
		return at, malformed("a DFS link to what is no share")
	}
	host, err := s.hostFor(server, far)
	switch {
	case err == errOtherServer:
		return at, fmt.Errorf("a DFS link to %s, %w", DecodeName(full), err)
	case err != nil:
		return at, fmt.Errorf("leads to %s: %w", DecodeName(full), err)
	}
	place := smbPlace{share: share, path: ".", snapshot: at.snapshot}
	if rest != "" {
		place.path = rest
	}
	return smbSpot{host, place}, nil
}

// referral asks the server where a path is kept.
func (h *smbHost) referral(path string) (ref *referral, err error) {
	err = h.pool.do(func(u use[*smbConn]) error {
		tree, err := u.conn.at(smbPipes)
		if err != nil {
			return err
		}
		// The question is about no open file ([MS-SMB2] 3.2.4.20.3).
		none := &smbHandle{tree: tree, limits: u.conn.limits(), opened: &smbOpened{id: anyFile}}
		b, err := none.control(fsctlGetReferrals, referralRequest(path), pipeMost)
		if err != nil {
			return err
		}
		ref, err = parseReferral(b)
		return err
	})
	return ref, err
}

// anyFile stands for no open file.
var anyFile = fileID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// ended reports whether an error says that the share is used no more.
func ended(err error) bool {
	return errors.Is(err, fs.ErrClosed) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
