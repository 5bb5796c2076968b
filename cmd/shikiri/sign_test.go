package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aead.dev/minisign"

	"github.com/shikiri/shikiri/output"
	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/rules"
)

// signedRun writes a signed run, and its keys, to a new folder and returns that.
func signedRun(t *testing.T, name string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	files, err := newSigningKeys()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := createNew(filepath.Join(dir, f.name), f.data, f.mode); err != nil {
			t.Fatal(err)
		}
	}
	p := &program{Now: time.Now, Err: io.Discard}
	o := signOptions{key: filepath.Join(dir, rules.ExampleSignKey)}
	all := []destination{{Format: output.Lookup("json"), File: filepath.Join(dir, name)}}
	if err := p.prepareOutput(t.Context(), &o, new(edition), all); err != nil {
		t.Fatal(err)
	}
	if err := p.writeAll(sampleRun(), all, output.Options{}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func sampleRun() *report.Run {
	return &report.Run{
		Schema: report.Schema, Tool: report.Tool{Name: "shikiri", Policy: "sha256:01", Rules: "a\nb"}, Started: time.Unix(1775000000, 0),
		Shares: []report.Share{{URL: "/srv/共有", Zone: "office", Files: 1, Scanned: 1}}, Complete: true, Conformity: report.Conforming,
	}
}

// verifyIn verifies a file with the key in its folder.
func verifyIn(t *testing.T, dir, name string) ([]string, error) {
	t.Helper()
	key, err := minisign.PublicKeyFromFile(filepath.Join(dir, rules.ExamplePublicKey))
	if err != nil {
		t.Fatal(err)
	}
	return (&program{}).verify(filepath.Join(dir, name), key)
}

// needStock skips a test where the stock minisign is not installed.
func needStock(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("minisign"); err != nil {
		t.Skip("minisign is not installed: what the stock tool makes of the signatures is not tested")
	}
}

// stock runs the stock minisign in a folder.
func stock(t *testing.T, dir, in string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command("minisign", args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(in)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestStockVerifies(t *testing.T) {
	needStock(t)
	for _, name := range []string{"run.json", "2026年4月 報告 ﾃﾞｰﾀ.json", "-dash\tand\nline.json", "\u202eevil.json", strings.Repeat("長", 70) + ".json"} {
		dir := signedRun(t, name)
		out, err := stock(t, dir, "", "-Vm", "./"+name, "-p", rules.ExamplePublicKey)
		if err != nil || !strings.Contains(out, "Signature and comment signature verified") || !strings.Contains(out, "\thashed\trun:20260331T233320Z-") {
			t.Errorf("file %q: stock minisign says %q, %v; want it verified, with the ID of the run", name, out, err)
		}
		if told, err := verifyIn(t, dir, name); err != nil {
			t.Errorf("file %q: %v, %q; want it good", name, err, told)
		}
	}
}

func TestVerifiesStock(t *testing.T) {
	needStock(t)
	dir := signedRun(t, "run.json")
	for _, args := range [][]string{{}, {"-l"}, {"-t", "checked by the auditor"}} {
		if out, err := stock(t, dir, "", append([]string{"-S", "-s", rules.ExampleSignKey, "-m", "run.json"}, args...)...); err != nil {
			t.Fatalf("minisign -S %v with the key of init: %v: %s", args, err, out)
		}
		if told, err := verifyIn(t, dir, "run.json"); err != nil {
			t.Errorf("signed with minisign -S %v: %v, %q; want it good", args, err, told)
		}
	}
}

// minisign has a password stretched with 1 GB of memory, and so have we to open
// its key: see TestSignKeyPassword for what is quick.
func TestStockPassword(t *testing.T) {
	needStock(t)
	if !*full {
		t.Skip("needs 1 GB of memory twice: run with -full")
	}
	dir := signedRun(t, "run.json")
	if out, err := stock(t, dir, "架空 pass\n架空 pass\n", "-C", "-s", rules.ExampleSignKey); err != nil {
		t.Fatalf("minisign -C: %v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, rules.ExampleSignKey))
	if err != nil || !minisign.IsEncrypted(data) {
		t.Fatalf("minisign -C left the key without a password (%v)", err)
	}
	key, err := openSignKey(t.Context(), newSecrets(&program{Getenv: env("PASS", "架空 pass")}), data, "env:PASS")
	if want, _ := minisign.PublicKeyFromFile(filepath.Join(dir, rules.ExamplePublicKey)); err != nil || key.ID() != want.ID() {
		t.Errorf("key with a password: got ID %s, %v; want %s", signerID(key.ID()), err, signerID(want.ID()))
	}
}

// lockedKey is a secret key with a password that is stretched with 1 MB instead of
// 1 GB, so that it opens at once.
const lockedKey = "untrusted comment: minisign encrypted secret key\n" +
	"RWRTY0Iy5p6256m644Gu5aGp5p6256m644Gu5aGpMTIzNDU2NzgAgAAAAAAAAAAAEAAAAAAAGdVuwfNqty7WT1SsnMumwT4Exd9VH4KEZq2XykM7JXhXrVo+yMHkboE7lZpXS9OQpeeX53Y0DQUCq3mt503PRhK01hoXcffpzwWI62LqxtJJsOFusPH0ZvqTtl8RCaIYBkmWsrO3rKQ=\n"

func TestSignKeyPassword(t *testing.T) {
	s := newSecrets(&program{Getenv: env("PASS", "架空 pass", "BAD", "hunter2")})
	key, err := openSignKey(t.Context(), s, []byte(lockedKey), "env:PASS")
	if got, want := signerID(key.ID()), "6072F60467DB3FBB"; err != nil || got != want {
		t.Errorf("right password: got ID %s, %v; want %s", got, err, want)
	}
	if _, err := openSignKey(t.Context(), s, []byte(lockedKey), "env:BAD"); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("wrong password: got %v, want an error without it", err)
	}
	if _, err := openSignKey(t.Context(), s, []byte(lockedKey), ""); err == nil || !strings.Contains(err.Error(), "nobody can be asked") {
		t.Errorf("no password: got %v, want an error that says why", err)
	}
}

// Every byte of a file and of its signature counts, but for the comment that is
// not signed.
func TestTampering(t *testing.T) {
	dir := signedRun(t, "run.json")
	for _, name := range []string{"run.json", "run.json" + signatureExt} {
		path := filepath.Join(dir, name)
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		from := 0
		if name != "run.json" {
			from = bytes.IndexByte(good, '\n')
		}
		for i := from; i < len(good)-1; i++ {
			bad := slices.Clone(good)
			bad[i] ^= 1 << (i % 8)
			if err := os.WriteFile(path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			var open unsure
			if _, err := verifyIn(t, dir, "run.json"); err == nil || errors.As(err, &open) {
				t.Fatalf("%s: byte %d is %q instead of %q: got %v, want it wrong", name, i, bad[i], good[i], err)
			}
		}
		if err := os.WriteFile(path, append(slices.Clone(good), 'x'), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := verifyIn(t, dir, "run.json"); err == nil {
			t.Errorf("%s with a byte more: got no error", name)
		}
		if err := os.WriteFile(path, good, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := verifyIn(t, dir, "run.json"); err != nil {
		t.Errorf("as it was: %v", err)
	}
}

func TestVerifyPeople(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.people"), []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-2, appendix B.1
	for _, test := range []struct {
		people report.PeopleFile
		want   string
		open   bool
	}{
		{report.PeopleFile{File: "a.people", SHA256: sum}, "", false},
		{report.PeopleFile{File: "a.people", SHA256: strings.Repeat("0", 64)}, "was changed", false},
		{report.PeopleFile{File: "b.people", SHA256: sum}, "b.people", true},
		{report.PeopleFile{File: "../a.people", SHA256: sum}, "not beside it", false},
		{report.PeopleFile{File: `..\a.people`, SHA256: sum}, "not beside it", false},
	} {
		err := verifyPeople(filepath.Join(dir, "run.json"), &test.people)
		var open unsure
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) || errors.As(err, &open) != test.open {
			t.Errorf("%+v: got %v, want %q, not checked: %v", test.people, err, test.want, test.open)
		}
	}
}

// What a run says of itself may come from anywhere, and a comment is one line.
func TestTrustedComment(t *testing.T) {
	r := sampleRun()
	r.Client, r.Redacted = "架空信用金庫", true
	got := trustedComment(time.Unix(1775000000, 0), "a\tb\n.json", r)
	want := "timestamp:1775000000\tfile:\"a\\tb\\n.json\"\thashed\trun:" + r.ID() + "\tpolicy:sha256:01\textract\tredacted"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// What was signed is what was written, whatever the pieces.
func TestHashedFile(t *testing.T) {
	public, key, err := minisign.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	h := newHashedFile(&out)
	for n := range 40 {
		if got, err := h.Write(bytes.Repeat([]byte{byte(n)}, n*n*n)); got != n*n*n || err != nil {
			t.Fatalf("wrote %d bytes, %v; want %d", got, err, n*n*n)
		}
	}
	if sig := h.hash.Sign(key); !minisign.Verify(public, out.Bytes(), sig) {
		t.Errorf("the signature of %d bytes in 40 pieces does not verify", out.Len())
	}
}

func TestNoKeyInErrors(t *testing.T) {
	files, err := newSigningKeys()
	if err != nil {
		t.Fatal(err)
	}
	secret := strings.Split(string(files[0].data), "\n")[1]
	_, err = rules.Parse("shikiri.yaml", []byte("version: 1\nsign-key: "+secret+"\nzones: [{name: a, personal-data: allowed}]\n"), time.Now())
	if err == nil || strings.Contains(err.Error(), secret[40:60]) || !strings.Contains(err.Error(), "not the key itself") {
		t.Errorf("the key itself in the configuration: got %v, want an error that does not show it", err)
	}
}

// BenchmarkSign is what a signature costs while a report is written.
func BenchmarkSign(b *testing.B) {
	piece := bytes.Repeat([]byte("架空 太郎,"), 4<<10)
	b.SetBytes(int64(len(piece)))
	b.ReportAllocs()
	h := newHashedFile(io.Discard)
	for b.Loop() {
		if _, err := h.Write(piece); err != nil {
			b.Fatal(err)
		}
	}
}
