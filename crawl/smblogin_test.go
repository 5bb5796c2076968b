package crawl

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/shikiri/shikiri/internal/servers"
)

// smbError opens a share that must not open, and returns why.
func smbError(t *testing.T, u string, o Options) error {
	t.Helper()
	src, err := Open(t.Context(), u, o)
	if err == nil {
		src.Close()
		t.Fatalf("Open(%s) works, want an error", u)
	}
	return err
}

func password(p string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return p, nil }
}

// Three wrong passwords lock an account, so there is one, whatever is tried.
func TestSMBWrongPasswordIsTriedOnce(t *testing.T) {
	s := servers.Own(t)
	before := s.FailedLogons(t)
	err := smbError(t, smbURL(s, "SMB", "data"), Options{Password: password("no such password")})
	if !strings.Contains(err.Error(), "user or password refused") || !strings.Contains(err.Error(), "tried once") {
		t.Errorf("the error is %q, want it to say that the password was refused and tried once", err)
	}
	if got := s.FailedLogons(t) - before; got != 1 {
		t.Errorf("the server refused %d logons, want 1", got)
	}
}

// A password that is changed during a scan is refused once, not by each
// connection.
func TestSMBChangedPasswordIsTriedOnce(t *testing.T) {
	s := servers.Own(t)
	src := openSMBShare(t, s, "SMB", "data").(*smb)
	var wg sync.WaitGroup
	for range smbConnections * smbUses { // opens all connections
		wg.Go(func() { src.ReadDir(".") })
	}
	wg.Wait()
	before := s.FailedLogons(t)
	src.home.who.password = "changed"
	s.KillSessions("SMB")
	for range smbConnections * smbUses {
		wg.Go(func() {
			if _, err := src.ReadDir("."); err == nil {
				t.Error("ReadDir works with a wrong password")
			}
		})
	}
	wg.Wait()
	if got := s.FailedLogons(t) - before; got != 1 {
		t.Errorf("the server refused %d logons, want 1", got)
	}
}

func TestSMBGuestIsRefused(t *testing.T) {
	s := servers.Get(t)
	u := url.URL{Scheme: "smb", User: url.User("nobody-knows-me"), Host: s.Value("SMB"), Path: "/public"}
	err := smbError(t, u.String(), Options{Password: password("x")})
	if !errors.Is(err, errGuest) {
		t.Errorf("an unknown user gets %v, want %v", err, errGuest)
	}
	u.User = url.User("guest")
	src := openSMBWith(t, t.Context(), u.String(), Options{})
	if _, err := src.ReadDir("."); err != nil {
		t.Errorf("who asks to be a guest cannot read: %v", err)
	}
}

func TestSMBOnly1(t *testing.T) {
	s := servers.Get(t)
	err := smbError(t, smbURL(s, "SMB_ONLY1", "data"), smbOptions(s))
	if !errors.Is(err, errSMB1) {
		t.Errorf("a server of SMB1 gives %v, want %v", err, errSMB1)
	}
}

