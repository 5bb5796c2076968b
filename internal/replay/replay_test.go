package replay

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

var testNow = time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)

func mustMake(t *testing.T, name string, scale float64, seed uint64) (dir string, truth *Truth) {
	t.Helper()
	dir = t.TempDir()
	truth, err := Make(name, dir, Options{Scale: scale, Seed: seed, Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	return dir, truth
}

// treeHash returns a hash of all names and contents below dir.
func treeHash(t *testing.T, dir string) string {
	t.Helper()
	h := sha256.New()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		fmt.Fprintf(h, "%s %d %x\n", filepath.ToSlash(rel), len(data), sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func TestMakeIsDeterministic(t *testing.T) {
	for _, r := range All() {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			a, _ := mustMake(t, r.Name, 0.002, 3)
			b, _ := mustMake(t, r.Name, 0.002, 3)
			c, _ := mustMake(t, r.Name, 0.002, 4)
			if treeHash(t, a) != treeHash(t, b) {
				t.Error("the same seed wrote two different trees")
			}
			if treeHash(t, a) == treeHash(t, c) {
				t.Error("two seeds wrote the same tree")
			}
		})
	}
}

func TestMakeRefuses(t *testing.T) {
	if _, err := Make("nosuch", t.TempDir(), Options{}); err == nil {
		t.Error("an unknown name was made")
	}
	if _, err := Make("saxo", t.TempDir(), Options{Scale: 0.01}); err == nil {
		t.Error("saxo was made without a time")
	}
	dir, _ := mustMake(t, "muroran", 1, 0)
	if _, err := Make("muroran", dir, Options{}); err == nil {
		t.Error("a replay was written over another")
	}
}

// The figures of the incidents, at full size where that takes a moment.
func TestTruthAtFullSize(t *testing.T) {
	for _, tt := range []struct {
		name            string
		records, people int
	}{{"tokai", 77202, 69403}, {"muroran", 159, 159}, {"office-clean", 0, 0}} {
		t.Run(tt.name, func(t *testing.T) {
			_, truth := mustMake(t, tt.name, 1, 0)
			if truth.Records != tt.records || truth.People != tt.people {
				t.Errorf("got %d records of %d people, want %d of %d", truth.Records, truth.People, tt.records, tt.people)
			}
			sum := 0
			for _, f := range truth.Files {
				sum += f.Records
			}
			if sum != tt.records {
				t.Errorf("the files hold %d records, want %d", sum, tt.records)
			}
			if tt.name != "tokai" {
				return
			}
			if n := len(truth.Clients); n != 34 {
				t.Errorf("got %d clients, want 34", n)
			}
			if c := truth.Clients["静清信用金庫"]; c.Records != 2702 || c.People != 2702 {
				t.Errorf("静清: got %+v, want 2702 of 2702", *c)
			}
		})
	}
}

// tokaiMarks are what each record of a style has once and no other line has.
var tokaiMarks = map[string]string{
	"atena": " 様\" 結果=", "ndjson": `"seq":`, "ndjson-escaped": `"seq":`, "xml": "<rec ", "honorific": "様 page=", "honorific-sentence": " 様の",
	"bare-fields": " 正常", "arrow": "封入 #", "romaji-bare": " printed ", "romaji-labelled": " name=\"", "file-name": "様.pdf", "multi-line": "住所: ",
	"busy-frame": " 完了", "katakana-labelled": "枚数：", "half-kana-labelled": "ｹｯｶ:", "key-value": " seq=",
}

func TestTokaiFilesHoldWhatTheTruthSays(t *testing.T) {
	styles := map[string]bool{}
	for seed := range uint64(3) {
		dir, truth := mustMake(t, "tokai", 0.03, seed)
		for _, f := range truth.Files {
			styles[f.Style] = true
			mark := tokaiMarks[f.Style]
			text, ok := readText(t, filepath.Join(dir, f.Share, filepath.FromSlash(f.Path)), f)
			if !ok || mark == "" {
				continue
			}
			if got := strings.Count(text, mark); got != f.Records {
				t.Errorf("seed %d: %s (%s, %s): got %d marks, want %d records", seed, f.Path, f.Style, f.Charset, got, f.Records)
			}
			if strings.ContainsRune(text, '\uFFFD') && f.Charset != "cp932" { // gaiji: x/text does not decode them
				t.Errorf("seed %d: %s is not %s", seed, f.Path, f.Charset)
			}
		}
	}
	if len(styles) < 20 {
		t.Errorf("got %d styles, want 20 and more", len(styles))
	}
}

// readText returns a file's text, but not that of archives and of files whose
// name on disk is not Unicode.
func readText(t *testing.T, path string, f FileTruth) (string, bool) {
	t.Helper()
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) || f.Member != "" {
		return "", false
	}
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, ".gz") {
		zr, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if data, err = io.ReadAll(zr); err != nil {
			t.Fatal(err)
		}
	}
	text, err := decoders[f.Charset].NewDecoder().Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), true
}

