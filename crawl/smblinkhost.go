package crawl

import (
	"context"
	"net"
	"slices"
	"strings"
)

// hostFor returns the server that a link leads to: one that is known, or, if far,
// another. It is logged in to as the first was, on the same port: links name none.
func (s *smb) hostFor(name string, far bool) (*smbHost, error) {
	if strings.EqualFold(name, s.home.name) {
		return s.home, nil
	}
	key := strings.ToLower(name)
	s.links.connecting.Lock()
	defer s.links.connecting.Unlock()
	if h := s.links.hosts[key]; h != nil {
		return h, nil
	}
	if err := s.links.dead[key]; err != nil {
		return nil, err
	}
	if h := s.sameHost(name); h != nil {
		s.links.hosts[key] = h
		return h, nil
	}
	if !far {
		return nil, errOtherServer
	}
	h, err := newSMBHost(s.home.pool.ctx, s.home.smbServer.other(name))
	if err != nil {
		s.links.dead[key] = err
		return nil, err
	}
	s.links.hosts[key] = h
	return h, nil
}

// sameHost returns the server, of those that are known, that has an address of
// name: links seldom spell it as URLs do.
func (s *smb) sameHost(name string) *smbHost {
	if s.home.sameAs(name) {
		return s.home
	}
	for _, h := range s.links.hosts {
		if h.sameAs(name) {
			return h
		}
	}
	return nil
}

// sameAs reports whether the server has an address in common with a name.
func (h *smbHost) sameAs(name string) bool {
	ctx, cancel := context.WithTimeout(h.pool.ctx, h.timeout)
	defer cancel()
	ours, err := net.DefaultResolver.LookupHost(ctx, h.name)
	if err != nil {
		return false
	}
	theirs, _ := net.DefaultResolver.LookupHost(ctx, name) // without an address it has none in common
	return slices.ContainsFunc(theirs, func(a string) bool { return slices.Contains(ours, a) })
}

// closeLinks closes the connections to servers that links led to.
func (s *smb) closeLinks() {
	s.links.connecting.Lock()
	defer s.links.connecting.Unlock()
	for _, h := range s.links.hosts {
		_ = h.pool.Close()
	}
}
