package rules

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

var (
	japan = time.FixedZone("JST", 9*60*60)
	today = time.Date(2026, 11, 21, 12, 0, 0, 0, japan)
)

func TestErrors(t *testing.T) {
	for _, test := range errorCases {
		c, err := Parse("shikiri.yaml", []byte(test.src), today)
		if err == nil {
			t.Errorf("%s: no error, got %+v", test.about, c)
			continue
		}
		if got := strings.ReplaceAll(err.Error(), "shikiri.yaml:", ""); got != strings.TrimSpace(test.want) {
			t.Errorf("%s:\n got %s\nwant %s", test.about, got, test.want)
		}
		if leak(err.Error()) {
			t.Errorf("%s: the error holds the password", test.about)
		}
		var list *ConfigError
		if !errors.As(err, &list) || len(list.Problems) == 0 {
			t.Errorf("%s: %T is no ConfigError with problems", test.about, err)
		}
	}
}

// leak finds the password that the cases share, whole or cut.
func leak(text string) bool {
	return slices.ContainsFunc([]string{"hunt", "ter2", "er2@", "1234567"}, func(s string) bool { return strings.Contains(text, s) })
}

const full = `# 設定
version: 1
fingerprint-key-from: file:keys/shikiri.key
zones:
  - name: print
    title: 閉域印刷ネットワーク
    networks: [10.20.0.0/16, "fd00::/8"]
    personal-data: allowed
    retention: 14d
  - name: office
    title: 一般事務ネットワーク
    networks: [10.10.0.0/16]
    personal-data: forbidden
    exceptions:
      - kinds: [jp-name, email]
        paths: ["人事/社員名簿/**"]
        until: 2027-03-31
        approved-by: 情報管理責任者
        why: >
          社員の
          連絡先
      - {until: 2026-11-20}
shares:
  - {url: "smb://fs01.office.example/共有", zone: office, user: 'CORP\svc-scan', password-from: "env:SHIKIRI_FS01"}
  - {url: "sftp://scan@print01.example:2222/job", zone: print, key: id_ed25519, passphrase-from: "keyring:scan", known-hosts: /etc/shikiri/known_hosts}
  - {url: "smb://corp;svc@192.0.2.1:445/a/b@c", zone: office, password-from: prompt, snapshots: true}
  - {url: data/共有, zone: print, password-from: file:pw}
  - {url: /srv/data, zone: print, password-from: file:/etc/pw}
  - {url: '\\fs01\共有', zone: office, password-from: "command:pass show fs01"}
  - {url: 'D:\共有', zone: office, password-from: "keyring:fs01"}
  - {url: "file:///srv/共有", zone: office, password-from: credential:fs01}
clients:
  - {name: 架空信用金庫, paths: ["**/架空信用金庫/**"]}
flows:
  - {from: print, to: office, ports: [445, 22]}
limits: {max-rate: 50MB/s, max-ops: 200, timeout: 45s, quiet-hours: ["mon-fri 08:30-18:00", "22:00-01:00"]}
sign-key: keys/shikiri.sign.key
sign-key-password-from: "credential:signing"
`

