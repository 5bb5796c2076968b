package crawl

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/shikiri/shikiri/internal/servers"
)

// BenchmarkSMBSmall reads files of 3.2 KB, each opened, read and closed, by
// some readers at once. Beside it: smbclient's mget of the same files.
func BenchmarkSMBSmall(b *testing.B) {
	const files, size = 4000, 3200
	s := servers.Get(b)
	disk, name := s.Dir(b)
	all := map[string]string{}
	var names []string
	for i := range files {
		names = append(names, fmt.Sprintf("名簿%05d.csv", i))
		all[names[i]] = strings.Repeat("x", size)
	}
	write(b, disk, all)
	for _, readers := range []int{1, 8, 16, 32, 64} {
		b.Run(fmt.Sprintf("readers=%d", readers), func(b *testing.B) {
			src := openSMBShare(b, s, "SMB", "data/"+name)
			b.SetBytes(size)
			b.ReportAllocs()
			b.SetParallelism(max(1, readers/2)) // times 2 CPUs
			var next atomic.Int64
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				buf := make([]byte, 64<<10)
				for pb.Next() {
					f, err := src.Open(names[int(next.Add(1))%files])
					if err != nil {
						b.Error(err)
						return
					}
					if n, _ := io.ReadFull(f, buf); n != size {
						b.Errorf("read %d bytes, want %d", n, size)
					}
					f.Close()
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "files/s")
		})
	}
}

func BenchmarkSMBLarge(b *testing.B) {
	const size = 64 << 20
	s := servers.Get(b)
	disk, name := s.Dir(b)
	if err := os.WriteFile(filepath.Join(disk, "f"), make([]byte, size), 0o644); err != nil {
		b.Fatal(err)
	}
	for _, share := range []string{"data", "secret"} {
		b.Run(share, func(b *testing.B) {
			src := openSMBShare(b, s, "SMB", share+"/"+name)
			buf := make([]byte, 256<<10)
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				f, err := src.Open("f")
				if err != nil {
					b.Fatal(err)
				}
				n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{f}, buf)
				if f.Close(); n != size || err != nil {
					b.Fatalf("%d bytes, %v", n, err)
				}
			}
		})
	}
}

func BenchmarkSMBWalk(b *testing.B) {
	const folders, files = 50, 200
	s := servers.Get(b)
	disk, name := s.Dir(b)
	all := map[string]string{}
	for i := range folders * files {
		all[fmt.Sprintf("部署%d/名簿%05d.csv", i%folders, i)] = ""
	}
	write(b, disk, all)
	src := openSMBShare(b, s, "SMB", "data/"+name)
	b.ReportAllocs()
	for b.Loop() {
		var met atomic.Int64
		Walk(b.Context(), src, WalkOptions{Workers: 4}, func(Entry) error { met.Add(1); return nil })
		if met.Load() != folders*files {
			b.Fatalf("Walk met %d files, want %d", met.Load(), folders*files)
		}
	}
	b.ReportMetric(float64(b.N*folders*files)/b.Elapsed().Seconds(), "files/s")
}
