package crawl

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestReferralRequest(t *testing.T) {
	want := "\x04\x00\\\x00f\x00s\x00\\\x00s\x00\\\x00\xe8\x90\x00\x00"
	for _, path := range []string{`\\fs\s\部`, `\fs\s\部`, "//fs/s/部/"} {
		if got := string(referralRequest(path)); got != want {
			t.Errorf("request for %s: %q, want %q", path, got, want)
		}
	}
}

// Samba answers with version 3.
func TestReferralOfSamba(t *testing.T) {
	for _, tt := range []struct {
		name, path string
		want       []string
	}{
		{"dfslink", `\\127.0.0.1\dfs\remote\a\b`, []string{`\\127.0.0.1\data\a\b`}},
		{"dfsroot", `\\127.0.0.1\dfs`, []string{`\\127.0.0.1\dfs`}},
		{"dfstwo", `\\127.0.0.1\dfs\second`, []string{`\\fs1\a`, `\\fs2\b\c`}},
	} {
		ref, err := parseReferral(recorded(t, tt.name))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := joinAll(t, tt.path, ref); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %s is at %q, want %q", tt.name, tt.path, got, tt.want)
		}
		if !ref.storage || ref.targets[0].ttl != 600*time.Second {
			t.Errorf("%s: storage %v for %v, want true for 10m0s", tt.name, ref.storage, ref.targets[0].ttl)
		}
	}
}

func joinAll(t *testing.T, path string, ref *referral) (all []string) {
	t.Helper()
	for _, target := range ref.targets {
		joined, err := joinDFS(path, ref, target)
		if err != nil {
			t.Errorf("%s at %s: %v", path, target.path, err)
		}
		all = append(all, joined)
	}
	return all
}

// referralOf makes an answer; the entries stand one after the other, and then
// the texts. consumed counts characters.
func referralOf(consumed int, flags uint32, entries ...[]byte) []byte {
	le := binary.LittleEndian
	b := le.AppendUint16(nil, uint16(2*consumed))
	b = le.AppendUint16(b, uint16(len(entries)))
	return slices.Concat(append([][]byte{le.AppendUint32(b, flags)}, entries...)...)
}

// entryOf makes an entry with its texts inside. fields are 16 bits each; a
// negative one is the offset of a text.
func entryOf(version uint16, fields []int, texts ...string) []byte {
	le := binary.LittleEndian
	b := le.AppendUint16(le.AppendUint16(nil, version), 0)
	offsets := []int{4 + 2*len(fields)}
	var all []byte
	for _, s := range texts {
		all = append(appendUTF16(all, s), 0, 0)
		offsets = append(offsets, offsets[0]+len(all))
	}
	for _, f := range fields {
		if f < 0 {
			f = offsets[-f-1]
		}
		b = le.AppendUint16(b, uint16(f))
	}
	b = append(b, all...)
	le.PutUint16(b[2:], uint16(len(b)))
	return b
}

// What Samba does not send ([MS-DFSC] 2.2.5.1 to 2.2.5.4).
func TestReferralVersions(t *testing.T) {
	guid := []int{0, 0, 0, 0, 0, 0, 0, 0}
	path, place, site := `\corp\root\link`, `\fs1\営業\dir`, `\fs2\s`
	for _, tt := range []struct {
		what    string
		entries [][]byte
		want    []string
		ttl     time.Duration
	}{
		{"version 1", [][]byte{entryOf(1, []int{0, 0}, place)}, []string{`\\fs1\営業\dir\a`}, 0},
		{"version 2", [][]byte{entryOf(2, []int{0, 0, 0, 0, 300, 0, -1, -1, -2}, path, place)}, []string{`\\fs1\営業\dir\a`}, 5 * time.Minute},
		{"version 3", [][]byte{entryOf(3, append([]int{0, 0, 300, 0, -1, -1, -2}, guid...), path, place)}, []string{`\\fs1\営業\dir\a`}, 5 * time.Minute},
		{"version 4, two targets", [][]byte{
			entryOf(4, append([]int{0, 4, 1800, 0, -1, -1, -2}, guid...), path, place),
			entryOf(4, append([]int{0, 0, 1800, 0, -1, -1, -2}, guid...), path, site),
		}, []string{`\\fs1\営業\dir\a`, `\\fs2\s\a`}, 30 * time.Minute},
	} {
		ref, err := parseReferral(referralOf(len(path), dfsStorage, tt.entries...))
		if err != nil {
			t.Errorf("%s: %v", tt.what, err)
			continue
		}
		if got := joinAll(t, `\\corp\root\link\a`, ref); !slices.Equal(got, tt.want) || ref.targets[0].ttl != tt.ttl {
			t.Errorf("%s: at %q for %v, want %q for %v", tt.what, got, ref.targets[0].ttl, tt.want, tt.ttl)
		}
	}
}