func TestParse(t *testing.T) {
	c, err := Parse(filepath.Join("conf", "shikiri.yaml"), []byte(full), today)
	if err != nil {
		t.Fatal(err)
	}
	relative := func(name string) string { return filepath.Join("conf", name) }
	want := []Share{
		{URL: "smb://fs01.office.example/共有", Zone: "office", User: `CORP\svc-scan`, PasswordFrom: "env:SHIKIRI_FS01"},
		{URL: "sftp://scan@print01.example:2222/job", Zone: "print", Key: relative("id_ed25519"), PassphraseFrom: "keyring:scan", KnownHosts: "/etc/shikiri/known_hosts"},
		{URL: "smb://corp;svc@192.0.2.1:445/a/b@c", Zone: "office", PasswordFrom: "prompt", Snapshots: true},
		{URL: relative("data/共有"), Zone: "print", PasswordFrom: "file:" + relative("pw")},
		{URL: "/srv/data", Zone: "print", PasswordFrom: "file:/etc/pw"},
		{URL: `\\fs01\共有`, Zone: "office", PasswordFrom: "command:pass show fs01"},
		{URL: `D:\共有`, Zone: "office", PasswordFrom: "keyring:fs01"},
		{URL: "file:///srv/共有", Zone: "office", PasswordFrom: "credential:fs01"},
	}
	if !slices.Equal(c.Shares, want) {
		t.Errorf("Shares:\n got %+v\nwant %+v", c.Shares, want)
	}
	quiet := []Window{{[7]bool{1: true, 2: true, 3: true, 4: true, 5: true}, 510 * time.Minute, 18 * time.Hour},
		{[7]bool{true, true, true, true, true, true, true}, 22 * time.Hour, time.Hour}}
	if l := c.Limits; l.BytesPerSecond != 50e6 || l.OpsPerSecond != 200 || l.Timeout != 45*time.Second || !slices.Equal(l.Quiet, quiet) {
		t.Errorf("Limits = %+v", l)
	}
	if got, want := c.FingerprintKeyFrom, "file:"+relative("keys/shikiri.key"); got != want {
		t.Errorf("FingerprintKeyFrom = %q, want %q", got, want)
	}
	if got, want := c.SignKey, relative("keys/shikiri.sign.key"); got != want || c.SignKeyPasswordFrom != "credential:signing" {
		t.Errorf("SignKey = %q, SignKeyPasswordFrom = %q; want %q, credential:signing", got, c.SignKeyPasswordFrom, want)
	}
	print, office := c.Policy.Zone("print"), c.Policy.Zone("office")
	if print == nil || !print.Allowed || print.Retention != 14*24*time.Hour || print.Title != "閉域印刷ネットワーク" || len(print.Networks) != 2 {
		t.Errorf("zone print = %+v", print)
	}
	if office == nil || office.Allowed || len(office.Exceptions) != 2 {
		t.Fatalf("zone office = %+v", office)
	}
	e := office.Exceptions[0]
	if e.Why != "社員の 連絡先" || e.ApprovedBy != "情報管理責任者" || !e.Until.Equal(time.Date(2027, 3, 31, 0, 0, 0, 0, japan)) ||
		!slices.Equal(e.Kinds, []string{"jp-name", "email"}) || !slices.Equal(e.Paths, []string{"人事/社員名簿/**"}) {
		t.Errorf("exception = %+v", e)
	}
	if f := c.Policy.Flows; len(f) != 1 || f[0].From != "print" || f[0].To != "office" || !slices.Equal(f[0].Ports, []uint16{445, 22}) {
		t.Errorf("Flows = %+v", f)
	}
	if got := c.Policy.Client("a/架空信用金庫/b.csv"); got != "架空信用金庫" {
		t.Errorf("Client = %q, want 架空信用金庫", got)
	}
	file := filepath.Join("conf", "shikiri.yaml")
	warnings := []string{
		file + ":22:17: an exception of zone office ended on 2026-11-20 and no longer applies",
		file + ":22:9: the exception is for all personal data in zone office; name its kinds or paths",
		file + ":22:9: the exception does not tell who approved it and why; write approved-by and why: auditors ask, and reports show them",
		file + ":26:11: 192.0.2.1 is in no network of zone office",
	}
	if !slices.Equal(c.Warnings, warnings) {
		t.Errorf("Warnings:\n got %s\nwant %s", strings.Join(c.Warnings, "\n     "), strings.Join(warnings, "\n     "))
	}
}

func TestHashIsOfTheText(t *testing.T) {
	hash := func(src string) string {
		c, err := Parse("a.yaml", []byte(src), today)
		if err != nil {
			t.Fatal(err)
		}
		return c.Policy.Hash
	}
	want := hash(start)
	if len(want) != len("sha256:")+64 {
		t.Errorf("Hash = %q, want sha256: and 64 digits", want)
	}
	for _, same := range []string{"\ufeff" + start, strings.ReplaceAll(start, "\n", "\r\n"), strings.ReplaceAll(start, "\n", "\r")} {
		if got := hash(same); got != want {
			t.Errorf("Hash of %q = %s, want %s as with LF", same, got, want)
		}
	}
	if got := hash(start + "# x\n"); got == want {
		t.Error("Hash is the same for another text")
	}
}

