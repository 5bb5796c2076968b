package extract

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
	"time"
)

// ServeApart reads the files that an Apart sends over r and answers over w,
// until r ends. The process ends itself when it takes too much memory or when
// the one that started it is gone.
func ServeApart(r io.Reader, w io.Writer) error {
	signal.Ignore(os.Interrupt) // the terminal tells it to all; the one that started this one decides
	debug.SetMemoryLimit(apartMemory * 3 / 4)
	go watchSelf(os.Getppid())
	bw := bufio.NewWriterSize(w, packedBuffer)
	s := &apartServer{dec: gob.NewDecoder(bufio.NewReaderSize(r, packedBuffer)), enc: gob.NewEncoder(bw), w: bw}
	for {
		var m message
		if err := s.dec.Decode(&m); err != nil {
			if err == io.EOF {
				return nil
			}
			return err
		}
		if m.Job == nil {
			return errors.New("a message that is no job")
		}
		if err := s.serve(m.Job); err != nil {
			return err
		}
	}
}

// watchSelf ends the process when it is of no use or of too much.
func watchSelf(parent int) {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for {
		time.Sleep(20 * time.Millisecond)
		used := residentMemory(os.Getpid())
		if used == 0 {
			metrics.Read(sample)
			used = int64(sample[0].Value.Uint64() - sample[1].Value.Uint64())
		}
		if used > apartMemory+apartMore.Load() {
			os.Exit(apartExitMemory)
		}
		if os.Getppid() != parent {
			os.Exit(1)
		}
	}
}

// apartMore is what this process may take beyond apartMemory.
var apartMore atomic.Int64

// withMemory calls f, which is known to take so much memory for a moment, and
// not for what a file holds: a library that is compiled.
func withMemory(more int64, f func()) {
	apartMore.Add(more)
	limit := debug.SetMemoryLimit(-1)
	if limit < 1<<62 {
		debug.SetMemoryLimit(limit + more)
	}
	f()
	debug.SetMemoryLimit(limit)
	debug.FreeOSMemory()
	apartMore.Add(-more)
}

// An apartServer is the other end of an apartSession.
type apartServer struct {
	dec    *gob.Decoder
	enc    *gob.Encoder
	w      *bufio.Writer
	budget *Budget
	err    error // of the pipe; sticky
}

// serve reads one file. The error is that of the pipe.
func (s *apartServer) serve(job *apartJob) error {
	b := Budget{Depth: job.Depth, Bytes: job.Bytes, Settings: &Settings{TempDir: job.TempDir, Passwords: job.Passwords}}
	if job.OCR {
		b.Settings.OCR = s
	}
	s.budget = &b
	f := &File{Name: job.Name, Size: job.Size, Budget: &b}
	at := &apartFile{s: s, size: job.Size}
	f.Reader = &apartReader{io.NewSectionReader(at, 0, job.Size), at}
	m := &message{Kind: messageDone}
	if err := s.extract(job.Format, f); err != nil && !errors.As(err, &m.Skip) {
		m.Fault = true
	}
	return s.send(m)
}

func (s *apartServer) extract(name string, f *File) (err error) {
	defer func() {
		if recover() != nil {
			err = &Skip{ReasonDamaged, "reader panicked"}
		}
	}()
	for _, format := range formats {
		if format.Name == name {
			return format.Extract(context.Background(), f, s)
		}
	}
	return &Skip{ReasonUnsupported, "no reader for this format"}
}

func (s *apartServer) send(m *message) error {
	m.Used = s.budget.used
	if s.err == nil {
		s.err = s.enc.Encode(m)
	}
	if s.err == nil {
		s.err = s.w.Flush()
	}
	return s.err
}

// ask sends m and returns the answer.
func (s *apartServer) ask(m *message) (*message, error) {
	if err := s.send(m); err != nil {
		return nil, err
	}
	answer := new(message)
	if err := s.dec.Decode(answer); err != nil {
		s.err = err
		return nil, err
	}
	return answer, nil
}

func (s *apartServer) Text(b *Block) error { return s.send(&message{Kind: messageText, Block: b}) }

func (s *apartServer) Skip(member string, skip Skip) {
	_ = s.send(&message{Kind: messageSkip, Name: member, Skip: &skip}) // sticky
}

func (s *apartServer) Image() { _ = s.send(&message{Kind: messageImage}) }

// Recognize asks the process that has the pool of OCR.
func (s *apartServer) Recognize(_ context.Context, image []byte) ([]byte, error) {
	m, err := s.ask(&message{Kind: messageOCR, Data: image})
	if err != nil {
		return nil, err
	}
	return m.Data, m.err()
}

func (s *apartServer) Member(f *File) error {
	if err := s.send(&message{Kind: messageMember, Name: f.Name, Size: f.Size}); err != nil {
		return err
	}
	buf := make([]byte, packedBuffer)
	end := &message{Kind: messageEnd}
	for {
		n, err := f.Read(buf)
		if n > 0 {
			if err := s.send(&message{Kind: messageData, Data: buf[:n]}); err != nil {
				return err
			}
		}
		if err == nil {
			continue
		}
		if err != io.EOF && !errors.As(err, &end.Skip) {
			end.Fault = true
		}
		return s.send(end)
	}
}

// An apartReader is the file as a format sees it.
type apartReader struct {
	*io.SectionReader
	at *apartFile
}

func (r *apartReader) ReadAt(p []byte, off int64) (int, error) { return r.at.ReadAt(p, off) }

const (
	apartChunk  = 128 << 10
	apartChunks = 32
)

// An apartFile is a file that the other process reads. Pieces of it are kept:
// libraries ask for few bytes at a time.
type apartFile struct {
	s      *apartServer
	size   int64
	chunks [apartChunks]struct {
		number int64 // from 1
		data   []byte
		used   int64
	}
	clock int64
}

func (f *apartFile) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		if off < 0 || off >= f.size {
			return n, io.EOF
		}
		data, err := f.chunk(off / apartChunk)
		if err != nil {
			return n, err
		}
		at := int(off % apartChunk)
		if at >= len(data) {
			return n, io.EOF
		}
		m := copy(p[n:], data[at:])
		n += m
		off += int64(m)
	}
	return n, nil
}

// chunk returns a piece of the file.
func (f *apartFile) chunk(i int64) ([]byte, error) {
	f.clock++
	oldest := 0
	for k := range f.chunks {
		c := &f.chunks[k]
		if c.number == i+1 {
			c.used = f.clock
			return c.data, nil
		}
		if c.used < f.chunks[oldest].used {
			oldest = k
		}
	}
	m, err := f.s.ask(&message{Kind: messageRead, Off: i * apartChunk, Size: min(apartChunk, f.size-i*apartChunk)})
	if err != nil {
		return nil, err
	}
	if m.Fault {
		return nil, errApartGone
	}
	c := &f.chunks[oldest]
	c.number, c.data, c.used = i+1, m.Data, f.clock
	return c.data, nil
}
