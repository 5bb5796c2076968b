package report

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Why nobody knows what became of a finding that a later run does not have,
// beside the reasons for which a file is not examined.
const (
	UnclearOlder      = "older"          // the run began before the one that found it
	UnclearShare      = "other-share"    // no share of the run holds the place
	UnclearHost       = "other-host"     // the place is a folder of another machine, or of one that nobody named
	UnclearUser       = "other-user"     // another account logged in, to which the server may show less
	UnclearEmpty      = "empty-share"    // the share holds nothing: an unmounted folder looks the same
	UnclearIncomplete = "incomplete"     // the run does not say what it could not examine
	UnclearConfidence = "confidence"     // the run leaves out findings of this confidence
	UnclearMethod     = "unknown-method" // the run does not say how it read files
	UnclearRules      = "other-rules"    // it may no longer be looked for
	UnclearLayouts    = "other-layouts"  // files of hosts were read by other layouts
	UnclearPictures   = "no-ocr"         // it may stand in a picture, and pictures were not read
	UnclearSnapshots  = "no-snapshots"   // previous versions were not scanned
	UnclearExtract    = "other-client"   // the run is an extract of another client
	UnclearRedacted   = "redacted"       // names of files are masked in one of the runs
	UnclearInterrupt  = "interrupted"    // as the reason of what was not examined
)

// A ground is where a run looked.
type ground struct {
	run     *Run
	rooms   []room
	of      map[string]site    // by the URL of a share
	missed  map[string][]int32 // by location: entries of Unexamined
	silent  map[string]bool    // roots of shares that count what was not examined and list none
	options Options
}

// A room is a share in a form that shares can be compared in.
type room struct {
	root, host string
	local      bool
	share      *Share
}

// A site is where the shares of one URL lie: a path of this machine is another
// place on each machine.
type site struct {
	root  string
	local bool
	smb   bool
	hosts []string // of local ones; "" is a machine that nobody named
}

func newGround(r *Run) *ground {
	g := &ground{run: r, of: map[string]site{}, missed: map[string][]int32{}, silent: map[string]bool{}}
	if r.Options != nil {
		g.options = *r.Options
	}
	for i := range r.Shares {
		s := &r.Shares[i]
		root, local := shareRoot(s.URL)
		host := s.Host
		if host == "" && len(r.Parts) == 0 {
			host = r.Cover.Host
		}
		g.rooms = append(g.rooms, room{root, host, local, s})
		at := g.site(s.URL)
		if local && !slices.Contains(at.hosts, host) {
			at.hosts = append(at.hosts, host)
		}
		g.of[s.URL] = at
	}
	listed := map[string]bool{}
	for i := range r.Unexamined {
		u := &r.Unexamined[i]
		at := g.location(u.Share, u.Path)
		g.missed[at] = append(g.missed[at], int32(i))
		listed[u.Share] = true
	}
	for _, room := range g.rooms {
		if room.share.Unexamined > 0 && !listed[room.share.URL] {
			g.silent[room.root] = true
		}
	}
	return g
}

// site returns where a share lies, one that the run does not have too.
func (g *ground) site(share string) site {
	at, ok := g.of[share]
	if !ok {
		at.root, at.local = shareRoot(share)
		at.smb = strings.HasPrefix(at.root, "smb://")
		g.of[share] = at
	}
	return at
}

// location returns a path of a share in a form that does not depend on where in
// a server's tree the share begins.
func (g *ground) location(share, name string) string {
	at := g.site(share)
	switch {
	case name == "." || name == "":
		return at.root
	case at.smb:
		name = strings.ToLower(name) // as SMB compares names
	}
	return at.root + "/" + name
}

// defaultPort is what a URL need not say.
var defaultPort = map[string]string{"smb": "445", "sftp": "22"}

// windowsPath is a path of a Windows machine: C:\srv, \\fs01\share.
var windowsPath = regexp.MustCompile(`^(?:[A-Za-z]:[\\/]|\\\\[^\\?])`)