func TestEmptySections(t *testing.T) {
	c, err := Parse("a.yaml", []byte(start+"shares:\n# - a\nclients:\nflows: []\n"), today)
	if err != nil {
		t.Fatal(err)
	}
	if c.Shares != nil || c.Policy.Clients != nil || c.Policy.Flows != nil || c.Warnings != nil {
		t.Errorf("got %+v, want only zones", c)
	}
}

func TestLoad(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "設定.yaml")
	if err := os.WriteFile(file, []byte(start+"shares:\n- {url: 共有, zone: office}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Shares[0].URL, filepath.Join(folder, "共有"); got != want {
		t.Errorf("URL = %q, want %q", got, want)
	}
	_, err = Load(filepath.Join(folder, "none.yaml"))
	if !errors.Is(err, os.ErrNotExist) || !strings.HasPrefix(err.Error(), "read configuration: ") {
		t.Errorf("Load of no file: %v, want read configuration: ... not exist", err)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"name", "title", "networks", "personal-data", "retention", "exceptions", "password-from"}
	for word, want := range map[string]string{
		"retension": "retention", "retnetion": "retention", "Name": "name", "personalData": "personal-data", "password": "password-from",
		"network": "networks", "titel": "title", "colour": "", "x": "", "": "", "氏名": "",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte(probed))
	f.Add(Example())
	for _, test := range errorCases {
		if len(test.src) < 10_000 {
			f.Add([]byte(test.src))
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c, err := Parse("a.yaml", src, today)
		if (c == nil) == (err == nil) {
			t.Errorf("Parse = %v, %v; want one of them", c, err)
		}
		var list *ConfigError
		if err != nil && !errors.As(err, &list) {
			t.Errorf("%T is no ConfigError", err)
		}
		if err == nil && c.Policy.Zones == nil {
			t.Error("no zones and no error")
		}
	})
}

// FuzzPassword writes a password wherever people put one, and breaks the file
// around it: no message may show it.
func FuzzPassword(f *testing.F) {
	for _, seed := range []string{"", "/", "@", "%", "#", " ", ",", ": ", "\"", "'", "\\", "{", "]", ", x: ", "\", zone: a", "://", "env:", "パス"} {
		for place := range len(leaks) {
			f.Add(uint8(place), seed, "")
			f.Add(uint8(place), "", seed)
		}
	}
	f.Fuzz(func(t *testing.T, place uint8, before, after string) {
		if strings.ContainsFunc(before+after, unicode.IsControl) || strings.Contains(before+after, "hunter2") {
			return
		}
		src := start + strings.ReplaceAll(leaks[int(place)%len(leaks)], "PASSWORD", before+"hunter2"+after)
		if _, err := Parse("a.yaml", []byte(src), today); err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("place %d, between %q and %q: the error shows the password:\n%v", place, before, after, err)
		}
	})
}

var leaks = []string{
	"shares:\n- url: \"smb://svc:PASSWORD@host/a\"\n  zone: offce\n",
	"shares:\n- url: smb://svc:PASSWORD@host/a\n  zone: offce\n",
	"shares:\n- {url: \"smb://svc:PASSWORD@host/a\", zon: office}\n",
	"shares:\n- {url: 'sftp://svc:PASSWORD@host/a', zone: office, user: x, colour: red}\n",
	"shares:\n- url: a\n  zone: office\n  password: PASSWORD\n",
	"shares:\n- url: a\n  zone: office\n  password-from: PASSWORD\n",
	"shares:\n- url: a\n  zone: office\n  password-from: \"PASSWORD\"\n",
	"shares:\n- {url: a, zone: office, pasword: \"PASSWORD\"}\n",
	"shares:\n- url: a\n  zone: office\n  password-from:\n    PASSWORD\n",
	"fingerprint-key-from: PASSWORD\n",
	"fingerprint-key: PASSWORD\n",
	"shares:\n- url: \"sftp://host/a\"\n  zone: office\n  passphrase: PASSWORD\n",
	"shares:\n- url: \"sftp://host/a\"\n  zone: office\n  passphrase-from: PASSWORD\n",
}