var decoders = map[string]encoding.Encoding{
	"utf-8": unicode.UTF8, "utf-8-bom": unicode.UTF8BOM, "cp932": japanese.ShiftJIS, "euc-jp": japanese.EUCJP,
	"iso-2022-jp": japanese.ISO2022JP, "utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM),
}

func TestKubotaRecordsHaveOneLength(t *testing.T) {
	for seed := range uint64(4) {
		dir, truth := mustMake(t, "kubota", 0.01, seed)
		if truth.Records != 614 || truth.People+truth.Companies != truth.Records || truth.Companies == 0 {
			t.Errorf("seed %d: got %d records, %d people, %d companies", seed, truth.Records, truth.People, truth.Companies)
		}
		if truth.Masked["bank-account"] != truth.Records {
			t.Errorf("seed %d: got %d masked accounts, want %d", seed, truth.Masked["bank-account"], truth.Records)
		}
		for _, f := range truth.Files {
			data, err := os.ReadFile(filepath.Join(dir, f.Share, filepath.FromSlash(f.Path)))
			if err != nil {
				t.Fatal(err)
			}
			n := f.Records
			if seed%3 == 2 {
				n += 2 // header and trailer
			}
			if len(data)%n != 0 || seed == 0 && len(data)/n != 340 {
				t.Errorf("seed %d: %s: %d bytes are not %d records of one length", seed, f.Path, len(data), n)
			}
		}
	}
}

func TestAmagasakiRows(t *testing.T) {
	dir, truth := mustMake(t, "amagasaki", 0.01, 0)
	rows := map[string]int{}
	for _, name := range []string{"residents.csv", "tax.csv"} {
		data, err := os.ReadFile(filepath.Join(dir, "share", "委託データ", name))
		if err != nil {
			t.Fatal(err)
		}
		rows[name] = bytes.Count(data, []byte("\r\n")) - 1
	}
	if rows["residents.csv"] != 4605 || rows["tax.csv"] != 3606 {
		t.Errorf("got rows %v, want 4605 and 3606", rows)
	}
	if truth.Records != 4605+3606 || truth.People != 4605 {
		t.Errorf("got %d records of %d people, want %d of %d", truth.Records, truth.People, 4605+3606, 4605)
	}
}

func TestSaxoOverdue(t *testing.T) {
	dir, truth := mustMake(t, "saxo", 0.05, 0)
	want := map[string]bool{}
	for _, f := range truth.Files {
		info, err := os.Stat(filepath.Join(dir, f.Share, filepath.FromSlash(f.Path)))
		if err != nil {
			t.Fatal(err)
		}
		if testNow.Sub(info.ModTime()) > 7*24*time.Hour {
			want[f.Path] = true
		}
	}
	for _, path := range truth.Overdue {
		if !want[path] {
			t.Errorf("%s is not old, and the truth says it is overdue", path)
		}
	}
	if len(want) != len(truth.Overdue) || len(want) != 2*193 {
		t.Errorf("got %d overdue files and %d old ones, want 386", len(truth.Overdue), len(want))
	}
	if truth.UnmaskedMyNumber != 67*2 || truth.MaskedMyNumber != 133*2 {
		t.Errorf("got %d unmasked and %d masked numbers, want 134 and 266", truth.UnmaskedMyNumber, truth.MaskedMyNumber)
	}
}

// The committed demonstration is what the generator writes.
func TestDemoIsCurrent(t *testing.T) {
	dir, _ := mustMake(t, "demo", 1, 0)
	committed := filepath.Join("..", "..", "testdata", "demo")
	for _, name := range []string{"print", "office"} {
		if treeHash(t, filepath.Join(dir, name)) != treeHash(t, filepath.Join(committed, name)) {
			t.Errorf("testdata/demo/%s differs from replay demo: write it again with internal/replay/make", name)
		}
	}
	for _, name := range []string{"shikiri.yaml", "truth.json"} {
		got, err := os.ReadFile(filepath.Join(committed, name))
		want, err2 := os.ReadFile(filepath.Join(dir, name))
		if err != nil || err2 != nil || !bytes.Equal(got, want) {
			t.Errorf("testdata/demo/%s differs from replay demo (%v, %v)", name, err, err2)
		}
	}
}
