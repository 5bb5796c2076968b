package replay

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// A file is written line by line. Errors stick in its builder.
type file struct {
	b             *builder
	w             *bufio.Writer
	closers       []io.Closer // of what w writes to, outermost last
	where         string      // on disk
	share, path   string
	member        string
	client, style string
	set           charset
	eol           string
	buf           []byte
	records       int
	companies     int
	age           time.Duration // with Options.Now: how long ago it was modified
}

// A place says what a new file is.
type place struct {
	share, path   string // path is relative to the share, with slashes
	client, style string
	set           charset
	eol           string // "" is "\n"
	age           time.Duration
	rawName       bool // the last element is CP932 on disk where the system allows it
}

// create begins a file; one named .gz is compressed.
func (b *builder) create(p place) *file {
	f := b.open(p)
	if b.err == nil && strings.HasSuffix(p.path, ".gz") {
		zw := gzip.NewWriter(f.w)
		f.closers = append([]io.Closer{zw, flusher{f.w}}, f.closers...)
		f.w = bufio.NewWriter(zw)
	}
	f.raw(p.set.mark())
	return f
}

type flusher struct{ w *bufio.Writer }

func (f flusher) Close() error { return f.w.Flush() }

func (b *builder) open(p place) *file {
	f := &file{b: b, share: p.share, path: p.path, client: p.client, style: p.style, set: p.set, eol: p.eol, age: p.age}
	if f.eol == "" {
		f.eol = "\n"
	}
	name := p.path
	if p.rawName && rawNames {
		base, err := cp932.append(nil, path.Base(name))
		if err != nil {
			b.fail(err)
		}
		name = path.Join(path.Dir(name), string(base))
	}
	f.where = filepath.Join(b.dir, filepath.FromSlash(p.share), filepath.FromSlash(name))
	if b.err != nil {
		return f
	}
	if err := os.MkdirAll(filepath.Dir(f.where), 0o777); err != nil {
		b.fail(err)
		return f
	}
	// Exclusive: a share must hold what its truth says and nothing older.
	disk, err := os.OpenFile(f.where, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		b.fail(err)
		return f
	}
	f.w = bufio.NewWriterSize(disk, 1<<16)
	f.closers = []io.Closer{disk}
	return f
}

// raw writes bytes as they are.
func (f *file) raw(s string) {
	if f.b.err != nil {
		return
	}
	if _, err := f.w.WriteString(s); err != nil {
		f.b.fail(err)
	}
}

// put writes text in the file's character set; "\n" in it becomes the file's
// line end.
func (f *file) put(s string) {
	if f.b.err != nil {
		return
	}
	if f.eol != "\n" {
		s = strings.ReplaceAll(s, "\n", f.eol)
	}
	var err error
	if f.buf, err = f.set.append(f.buf[:0], s); err != nil {
		f.b.fail(fmt.Errorf("write %s: %w", f.path, err))
		return
	}
	if _, err = f.w.Write(f.buf); err != nil {
		f.b.fail(err)
	}
}

func (f *file) line(s string)                    { f.put(s + "\n") }
func (f *file) linef(format string, args ...any) { f.put(fmt.Sprintf(format+"\n", args...)) }

// close ends the file and notes what it holds.
func (f *file) close() {
	f.end()
	f.count()
	if f.b.err != nil || f.age == 0 || f.b.now.IsZero() || f.member != "" {
		return
	}
	when := f.b.now.Add(-f.age)
	if err := os.Chtimes(f.where, when, when); err != nil {
		f.b.fail(err)
	}
}

// count notes the size of a file that is in a share.
func (f *file) count() {
	if f.b.err != nil || f.share == "" {
		return
	}
	info, err := os.Stat(f.where)
	if err != nil {
		f.b.fail(err)
		return
	}
	f.b.truth.OnDisk++
	f.b.truth.Bytes += info.Size()
}

func (f *file) end() {
	if f.w != nil {
		if err := f.w.Flush(); err != nil {
			f.b.fail(err)
		}
	}
	for _, c := range f.closers {
		if err := c.Close(); err != nil {
			f.b.fail(err)
		}
	}
	if f.records > 0 {
		f.b.truth.Files = append(f.b.truth.Files, FileTruth{
			Share: f.share, Path: f.path, Member: f.member, Style: f.style, Charset: f.set.String(),
			Records: f.records, Companies: f.companies,
		})
	}
}

// text writes a whole file that is about nobody.
func (b *builder) text(share, path string, set charset, text string) {
	f := b.create(place{share: share, path: path, set: set})
	f.put(text)
	f.close()
}

// An archive is a ZIP file whose member names are CP932, as Windows in Japan
// writes them.
type archive struct {
	*file
	zw     *zip.Writer
	stored bool // members are not compressed
}

func (b *builder) createZip(p place) *archive {
	f := b.open(p)
	if b.err != nil {
		return &archive{file: f, zw: zip.NewWriter(io.Discard)}
	}
	return &archive{file: f, zw: zip.NewWriter(f.w)}
}

// add begins a member, to be ended before the next begins.
func (a *archive) add(name, style string, set charset) *file {
	m := &file{b: a.b, share: a.share, path: a.path, member: name, client: a.client, style: style, set: set, eol: a.eol}
	raw, err := cp932.append(nil, name)
	if err != nil {
		a.b.fail(err)
	}
	method := zip.Deflate
	if a.stored {
		method = zip.Store
	}
	w, err := a.zw.CreateHeader(&zip.FileHeader{
		Name: string(raw), NonUTF8: true, Method: method,
		Modified: time.Date(2024, 5, 2, 3, 4, 6, 0, time.UTC),
	})
	if err != nil {
		a.b.fail(err)
	}
	m.w = bufio.NewWriter(w)
	m.raw(set.mark())
	return m
}

func (a *archive) close() {
	if err := a.zw.Close(); err != nil {
		a.b.fail(err)
	}
	a.file.close()
}