func TestSMBUser(t *testing.T) {
	for _, test := range []struct {
		url, option string
		want        smbLogin
		err         string
	}{
		{"smb://alice@h/s", "", smbLogin{user: "alice"}, ""},
		{"smb://CORP;alice@h/s", "bob", smbLogin{domain: "CORP", user: "alice"}, ""},
		{"smb://h/s", `CORP\bob`, smbLogin{domain: "CORP", user: "bob"}, ""},
		{"smb://h/s", "bob@corp.example", smbLogin{user: "bob@corp.example"}, ""},
		{"smb://h/s", "", smbLogin{}, "no user is named"},
		{"smb://alice:secret@h/s", "", smbLogin{}, "holds a password"},
		{"smb:///s", "bob", smbLogin{}, "names no server"},
		{"smb://h/s?x", "bob", smbLogin{}, "holds ?"},
		{"smb://h/s/../x", "bob", smbLogin{}, "empty element"},
		{`smb://h/s%5Cx`, "bob", smbLogin{}, `holds \`},
	} {
		u, err := url.Parse(test.url)
		if err != nil {
			t.Fatal(err)
		}
		server, _, err := smbTarget(u, Options{User: test.option})
		switch {
		case test.err != "":
			if err == nil || !strings.Contains(err.Error(), test.err) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: error %v, want one with %q and no password", test.url, err, test.err)
			}
		case err != nil:
			t.Errorf("%s: %v", test.url, err)
		case server.who != test.want:
			t.Errorf("%s with user %q: %+v, want %+v", test.url, test.option, server.who, test.want)
		}
	}
}

func TestSMBPlaces(t *testing.T) {
	s := servers.Get(t)
	src := openSMBShare(t, s, "SMB", "共有/名簿.csv")
	checkSummary(t, src, "名簿.csv")
	for share, want := range map[string]string{
		"none":      "there is no such share",
		"data/none": "is it spelled right",
		"closed":    "log in as a user who may read it",
	} {
		if err := smbError(t, smbURL(s, "SMB", share), smbOptions(s)); !strings.Contains(err.Error(), want) {
			t.Errorf("share %s: %v, want it to say %q", share, err, want)
		}
	}
}

func TestSMBWholeServer(t *testing.T) {
	s := servers.Get(t)
	src := openSMBShare(t, s, "SMB", "")
	shares, err := src.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range shares {
		got = append(got, d.Name())
	}
	want := "acl closed data dfs hidden$ offline public recycle secret snap 共有"
	if strings.Join(got, " ") != want {
		t.Errorf("the shares are %v, want %s", got, want)
	}
	met := map[string]*Skip{}
	for _, e := range walkAll(t, src) {
		met[e.Name] = e.Skip
	}
	for name, reason := range map[string]string{
		"hidden$/隠し.csv": "", "共有/名簿.csv": "", "recycle/.recycle/捨てた名簿.csv": "", "snap/変わる.csv": "",
		"closed": ReasonUnreadable, "acl/禁止": ReasonUnreadable, "offline/退避.csv": ReasonOffline, "dfs/gone": ReasonLink,
	} {
		skip, ok := met[name]
		if !ok || (skip == nil) != (reason == "") || skip != nil && skip.Reason != reason {
			t.Errorf("%s: met: %v, skipped as %+v, want %q", name, ok, skip, reason)
		}
	}
	notes := strings.Join(src.(Noter).Notes(), "\n")
	for _, want := range []string{"C$", "ADMIN$", "share snap has 2 previous versions, not scanned"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes are %q, want them to tell of %s", notes, want)
		}
	}
	if src := openSMBShare(t, s, "SMB", "C$"); len(walkAll(t, src)) != 1 {
		t.Error("C$ is not scanned though its URL names it")
	}
}

func TestSMBAccess(t *testing.T) {
	s := servers.Get(t)
	src := openSMBShare(t, s, "SMB", "acl")
	f, err := src.Open("本人.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a, err := f.(Accessor).Access()
	user := `SHIKIRI-TEST\` + s.Value("USER")
	if err != nil || a.Owner != user || len(a.Readers) != 1 || a.Readers[0] != user {
		t.Errorf("Access() = %+v, %v; want owner and only reader %s", a, err, user)
	}
}

func TestSMBSnapshots(t *testing.T) {
	s := servers.Get(t)
	o := smbOptions(s)
	o.Snapshots = true
	src := openSMBWith(t, t.Context(), smbURL(s, "SMB", "snap"), o)
	const old, new = "@GMT-2024.04.01-00.00.00/", "@GMT-2024.10.01-00.00.00/"
	checkSummary(t, src, "同じ.csv", "変わる.csv", new+"変わる.csv",
		old+"変わる.csv", old+"退職者.csv", old+"旧部署/名簿.csv")
	for name, want := range map[string]int{"変わる.csv": 3, new + "変わる.csv": 2, old + "変わる.csv": 1} {
		if got, err := readAllOf(src, name); err != nil || strings.Count(got, "\n") != want+1 {
			t.Errorf("%s has %d rows, %v; want %d", name, strings.Count(got, "\n")-1, err, want)
		}
	}
	whole := map[string]bool{}
	for _, e := range walkAll(t, openSMBWith(t, t.Context(), smbURL(s, "SMB", ""), o)) {
		whole[e.Name] = e.Skip == nil
	}
	if name := "snap/" + old + "退職者.csv"; !whole[name] {
		t.Errorf("the walk of the whole server does not meet %s", name)
	}
	// Samba 4.17 does not open it; smbclient neither. It must not look deleted.
	if _, err := src.Open(old + "旧部署/名簿.csv"); err != nil && !errors.Is(err, errVersion) {
		t.Errorf("a file of a folder that is gone: %v, want no error or %v", err, errVersion)
	}
}

func TestSMBLinks(t *testing.T) {
	s := servers.Get(t)
	src := openSMBShare(t, s, "SMB", "dfs")
	disk, name := s.Dir(t)
	write(t, disk, map[string]string{"x/y.txt": "behind a link"})
	if got, err := readAllOf(src, "data/"+name+"/x/y.txt"); err == nil {
		t.Errorf("a file behind a link that nobody has listed opens: %q", got)
	}
	met := map[string]*Skip{}
	for _, e := range walkAll(t, src) {
		met[e.Name] = e.Skip
		if strings.HasPrefix(e.Name, "circle/") {
			t.Errorf("Walk met %s: a link into the share itself is told twice", e.Name)
		}
	}
	if skip, ok := met["data/"+name+"/x/y.txt"]; !ok || skip != nil {
		t.Errorf("the file behind the link: met: %v, skip %+v; want it examined", ok, skip)
	}
	if got, err := readAllOf(src, "data/"+name+"/x/y.txt"); got != "behind a link" {
		t.Errorf("the file behind the link = %q, %v", got, err)
	}
	if got, err := readAllOf(openSMBShare(t, s, "SMB", "dfs/data/"+name), "x/y.txt"); got != "behind a link" {
		t.Errorf("a URL that leads through a link: %q, %v", got, err)
	}
	if skip := met["gone"]; skip == nil || skip.Reason != ReasonLink || !strings.Contains(skip.Detail, `\\127.0.0.2\data, on another server`) {
		t.Errorf("a link to a dead server: %+v, want reason %s and the server", skip, ReasonLink)
	}
}
