//go:build unix

package crawl

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
)

// configure writes ~/.ssh/config and reads it.
func configure(t testing.TB, text string) (c *sshConfig, warned *[]string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("SSH_AUTH_SOCK", "/run/agent")
	writeFile(t, filepath.Join(home, ".ssh", "config"), text)
	warned = new([]string)
	c, err := readSSHConfig(&Options{Warn: func(s string) { *warned = append(*warned, s) }})
	if err != nil {
		t.Fatal(err)
	}
	c.user = "me"
	return c, warned
}

func TestSSHConfig(t *testing.T) {
	c, warned := configure(t, `
Host nas backup
  HostName %h.example.com
  Port 2222
  User svc
  IdentityFile ~/.ssh/nas-%h
  IdentityFile "%d/my key"
  IdentitiesOnly yes
  UserKnownHostsFile ~/kh1 ~/kh2
  IdentityAgent none
Host inner
  ProxyJump alice@nas:2200,ssh://hop2
  ProxyCommand nc %h %p
Host odd
  ProxyCommand nc %h %p
`)
	h, err := c.hop(hopName{host: "nas"})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(h.addr(), h.user, h.identities, h.identitiesOnly, h.knownHosts, h.agent == "")
	want := fmt.Sprint("nas.example.com:2222", "svc", []string{c.home + "/.ssh/nas-nas.example.com", c.home + "/my key"}, true, []string{c.home + "/kh1", c.home + "/kh2"}, true)
	if got != want {
		t.Errorf("nas is %s, want %s", got, want)
	}
	if h, err = c.hop(hopName{user: "bob", host: "nas", port: "22"}); err != nil || h.addr() != "nas.example.com:22" || h.user != "bob" {
		t.Errorf("bob@nas:22 is %s at %s, %v; want what the URL says", h.user, h.addr(), err)
	}
	if h, err = c.hop(hopName{host: "plain"}); err != nil || h.addr() != "plain:22" || h.user != "me" || h.agent != "/run/agent" {
		t.Errorf("plain is %s at %s, agent %s, %v", h.user, h.addr(), h.agent, err)
	}
	hops, err := c.route(hopName{host: "inner"}, "fallback")
	var way []string
	for _, h := range hops {
		way = append(way, h.user+"@"+h.addr())
	}
	if got, want := strings.Join(way, " "), "alice@nas.example.com:2200 me@hop2:22 fallback@inner:22"; got != want || err != nil {
		t.Errorf("the way to inner is %s, %v; want %s", got, err, want)
	}
	if _, err := c.route(hopName{host: "odd"}, ""); err != nil || len(*warned) != 1 || !strings.Contains((*warned)[0], "ProxyCommand of odd is not supported") {
		t.Errorf("ProxyCommand: %v, warned %q", err, *warned)
	}
}

func TestSSHConfigCircle(t *testing.T) {
	c, _ := configure(t, "Host a\n ProxyJump b\nHost b\n ProxyJump a\n")
	if _, err := c.route(hopName{host: "a"}, ""); err == nil || !strings.Contains(err.Error(), "in a circle") {
		t.Errorf("jump hosts in a circle: %v", err)
	}
}

func TestSSHConfigUnsupported(t *testing.T) {
	c, warned := configure(t, "Host nas\n Port 2222\nMatch user x\n Port 1\n")
	h, err := c.hop(hopName{host: "nas"})
	if err != nil || h.port != "22" {
		t.Errorf("nas has port %s, %v; want 22, for the file is left out", h.port, err)
	}
	if len(*warned) != 1 || !strings.Contains((*warned)[0], ".ssh/config: ") || !strings.Contains((*warned)[0], "left out") {
		t.Errorf("warned %q, want one line", *warned)
	}
}

func TestParseJump(t *testing.T) {
	for _, tt := range []struct {
		value string
		want  []hopName
		ok    bool
	}{
		{"", nil, true}, {"none", nil, true}, {"a", []hopName{{host: "a"}}, true},
		{"u@a:22, b", []hopName{{"u", "a", "22"}, {host: "b"}}, true},
		{"ssh://u@[::1]:22/", []hopName{{"u", "::1", "22"}}, true}, {"[::1]", []hopName{{host: "::1"}}, true},
		{"a,", nil, false}, {"u@", nil, false}, {"a:x", nil, false}, {"a b", nil, false},
	} {
		got, err := parseJump(tt.value)
		if !reflect.DeepEqual(got, tt.want) || (err == nil) != tt.ok {
			t.Errorf("parseJump(%q) = %v, %v; want %v", tt.value, got, err, tt.want)
		}
	}
}

func FuzzParseJump(f *testing.F) {
	f.Add("u@a:22,ssh://[::1]:22/")
	f.Fuzz(func(t *testing.T, s string) {
		hops, err := parseJump(s)
		for _, h := range hops {
			if h.host == "" || err != nil {
				t.Errorf("parseJump(%q) = %+v, %v", s, hops, err)
			}
		}
		tokens := map[byte]string{'h': "host"}
		if out := expand(s, tokens); !strings.Contains(s, "%") && out != s {
			t.Errorf("expand(%q) = %q", s, out)
		}
		if out := unquote(s); len(out) > len(s) {
			t.Errorf("unquote(%q) = %q", s, out)
		}
	})
}

func FuzzSSHConfig(f *testing.F) {
	f.Add("Host a\n ProxyJump b\nMatch host c\n User \"x\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, _ := configure(t, text)
		if hops, err := c.route(hopName{host: "a"}, ""); err == nil && (len(hops) == 0 || len(hops) > maxHops) {
			t.Errorf("%d hops", len(hops))
		}
	})
}

// TestSFTPJump goes through one server to another, and to the same one again.
func TestSFTPJump(t *testing.T) {
	d := startSSHD(t)
	write(t, d.dir, map[string]string{"a.txt": "alpha"})
	host, port, _ := strings.Cut(d.addr, ":")
	config := "Host *\n User " + d.Value("USER") + "\n IdentityFile " + d.Value("KEY") + "\n" +
		fmt.Sprintf("Host hop near far\n HostName %s\n Port %s\n UserKnownHostsFile %s\n", host, port, knownHosts(t, d.known)) +
		"Host near\n ProxyJump hop\nHost far\n ProxyJump hop,near\n"
	writeFile(t, os.Getenv("HOME")+"/.ssh/config", config)
	for _, alias := range []string{"hop", "near", "far"} {
		src := openWith(t, "sftp://"+alias+d.dir, Options{})
		checkSummary(t, src, "a.txt")
		if got, err := readAllOf(src, "a.txt"); got != "alpha" {
			t.Errorf("%s: a.txt = %q, %v; want alpha", alias, got, err)
		}
	}
	// The password is for the server, not for those on the way.
	writeFile(t, os.Getenv("HOME")+"/.ssh/config", strings.ReplaceAll(config, d.Value("KEY"), "none"))
	var asked atomic.Int32
	err := trial(t, "sftp://near"+d.dir, Options{Password: asks(d.Value("PASSWORD"), &asked)})
	if err == nil || asked.Load() != 0 {
		t.Errorf("a jump host without a key: %v, and the password is asked for %d times; want an error and no password", err, asked.Load())
	}
}
