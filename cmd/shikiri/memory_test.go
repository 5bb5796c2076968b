//go:build linux

package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/replay"
	"github.com/shikiri/shikiri/report"
)

// maxMemory is what the program may occupy at its peak, whatever it reads.
const maxMemory = 300 << 20

// A heavyCase is a share that a careless program would take into memory whole.
type heavyCase struct {
	name string
	// write fills the folder; a tenth of the size and less without -full. It
	// returns how many records there are at least.
	write func(t *testing.T, dir string) (records int64)
	exit  int
}

var heavyCases = []heavyCase{
	{"one line of JSON", writeLongJSON, exitViolation},
	{"one line of prose", writeLongProse, exitClean},
	{"one CSV of customers", writeCustomers, exitViolation},
	{"many small files", writeSmallFiles, exitViolation},
	{"zip bomb", writeBomb, exitIncomplete},
	{"zips in zips", writeNested, exitIncomplete},
	{"deep nesting", writeDeep, exitIncomplete}, // JSON and XML that never end are cut short
	{"one name a million times", writeNamesakes, exitViolation},
}

// The program stays small. It is built without the race detector, which would
// take several times the memory.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes some hundred megabytes")
	}
	program := filepath.Join(t.TempDir(), "shikiri")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	for _, c := range heavyCases {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			dir := t.TempDir()
			want := c.write(t, dir)
			u := measure(t, program, dir)
			s := u.run.Shares[0]
			t.Logf("%s: %d MB in %d files, %d records of %d people: peak %d MB, %.1f s, %.1f CPU seconds, %.1f MB/s per CPU second",
				c.name, s.Bytes>>20, s.Files, u.run.Summary.Records, u.run.Summary.People, u.peak>>20, u.wall.Seconds(), u.cpu.Seconds(), float64(s.Bytes)/(1<<20)/u.cpu.Seconds())
			if u.peak > maxMemory {
				t.Errorf("%s: the program took %d MB at its peak, want %d MB at most", c.name, u.peak>>20, maxMemory>>20)
			}
			if u.exit != c.exit {
				t.Errorf("%s: exit code %d, want %d; not examined: %+v", c.name, u.exit, c.exit, firstOf(u.run.Unexamined))
			}
			if got := u.run.Summary.Records; want > 0 && abs(got-want) > max(1, want/200) {
				t.Errorf("%s: got %d records, want %d", c.name, got, want)
			}
		})
	}
}

// usage is what a run of the program took.
type usage struct {
	run       report.Run
	exit      int
	peak      int64 // bytes resident
	wall, cpu time.Duration
}

// measure scans a folder. The peak is read from /proc while the program runs:
// that of wait4 begins at the size of the process that started it.
func measure(t *testing.T, program, dir string) (u usage) {
	t.Helper()
	cmd := exec.Command(program, "scan", "-q", "-f", "json", "--temp-dir", t.TempDir(), "office="+dir)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Dir = &out, &errs, t.TempDir()
	started := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	status := fmt.Sprintf("/proc/%d/status", cmd.Process.Pid)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	var err error
	for running := true; running; {
		select {
		case err = <-done:
			running = false
		case <-tick.C:
			u.peak = max(u.peak, peakOf(status))
		}
	}
	u.wall, u.cpu = time.Since(started), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	u.exit = cmd.ProcessState.ExitCode()
	if err := json.Unmarshal(out.Bytes(), &u.run); err != nil || len(u.run.Shares) != 1 || u.peak == 0 {
		t.Fatalf("the program ends with %d, peak %d, report: %v; standard error: %.300s", u.exit, u.peak, err, errs.String())
	}
	return u
}

// peakOf returns VmHWM of a process's status file, or 0 if it has ended.
func peakOf(status string) int64 {
	text, err := os.ReadFile(status)
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	kilobytes, err := strconv.ParseInt(firstWord(rest), 10, 64)
	if err != nil {
		return 0
	}
	return kilobytes << 10
}

func firstWord(s string) string {
	if words := strings.Fields(s); len(words) > 0 {
		return words[0]
	}
	return ""
}

// sized returns n with -full, else a part of it.
func sized(n, part int) int {
	if *full {
		return n
	}
	return n / part
}

// stream writes a file without ever holding it.
func stream(t *testing.T, path string, write func(w *bufio.Writer)) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	write(w)
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

var (
	heavySurnames = strings.Fields("佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水")
	heavyGivens   = strings.Fields("一郎 二郎 健太 翔太 直樹 大輔 和也 達也 誠 隆 花子 幸子 和子 恵子 陽子 由美子 久美子 裕子 真由美 明美")
)

func heavyName(i int) string {
	return heavySurnames[i%len(heavySurnames)] + " " + heavyGivens[i/len(heavySurnames)%len(heavyGivens)]
}

