package crawl

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/kevinburke/ssh_config"
)

// An sshHop is what ssh_config(5) says about a host, a jump host or the server.
type sshHop struct {
	alias          string // as it was named
	host, port     string
	user           string
	identities     []string // IdentityFile; names of private or public keys
	identitiesOnly bool
	agent          string   // socket of the agent; "": none
	knownHosts     []string // UserKnownHostsFile
	jump           []hopName

	keys  *hostKeys
	login *login
}

func (h *sshHop) addr() string { return net.JoinHostPort(h.host, h.port) }

// A hopName is a host as users name it. user and port may be empty.
type hopName struct{ user, host, port string }

// maxHops ends circles of ProxyJump.
const maxHops = 8

// An sshConfig is ~/.ssh/config. The file of the system is left alone: in some
// distributions it holds Match lines that the library refuses.
type sshConfig struct {
	file *ssh_config.Config // nil: there is none
	home string
	user string
	warn func(format string, args ...any)
}

// readSSHConfig reads the configuration of the user. One that the library cannot
// read is left out, and the user is told.
func readSSHConfig(o *Options) (*sshConfig, error) {
	c := &sshConfig{warn: o.warn}
	if me, err := user.Current(); err == nil {
		c.user = me.Username[strings.LastIndexByte(me.Username, '\\')+1:] // without the domain of Windows
	}
	var err error
	if c.home, err = os.UserHomeDir(); err != nil {
		return c, nil
	}
	name := filepath.Join(c.home, ".ssh", "config")
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err == nil {
		c.file, err = ssh_config.DecodeBytes(text)
	}
	if err != nil {
		c.file = nil
		o.warn("read %s: %v (all of it is left out; name host, port and user in the URL)", name, bare(err))
	}
	return c, nil
}

func (c *sshConfig) get(alias, key string) string {
	if c.file == nil {
		return ""
	}
	v, _ := c.file.Get(alias, key) // it fails on kinds of lines that do not exist
	return unquote(v)
}

func (c *sshConfig) all(alias, key string) (values []string) {
	if c.file == nil {
		return nil
	}
	all, _ := c.file.GetAll(alias, key)
	for _, v := range all {
		values = append(values, unquote(v))
	}
	return values
}

func unquote(v string) string {
	if v = strings.TrimSpace(v); len(v) >= 2 && v[0] == '"' && v[len(v)-1] == '"' {
		return v[1 : len(v)-1]
	}
	return v
}

// route returns the hops to a target, which is the last. fallback is its user
// when its name has none; jump hosts have none but their own.
func (c *sshConfig) route(target hopName, fallback string) ([]*sshHop, error) {
	if target.user == "" {
		target.user = fallback
	}
	h, err := c.hop(target)
	if err != nil {
		return nil, err
	}
	hops := []*sshHop{h}
	for len(h.jump) > 0 {
		// Of a list the hosts are passed in their order; only the first may have
		// a jump host of its own, as in ssh(1).
		var before []*sshHop
		for _, name := range h.jump {
			j, err := c.hop(name)
			if err != nil {
				return nil, fmt.Errorf("ProxyJump of %s: %w", h.alias, err)
			}
			before = append(before, j)
		}
		h = before[0]
		if hops = append(before, hops...); len(hops) > maxHops {
			return nil, fmt.Errorf("ProxyJump of %s: more than %d hosts on the way (does it lead in a circle?)", DecodeName(target.host), maxHops-1)
		}
	}
	return hops, nil
}

// hop looks up what is configured for one host.
func (c *sshConfig) hop(name hopName) (*sshHop, error) {
	get := func(key string) string { return c.get(name.host, key) }
	h := &sshHop{
		alias: name.host,
		user:  cmp.Or(name.user, get("User"), c.user),
		port:  cmp.Or(name.port, get("Port"), "22"),
	}
	h.host = cmp.Or(expand(get("HostName"), map[byte]string{'h': name.host}), name.host)
	h.identitiesOnly = strings.EqualFold(get("IdentitiesOnly"), "yes")
	for _, f := range c.all(name.host, "IdentityFile") {
		if !strings.EqualFold(f, "none") {
			h.identities = append(h.identities, c.path(f, h))
		}
	}
	h.knownHosts = c.knownHosts(h)
	h.agent = c.agent(h)
	var err error
	if h.jump, err = parseJump(get("ProxyJump")); err != nil {
		return nil, fmt.Errorf("ProxyJump of %s: %w", DecodeName(name.host), err)
	}
	if p := get("ProxyCommand"); p != "" && !strings.EqualFold(p, "none") && h.jump == nil {
		c.warn("~/.ssh/config: ProxyCommand of %s is not supported (use ProxyJump); connecting without it", DecodeName(name.host))
	}
	return h, nil
}

func (c *sshConfig) knownHosts(h *sshHop) (files []string) {
	given := c.get(h.alias, "UserKnownHostsFile")
	if given == "" {
		given = "~/.ssh/known_hosts ~/.ssh/known_hosts2"
	}
	for _, f := range strings.Fields(given) {
		if !strings.EqualFold(f, "none") {
			files = append(files, c.path(unquote(f), h))
		}
	}
	return files
}

func (c *sshConfig) agent(h *sshHop) string {
	socket := c.get(h.alias, "IdentityAgent")
	switch {
	case strings.EqualFold(socket, "none"):
		return ""
	case socket == "", socket == "SSH_AUTH_SOCK":
		return os.Getenv("SSH_AUTH_SOCK")
	}
	return c.path(os.ExpandEnv(socket), h)
}

// path expands ~ and the tokens of ssh_config(5) that name files.
func (c *sshConfig) path(p string, h *sshHop) string {
	p = expand(p, map[byte]string{'d': c.home, 'u': c.user, 'r': h.user, 'h': h.host, 'n': h.alias, 'p': h.port})
	if p == "~" || strings.HasPrefix(p, "~/") {
		p = c.home + p[1:]
	}
	return filepath.FromSlash(p)
}

// expand replaces %c by tokens[c] and %% by %. What has no meaning stays.
func expand(s string, tokens map[byte]string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+1 < len(s) {
			if t, ok := tokens[s[i+1]]; ok || s[i+1] == '%' {
				if !ok {
					t = "%"
				}
				b.WriteString(t)
				i++
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// parseJump reads the value of ProxyJump: [user@]host[:port], or the same as an
// ssh URL, with commas between.
func parseJump(s string) (hops []hopName, err error) {
	if s == "" || strings.EqualFold(s, "none") {
		return nil, nil
	}
	for _, one := range strings.Split(s, ",") {
		var h hopName
		rest := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(one), "ssh://"), "/")
		if at := strings.LastIndexByte(rest, '@'); at >= 0 {
			h.user, rest = rest[:at], rest[at+1:]
		}
		h.host = rest
		if host, port, err := net.SplitHostPort(rest); err == nil {
			h.host, h.port = host, port
		}
		h.host = strings.Trim(h.host, "[]")
		if h.host == "" || strings.ContainsAny(h.host, "/ \t") || strings.ContainsFunc(h.port, notDigit) {
			return nil, errors.New("not a list of [user@]host[:port]")
		}
		hops = append(hops, h)
	}
	return hops, nil
}

func notDigit(r rune) bool { return r < '0' || r > '9' }
