package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/rules"
)

var errWrong = errors.New("wrong password")

// tried counts the logins that a fake of crawl.Open saw, and answers them.
type tried struct {
	mu     sync.Mutex
	logins map[string]int // by server and password
	wrong  func(share, password string) error
}

func (k *tried) open(ctx context.Context, share string, o crawl.Options) (crawl.Source, error) {
	password, err := o.Password(ctx)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", share, err)
	}
	server, _ := serverOf(share)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.logins[server.host+" "+password]++
	return nil, k.wrong(share, password)
}

func newTestOpener(k *tried, env ...string) *opener {
	p := &program{Err: &bytes.Buffer{}, Getenv: func(name string) string {
		for i := 0; i < len(env); i += 2 {
			if env[i] == name {
				return env[i+1]
			}
		}
		return ""
	}}
	return &opener{p: p, secrets: newSecrets(p), kind: k.open, refused: func(err error) bool { return errors.Is(err, errWrong) }}
}

// A password that is refused is tried once for each host, and an SMB account,
// which may be a domain's, once in all: each try counts towards its lock-out.
func TestOpenTriesWrongPasswordOnce(t *testing.T) {
	var shares []rules.Share
	for host := range 3 {
		for i := range 5 {
			shares = append(shares,
				rules.Share{URL: fmt.Sprintf("smb://fs%d.example/s%d", host, i), User: "svc", PasswordFrom: "env:WRONG"},
				rules.Share{URL: fmt.Sprintf("sftp://print%d.example/s%d", host, i), User: "svc", PasswordFrom: "env:WRONG"})
		}
	}
	k := &tried{logins: map[string]int{}, wrong: func(share, _ string) error {
		return errWrong
	}}
	_, err := newTestOpener(k, "WRONG", "hunter2").open(t.Context(), shares)
	if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Count(err.Error(), "not tried") != len(shares)-4 {
		t.Errorf("got error %v; want one that says of %d shares that they were not tried", err, len(shares)-4)
	}
	smb := k.logins["fs0.example hunter2"] + k.logins["fs1.example hunter2"] + k.logins["fs2.example hunter2"]
	if smb != 1 {
		t.Errorf("the SMB account was tried %d times, want once", smb)
	}
	for host := range 3 {
		if got := k.logins[fmt.Sprintf("print%d.example hunter2", host)]; got != 1 {
			t.Errorf("the password was tried %d times on print%d, want once", got, host)
		}
	}
}

// Shares that open are opened, whatever is wrong with others, and a credential
// that was accepted once does not wait for itself.
func TestOpenTellsAllThatIsWrong(t *testing.T) {
	down := errors.New("no route to host")
	k := &tried{logins: map[string]int{}, wrong: func(share, _ string) error {
		if strings.Contains(share, "down") {
			return fmt.Errorf("open %s: %w", share, down)
		}
		return nil
	}}
	shares := []rules.Share{
		{URL: "smb://fs1.example/a", User: "svc", PasswordFrom: "env:GOOD"}, {URL: "smb://fs1.example/down", User: "svc", PasswordFrom: "env:GOOD"},
		{URL: "smb://down.example/a", User: "svc", PasswordFrom: "env:GOOD"}, {URL: "sftp://fs1.example/b", User: "svc", PasswordFrom: "env:NONE"},
	}
	_, err := newTestOpener(k, "GOOD", "hunter2").open(t.Context(), shares)
	var got []string
	if err != nil {
		got = strings.Split(err.Error(), "\n")
	}
	want := []string{"open smb://fs1.example/down: no route to host", "open smb://down.example/a: no route to host",
		"open sftp://fs1.example/b: read password of svc at fs1.example: env NONE: the variable is not set, or empty"}
	if !slices.Equal(got, want) {
		t.Errorf("got errors %q, want %q", got, want)
	}
}

// Where no password is configured and nobody sits, the error says what to do.
func TestOpenWithoutPassword(t *testing.T) {
	k := &tried{logins: map[string]int{}, wrong: func(string, string) error { return nil }}
	for _, from := range []string{"", "prompt"} {
		_, err := newTestOpener(k).open(t.Context(), []rules.Share{{URL: "smb://svc@fs1.example/a", PasswordFrom: from}})
		if err == nil || !strings.Contains(err.Error(), "password of svc at fs1.example") || !strings.Contains(err.Error(), "write password-from") {
			t.Errorf("password-from %q: got error %v, want what is missing and what to do", from, err)
		}
	}
	if len(k.logins) != 0 {
		t.Errorf("there were logins without a password: %v", k.logins)
	}
}

// A guest has no password, and only who names the guest is one.
func TestOpenGuest(t *testing.T) {
	o := newTestOpener(&tried{})
	for user, want := range map[string]bool{"guest": true, "Guest": true, "": false, "svc": false} {
		if got := o.options(&rules.Share{URL: "smb://fs1.example/a", User: user}).Password == nil; got != want {
			t.Errorf("user %q logs in without a password: %v, want %v", user, got, want)
		}
	}
}

// A server that is away does not keep the others from being scanned, and its
// share has a source that tells why. A share alone, a folder that is not there
// and a refused login are errors.
func TestOpenGoesOnWithoutServersThatAreAway(t *testing.T) {
	away := &net.OpError{Op: "dial", Err: errors.New("no route to host")}
	for _, test := range []struct {
		urls  []string
		wrong map[string]error
		opens bool
	}{
		{[]string{"smb://fs0/a", "sftp://fs1/b"}, map[string]error{"sftp://fs1/b": away}, true},
		{[]string{"smb://fs0/a"}, map[string]error{"smb://fs0/a": away}, false},
		{[]string{"smb://fs0/a", "sftp://fs1/b"}, map[string]error{"sftp://fs1/b": errWrong}, false},
		{[]string{"smb://fs0/a", "/none"}, map[string]error{"/none": away}, false},
	} {
		var shares []rules.Share
		for _, u := range test.urls {
			shares = append(shares, rules.Share{URL: u, User: "svc"})
		}
		o := newTestOpener(&tried{})
		o.kind = func(_ context.Context, share string, _ crawl.Options) (crawl.Source, error) {
			if err := test.wrong[share]; err != nil {
				return nil, err
			}
			return crawl.Absent(errors.New("there")), nil
		}
		opened, err := o.open(t.Context(), shares)
		if (err == nil) != test.opens {
			t.Errorf("%v of which fails %v: %v, want that it goes on: %v", test.urls, test.wrong, err, test.opens)
			continue
		}
		for _, s := range opened {
			if test.opens && s.Source == nil {
				t.Errorf("%s has no source", s.URL)
			}
		}
	}
}