// [MS-DFSC] 2.2.5.3.2: domains, and the controllers of one.
func TestReferralNames(t *testing.T) {
	domains := referralOf(0, 0,
		entryOf(3, []int{0, dfsNameList, 600, 0, -1, 0, 0}, `\CORP`), entryOf(3, []int{0, dfsNameList, 600, 0, -1, 0, 0}, `\corp.example`))
	controllers := referralOf(0, 0, entryOf(3, []int{0, dfsNameList, 600, 0, -1, 2, -2}, `\corp.example`, `\dc1.corp.example`, `\dc2.corp.example`))
	for what, tt := range map[string]struct {
		answer []byte
		want   string
	}{
		"domains":     {domains, "[CORP corp.example]"},
		"controllers": {controllers, "[dc1.corp.example dc2.corp.example]"},
	} {
		ref, err := parseReferral(tt.answer)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if got := fmt.Sprint(ref.names); got != tt.want || len(ref.targets) != 0 {
			t.Errorf("%s: %s and targets %v, want %s and none", what, got, ref.targets, tt.want)
		}
	}
}

func TestReferralMalformed(t *testing.T) {
	good := recorded(t, "dfslink")
	change := func(at int, value byte) []byte {
		b := slices.Clone(good)
		b[at] = value
		return b
	}
	for _, tt := range []struct {
		what string
		b    []byte
	}{
		{"nothing", nil},
		{"a header only", good[:8]},
		{"half an entry", good[:30]},
		{"a target that does not end", good[:len(good)-2]},
		{"version 0", change(8, 0)},
		{"version 5", change(8, 5)},
		{"an entry of no size", change(10, 0)},
		{"an entry beyond the end", change(11, 0xff)},
		{"a target beyond the end", change(25, 0xff)},
		{"thousands of targets", change(3, 0xff)},
		{"more targets than there are", change(2, 200)},
	} {
		if ref, err := parseReferral(tt.b); !errors.Is(err, errMalformed) {
			t.Errorf("%s: %+v, error %v, want an error that is errMalformed", tt.what, ref, err)
		}
	}
}

func TestJoinDFS(t *testing.T) {
	for _, tt := range []struct {
		path     string
		consumed int
		want     string // "": an error
	}{
		{`\\c\r\l`, 6, `\\fs\s`},
		{`\\c\r\l\a\b`, 6, `\\fs\s\a\b`},
		{`\\c\r\l\a\b`, 7, `\\fs\s\a\b`}, // with the backslash
		{`//c/r/l/顧客/😀`, 6, `\\fs\s\顧客\😀`},
		{`\\c\r\😀\a`, 7, `\\fs\s\a`}, // UTF-16 counts
		{`\\c\r\link`, 6, ""},
		{`\\c\r\l`, 7, ""},
		{`\\c\r\l`, 0, `\\fs\s\c\r\l`},
	} {
		got, err := joinDFS(tt.path, &referral{consumed: tt.consumed}, dfsTarget{path: `\fs\s`})
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s with %d characters used: %q, error %v, want %q", tt.path, tt.consumed, got, err, tt.want)
		}
	}
}

func TestSplitDFS(t *testing.T) {
	for path, want := range map[string]string{
		`\\fs\s`:           "fs s  true",
		`\fs\s\a\b`:        "fs s a/b true",
		`\\fs\共有\顧客 名簿`:    "fs 共有 顧客 名簿 true",
		`\\fs`:             "fs   false",
		`\\`:               "   false",
		``:                 "   false",
		`\\fs\s\`:          "fs s  true",
		"//fs.corp/s/a/b/": "fs.corp s a/b true",
	} {
		server, share, rest, ok := splitDFS(path)
		if got := fmt.Sprintln(server, share, rest, ok); strings.TrimSuffix(got, "\n") != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func TestDFSTrail(t *testing.T) {
	trail := dfsTrail{}
	for _, path := range []string{`\\a\s`, `\\b\s`} {
		if err := trail.step(path); err != nil {
			t.Fatalf("step to %s: %v", path, err)
		}
	}
	if err := trail.step(`/A/S/`); err == nil {
		t.Error("a step to where the trail was: no error")
	}
	last := error(nil)
	steps := 0
	for last == nil && steps < 1000 {
		steps++
		last = trail.step(fmt.Sprintf(`\\c%d\s`, steps))
	}
	if want := dfsHops - 2 + 1; steps != want {
		t.Errorf("the trail ends after %d more steps with %v, want %d", steps, last, want)
	}
}

func FuzzReferral(f *testing.F) {
	for _, name := range []string{"dfslink", "dfsroot", "dfstwo"} {
		f.Add(recorded(f, name))
	}
	f.Add(referralOf(0, 0, entryOf(1, []int{0, 0}, `\fs\s`), entryOf(3, []int{0, dfsNameList, 600, 0, -1, 2, -2}, "d", "a", "b")))
	f.Fuzz(func(t *testing.T, b []byte) {
		ref, err := parseReferral(b)
		if err != nil {
			return
		}
		if 8*len(ref.targets) > len(b) {
			t.Errorf("%d targets in %d bytes", len(ref.targets), len(b))
		}
		for _, target := range ref.targets {
			_, _ = joinDFS(`\\corp\root\a\b`, ref, target)
			splitDFS(target.path)
		}
	})
}
