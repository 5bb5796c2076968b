package crawl

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// BenchmarkSFTPSmall walks and reads files of 3 KB, with many at once as a scan
// of a server does. Compare with sftp -r of the same folder.
func BenchmarkSFTPSmall(b *testing.B) {
	s := sftpServer(b)
	const folders, files, size = 20, 100, 3200
	all := map[string]string{}
	for i := range folders * files {
		all[fmt.Sprintf("folder%02d/%05d.txt", i%folders, i)] = strings.Repeat("0123456789abcdef", size/16)
	}
	write(b, s.dir, all)
	for _, workers := range []int{1, 8, 32, 64} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			src := s.open(b, s.dir)
			b.SetBytes(folders * files * size)
			b.ReportAllocs()
			for b.Loop() {
				if got := readTree(b, src, workers); got != folders*files*size {
					b.Fatalf("%d bytes read, want %d", got, folders*files*size)
				}
			}
			b.ReportMetric(float64(b.N*folders*files)/b.Elapsed().Seconds(), "files/s")
		})
	}
}

// readTree reads all files of a share and returns how many bytes they have.
func readTree(t testing.TB, src Source, workers int) (total int64) {
	t.Helper()
	names := make(chan string)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for name := range names {
				n, err := discard(src, name)
				if err != nil {
					t.Errorf("reading %s: %v", DecodeName(name), err)
				}
				mu.Lock()
				total += n
				mu.Unlock()
			}
		})
	}
	err := Walk(t.Context(), src, WalkOptions{Workers: 4}, func(e Entry) error {
		if e.Skip != nil {
			t.Errorf("%s: %+v", e.Path, *e.Skip)
			return nil
		}
		names <- e.Name
		return nil
	})
	close(names)
	wg.Wait()
	if err != nil {
		t.Errorf("Walk: %v", err)
	}
	return total
}

func discard(src Source, name string) (int64, error) {
	f, err := src.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return io.Copy(io.Discard, f)
}

// BenchmarkSFTPLarge reads one file in order. Compare with sftp's get.
func BenchmarkSFTPLarge(b *testing.B) {
	s := sftpServer(b)
	const size = 256 << 20
	if err := os.WriteFile(filepath.Join(s.dir, "large"), make([]byte, size), 0o644); err != nil {
		b.Fatal(err)
	}
	src := s.open(b, s.dir)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		if n, err := discard(src, "large"); n != size || err != nil {
			b.Fatalf("%d bytes read, %v; want %d", n, err, size)
		}
	}
}
