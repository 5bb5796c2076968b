package crawl

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// smallFiles makes 200 folders of 100 files of 1,000 bytes.
func smallFiles(b *testing.B) (dir string, names []string) {
	const folders, files, size = 200, 100, 1000
	dir = b.TempDir()
	text := string(make([]byte, size))
	all := map[string]string{}
	for i := range folders * files {
		name := fmt.Sprintf("folder%03d/file%05d.txt", i%folders, i)
		all[name] = text
		names = append(names, name)
	}
	write(b, dir, all)
	return dir, names
}

func BenchmarkWalk(b *testing.B) {
	dir, names := smallFiles(b)
	src := open(b, dir)
	perFile := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(names)), "ns/file")
	}
	for _, workers := range []int{1, 2, 8} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var files atomic.Int64
				Walk(b.Context(), src, WalkOptions{Workers: workers}, func(e Entry) error {
					files.Add(1)
					return nil
				})
				if int(files.Load()) != len(names) {
					b.Fatalf("Walk met %d files of %d", files.Load(), len(names))
				}
			}
			perFile(b)
		})
	}
	b.Run("names", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var files atomic.Int64
			Walk(b.Context(), src, WalkOptions{NamesOnly: true}, func(e Entry) error {
				files.Add(1)
				return nil
			})
			if int(files.Load()) != len(names) {
				b.Fatalf("Walk met %d files of %d", files.Load(), len(names))
			}
		}
		perFile(b)
	})
	b.Run("rg --files", func(b *testing.B) {
		rg, err := exec.LookPath("rg")
		if err != nil {
			b.Skip("ripgrep is not installed")
		}
		for b.Loop() {
			if err := exec.Command(rg, "--files", "--no-ignore", "--hidden", dir).Run(); err != nil {
				b.Fatal(err)
			}
		}
		perFile(b)
	})
	b.Run("filepath.WalkDir", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
				if err == nil && d.Type().IsRegular() {
					_, err = d.Info() // Walk tells size and time too
				}
				return err
			})
		}
		perFile(b)
	})
}

func BenchmarkReadSmall(b *testing.B) {
	dir, names := smallFiles(b)
	src := open(b, dir)
	read := func(b *testing.B, one func(name string, buf []byte) int) {
		b.SetBytes(1000)
		b.ReportAllocs()
		b.SetParallelism(4) // as many as hide the waiting; the CPUs set the pace here
		var next atomic.Int64
		b.RunParallel(func(pb *testing.PB) {
			buf := make([]byte, 64<<10)
			for pb.Next() {
				if n := one(names[int(next.Add(1))%len(names)], buf); n != 1000 {
					b.Errorf("read %d bytes, want 1000", n)
				}
			}
		})
	}
	b.Run("source", func(b *testing.B) {
		read(b, func(name string, buf []byte) int {
			e := Entry{Name: name, Size: unknownSize}
			f, err := e.Open(src)
			if err != nil {
				return -1
			}
			defer f.Close()
			n, _ := f.Read(buf)
			return n
		})
	})
	b.Run("os.ReadFile", func(b *testing.B) {
		read(b, func(name string, _ []byte) int {
			all, _ := os.ReadFile(filepath.Join(dir, name))
			return len(all)
		})
	})
	b.Run("os.Root", func(b *testing.B) {
		root, err := os.OpenRoot(dir)
		if err != nil {
			b.Fatal(err)
		}
		defer root.Close()
		read(b, func(name string, buf []byte) int {
			f, err := root.Open(name)
			if err != nil {
				return -1
			}
			defer f.Close()
			n, _ := f.Read(buf)
			return n
		})
	})
}

func BenchmarkReadLarge(b *testing.B) {
	const size = 64 << 20
	dir := b.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "f"), make([]byte, size), 0o644); err != nil {
		b.Fatal(err)
	}
	src := open(b, dir)
	buf := make([]byte, 256<<10)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		f, err := src.Open("f")
		if err != nil {
			b.Fatal(err)
		}
		for err = nil; err == nil; {
			_, err = f.Read(buf)
		}
		if f.Close(); err != io.EOF {
			b.Fatal(err)
		}
	}
}
