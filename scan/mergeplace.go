package scan

import (
	"cmp"
	"net"
	"net/netip"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// A home is a place that inputs have scanned: a share, with the shares that lie
// in it. It is one share of the merged run.
type home struct {
	number   int
	url      string // as the merged run names it
	zone     string
	vantages []*vantage
}

// A vantage is a share as one input has seen it.
type vantage struct {
	in     *input
	share  report.Share
	at     spot
	home   *home
	folder string          // of the home, that the share is; "": all of it
	gaps   map[string]bool // what it could not examine, by path in the home, "." for all of it; only where several inputs looked
	above  map[string]bool // folders with a gap below
	open   map[string]bool // of gaps, those that no other input fills
}

// A spot is where a share lies. Two shares with one spot are the same.
type spot struct {
	realm string // in which the root means something: local paths are those of a host
	zone  string
	root  string // with a slash at the end
}

// settlePlaces finds out which shares of the inputs are the same, or lie in each
// other.
func (m *merging) settlePlaces() {
	spots := map[spot]*home{}
	var all []*vantage
	for _, in := range m.inputs {
		in.vantages, in.views = map[shareZone]*vantage{}, map[string][]*vantage{}
		for _, s := range in.Run.Shares {
			if v := in.look(s); v != nil {
				all = append(all, v)
				if spots[v.at] == nil {
					spots[v.at] = &home{url: s.URL, zone: s.Zone}
				}
			}
		}
	}
	for _, v := range all {
		outer := v.at
		for at, ok := v.at, true; ok; at.root, ok = parent(at.root) {
			if spots[at] != nil {
				outer = at
			}
		}
		v.home = spots[outer]
		if len(v.home.vantages) == 0 {
			v.home.number = len(m.homes)
			m.homes = append(m.homes, v.home)
		}
		v.folder = lastElements(v.share.URL, strings.Count(v.at.root, "/")-strings.Count(outer.root, "/"))
		v.home.vantages = append(v.home.vantages, v)
	}
	m.nameHomes()
	m.warnZones(all)
}

// look returns the input's view of a share, nil if it has one of that name and
// zone already.
func (in *input) look(s report.Share) *vantage {
	key := shareZone{s.URL, s.Zone}
	if in.vantages[key] != nil {
		return nil
	}
	v := &vantage{in: in, share: s, at: in.spot(&s)}
	in.vantages[key] = v
	in.views[s.URL] = append(in.views[s.URL], v)
	return v
}

// spot returns where a share lies. Where it is not sure that two names mean one
// place they do not: what is counted twice is seen, what is left out is not.
func (in *input) spot(s *report.Share) spot {
	at := spot{zone: s.Zone}
	subject := in.Run.Cover.Subject
	u, err := url.Parse(s.URL)
	switch host := cmp.Or(s.Host, in.Run.Cover.Host); {
	case in.Run.Redacted || err != nil && strings.Contains(s.URL, "://"):
		at.realm, at.root = "run "+in.id, s.URL
	case err != nil || u.Host == "":
		root := s.URL
		if err == nil && u.Scheme == "file" {
			root = u.Path
		}
		at.root = strings.ReplaceAll(filepath.ToSlash(root), `\`, "/")
		at.realm = "host " + subject + "\x00" + strings.ToLower(host)
		if host == "" || strings.HasPrefix(strings.ToLower(host), "localhost") {
			at.realm = "run " + in.id
		}
	default:
		at.root = rootOf(u)
		if !worldwide(u.Hostname()) {
			at.realm = "net " + subject
		}
	}
	at.root = strings.TrimSuffix(at.root, "/") + "/"
	return at
}

// rootOf returns a URL without what makes no difference to where it leads.
func rootOf(u *url.URL) string {
	p := path.Clean("/" + u.Path)
	port := u.Port()
	switch scheme := strings.ToLower(u.Scheme); {
	case scheme == "smb" && port == "445", scheme == "sftp" && port == "22":
		port = ""
	}
	if strings.EqualFold(u.Scheme, "smb") {
		p = strings.ToLower(p)
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if port != "" {
		host = net.JoinHostPort(host, port)
	}
	return strings.ToLower(u.Scheme) + "://" + host + p
}

// worldwide reports whether the name or address of a server means the same in
// every network. Two vendors may both have a 192.168.1.10.
func worldwide(host string) bool {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.IsGlobalUnicast() && !a.IsPrivate()
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	i := strings.LastIndexByte(host, '.')
	return i > 0 && !slices.Contains([]string{"local", "localdomain", "lan", "internal", "intranet", "home", "corp", "private", "arpa"}, host[i+1:])
}

// parent returns the folder that a root is in; ok is false if there is none.
func parent(root string) (dir string, ok bool) {
	i := strings.LastIndexByte(strings.TrimSuffix(root, "/"), '/')
	if i < 0 || strings.HasSuffix(root[:i+1], "://") {
		return "", false
	}
	return root[:i+1], true
}

// lastElements returns the last n elements of the path of a share.
func lastElements(share string, n int) string {
	if n <= 0 {
		return ""
	}
	p := filepath.ToSlash(share)
	if u, err := url.Parse(share); err == nil && u.Scheme != "" && u.Path != "" {
		p = u.Path
	}
	parts := strings.Split(strings.Trim(path.Clean("/"+strings.ReplaceAll(p, `\`, "/")), "/"), "/")
	return strings.Join(parts[max(0, len(parts)-n):], "/")
}

// nameHomes tells shares apart that are called the same and lie on two machines
// or at two vendors.
func (m *merging) nameHomes() {
	named := map[string][]*home{}
	for _, h := range m.homes {
		named[h.url] = append(named[h.url], h)
	}
	for _, same := range named {
		if realms := countRealms(same); realms == 1 {
			continue
		}
		for _, h := range same {
			h.url = m.label(h) + ":" + h.url
		}
	}
}

func countRealms(homes []*home) int {
	realms := map[string]bool{}
	for _, h := range homes {
		realms[h.vantages[0].at.realm] = true
	}
	return len(realms)
}

// label names whose share a home is. Two homes of one URL have different labels.
func (m *merging) label(h *home) string {
	v := h.vantages[0]
	words := []string{v.in.Run.Cover.Subject}
	switch kind, _, _ := strings.Cut(v.at.realm, " "); kind {
	case "host":
		words = append(words, cmp.Or(v.share.Host, v.in.Run.Cover.Host))
	case "run":
		words = append(words, v.in.id)
	}
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	return cmp.Or(strings.Join(words, " "), v.in.label())
}

// warnZones warns of shares that lie in one zone for one run and in another for
// the next.
func (m *merging) warnZones(all []*vantage) {
	zones := map[spot]*sorted{}
	for _, v := range all {
		at := v.at
		at.zone = ""
		if zones[at] == nil {
			zones[at] = &sorted{}
		}
		zones[at].add(v.share.Zone)
	}
	told := map[spot]bool{}
	for _, v := range all {
		at := v.at
		at.zone = ""
		if z := *zones[at]; len(z) > 1 && !told[at] {
			told[at] = true
			m.warn("the share %s lies in the zones %s: what is in it counts in each", v.home.url, strings.Join(z, ", "))
		}
	}
}

// path returns the path of a file of the share in the home.
func (v *vantage) path(file string) string {
	switch {
	case v.folder == "":
		return file
	case file == "." || file == "":
		return v.folder
	}
	return v.folder + "/" + file
}

// file returns the key of a file of the share. SMB servers do not tell upper case
// from lower.
func (v *vantage) file(name string) homeFile {
	name = v.path(name)
	if strings.HasPrefix(v.at.root, "smb://") {
		name = strings.ToLower(name)
	}
	return homeFile{v.home.number, name}
}

// A homeFile names a file of a home.
type homeFile struct {
	home int
	path string
}

// contested reports whether several inputs looked, so that what they tell may be
// the same.
func (h *home) contested() bool { return len(h.vantages) > 1 }