// shareRoot returns a share without user, default port and what else may be
// written in two ways, and no slash at its end. UNC names are those of SMB.
func shareRoot(share string) (root string, local bool) {
	if windowsPath.MatchString(share) {
		name := strings.ToLower(strings.ReplaceAll(share, `\`, "/"))
		if rest, ok := strings.CutPrefix(name, "//"); ok {
			return "smb://" + strings.TrimSuffix(rest, "/"), false
		}
		return strings.TrimSuffix(name, "/"), true
	}
	u, err := url.Parse(share)
	if err != nil || !strings.Contains(share, "://") {
		return strings.TrimSuffix(path.Clean(share), "/"), true
	}
	scheme := strings.ToLower(u.Scheme)
	if scheme == "file" {
		return strings.TrimSuffix(path.Clean("/"+u.Path), "/"), true
	}
	host := strings.ToLower(u.Hostname())
	if port := u.Port(); port != "" && port != defaultPort[scheme] {
		host += ":" + port
	}
	name := strings.TrimSuffix(path.Clean("/"+u.Path), "/")
	if scheme == "smb" {
		name = strings.ToLower(name)
	}
	return scheme + "://" + host + name, false
}

// administrative is a share for administrators. The scan of a whole SMB server
// leaves them out.
var administrative = regexp.MustCompile(`^smb://[^/]+/(?:[a-z]|admin|ipc)\$(?:/|$)`)

// holds reports whether a location lies in the room.
func (m *room) holds(location string) bool {
	if location != m.root && !strings.HasPrefix(location, m.root+"/") {
		return false
	}
	server := strings.HasPrefix(m.root, "smb://") && strings.Count(m.root, "/") == 2
	return !server || !administrative.MatchString(location)
}

// why returns why the run could not have found f of another run, which lay on
// other: "" if it looked there and would have.
func (g *ground) why(f *Finding, other *ground) string {
	location := other.location(f.Share, f.Path)
	if why := g.whyNoShare(f, location, other); why != "" {
		return why
	}
	if g.run.Interrupted {
		return UnclearInterrupt
	}
	for at := location; ; {
		if g.silent[at] {
			return UnclearIncomplete
		}
		if why := g.whyMissed(at, location, f.Member); why != "" {
			return why
		}
		slash := strings.LastIndexByte(at, '/')
		if slash < 0 {
			break
		}
		at = at[:slash]
	}
	switch {
	case !g.run.Complete && len(g.run.Unexamined) == 0:
		return UnclearIncomplete
	case f.Place == "snapshot" && other.site(f.Share).smb && !g.options.Snapshots:
		return UnclearSnapshots
	case (other.options.OCR || other.options.OCRPartly) && !g.options.OCR && mayHoldPictures(f):
		return UnclearPictures
	}
	return ""
}

// whyNoShare returns why none of the shares of the run shows a location.
func (g *ground) whyNoShare(f *Finding, location string, other *ground) string {
	from := other.site(f.Share)
	why := UnclearShare
	var met []string // machines
	for i := range g.rooms {
		m := &g.rooms[i]
		if m.local != from.local || !m.holds(location) {
			continue
		}
		switch {
		case m.local && (m.host == "" || !slices.Contains(from.hosts, m.host)):
			why = UnclearHost
		case m.share.Files == 0 && m.share.Directories < 2:
			why = UnclearEmpty
		case !m.local && !sameUser(m.share, f.Share, other.run):
			why = UnclearUser
		default:
			met = append(met, m.host)
		}
	}
	switch {
	case len(met) == 0:
		return why
	case from.local: // a merged run may have the path on several
		for _, host := range from.hosts {
			if !slices.Contains(met, host) {
				return UnclearHost
			}
		}
	}
	return ""
}

func sameHost(host string, hosts []string) bool {
	return host == "" || len(hosts) == 0 || slices.Contains(hosts, "") || slices.Contains(hosts, host)
}

// sameUser reports whether the account of a share is that with which another run
// saw a share, as far as both are known. Servers hide what an account may not
// read (access-based enumeration), and give each another root.
func sameUser(s *Share, url string, r *Run) bool {
	for _, t := range r.Shares {
		if t.URL == url && t.User != "" && s.User != "" && !strings.EqualFold(t.User, s.User) {
			return false
		}
	}
	return true
}

// whyMissed returns why what lies at a location was not examined, by the entries
// for it or for a folder above it, at.
func (g *ground) whyMissed(at, location, member string) string {
	for _, i := range g.missed[at] {
		u := &g.run.Unexamined[i]
		if at != location || u.Member == "" || u.Member == member || strings.HasPrefix(member, u.Member+"!/") {
			return u.Reason
		}
	}
	return ""
}

// textOnly are the extensions of files that hold no pictures.
var textOnly = regexp.MustCompile(`(?i)\.(csv|tsv|txt|log|json|jsonl|ndjson|xml|sql|yaml|yml|ini|conf|dat|dbf|sqlite|db|parquet)$`)

// mayHoldPictures reports whether what was found may have stood in a picture.
func mayHoldPictures(f *Finding) bool {
	name := f.Path
	if f.Member != "" {
		name = f.Member
	}
	return !textOnly.MatchString(name)
}