// writeLongJSON writes 2 GB of JSON without a line end.
func writeLongJSON(t *testing.T, dir string) int64 {
	n := sized(12_500_000, 10)
	stream(t, filepath.Join(dir, "export.json"), func(w *bufio.Writer) {
		w.WriteString(`{"items":[`)
		for i := range n {
			if i > 0 {
				w.WriteByte(',')
			}
			fmt.Fprintf(w, `{"id":%d,"氏名":"%s","住所":"静岡県静岡市葵区追手町%d番%d号","電話":"090-0000-%04d","備考":"定期発送の対象、再送なし"}`, i, heavyName(i), i/1000+1, i%1000+1, i%10000)
		}
		w.WriteString(`]}`)
	})
	return int64(n)
}

func writeLongProse(t *testing.T, dir string) int64 {
	stream(t, filepath.Join(dir, "prose.txt"), func(w *bufio.Writer) {
		for i := range sized(20_000_000, 20) {
			fmt.Fprintf(w, "今回の印刷は第%d回で、用紙を補給してから再開しました。", i)
		}
	})
	return 0
}

// writeCustomers writes the 5.96 million rows of replay docomo.
func writeCustomers(t *testing.T, dir string) int64 {
	made := t.TempDir()
	truth, err := replay.Make("docomo", made, replay.Options{Scale: float64(sized(100, 20)) / 100})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(made, "share"), filepath.Join(dir, "share")); err != nil {
		t.Fatal(err)
	}
	return int64(truth.Records)
}

// writeSmallFiles writes files of five people each.
func writeSmallFiles(t *testing.T, dir string) int64 {
	n := sized(100_000, 5)
	for i := range n {
		sub := filepath.Join(dir, fmt.Sprintf("発送%03d", i/1000))
		if i%1000 == 0 {
			if err := os.Mkdir(sub, 0o777); err != nil {
				t.Fatal(err)
			}
		}
		var text bytes.Buffer
		text.WriteString("氏名,住所,電話番号,メール\n")
		for j := range 5 {
			k := i*5 + j
			fmt.Fprintf(&text, "%s,静岡県静岡市葵区追手町%d番%d号,090-0000-%04d,c%d@example.jp\n", heavyName(k), k/1000+1, k%1000+1, k%10000, k)
		}
		if err := os.WriteFile(filepath.Join(sub, fmt.Sprintf("名簿%05d.csv", i)), text.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return int64(n) * 5
}

// writeBomb writes a ZIP file of a few megabytes with members of gigabytes of
// zeros and of one letter.
func writeBomb(t *testing.T, dir string) int64 {
	stream(t, filepath.Join(dir, "bomb.zip"), func(w *bufio.Writer) {
		zw := zip.NewWriter(w)
		zw.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { // three times as fast under -race
			return flate.NewWriter(w, flate.BestSpeed)
		})
		for i, fill := range []byte{0, 'a', '1', '\n'} {
			m, err := zw.Create(fmt.Sprintf("member%d.txt", i))
			if err != nil {
				t.Fatal(err)
			}
			chunk := bytes.Repeat([]byte{fill}, 1<<20)
			for range sized(2000, 4) {
				if _, err := m.Write(chunk); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := zw.Close(); err != nil {
			t.Fatal(err)
		}
	})
	return 0
}

// writeNested writes archives in archives, deeper than a scan goes.
func writeNested(t *testing.T, dir string) int64 {
	inner := bytes.Repeat([]byte("用紙を補給してから再開しました。\n"), 1000)
	name := "memo.txt"
	for depth := range 60 {
		var out bytes.Buffer
		zw := zip.NewWriter(&out)
		for i := range 2 {
			m, err := zw.Create(fmt.Sprintf("%d_%s", i, name))
			if err == nil && (i == 0 || depth < 8) {
				_, err = m.Write(inner)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := zw.Close(); err != nil {
			t.Fatal(err)
		}
		inner, name = out.Bytes(), "in.zip"
	}
	if err := os.WriteFile(filepath.Join(dir, "nested.zip"), inner, 0o666); err != nil {
		t.Fatal(err)
	}
	return 0
}

// writeDeep writes brackets, elements and objects that open and never close.
func writeDeep(t *testing.T, dir string) int64 {
	for name, open := range map[string]string{"a.json": "[", "b.json": `{"a":`, "c.xml": "<a>", "d.html": "<div>", "e.html": "<table><tr><td>", "f.csv": `"`, "g.txt": "（"} {
		stream(t, filepath.Join(dir, name), func(w *bufio.Writer) {
			for range sized(100<<20, 10) / len(open) {
				io.WriteString(w, open)
			}
		})
	}
	return 0
}

// writeNamesakes writes one name with a million addresses.
func writeNamesakes(t *testing.T, dir string) int64 {
	n := sized(5_000_000, 5)
	stream(t, filepath.Join(dir, "same.csv"), func(w *bufio.Writer) {
		w.WriteString("氏名,住所\r\n")
		for i := range n {
			fmt.Fprintf(w, "山田 太郎,静岡県静岡市葵区追手町%d番%d号\r\n", i/1000+1, i%1000+1)
		}
	})
	return int64(n)
}
