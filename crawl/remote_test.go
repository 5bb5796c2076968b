package crawl

import (
	"errors"
	"io"
	"sync/atomic"
	"testing"
)

// fakeHandle is a file of 3 MB on a connection.
type fakeHandle struct {
	conn *fakeConn
	size int64
	i    info
}

func (h *fakeHandle) Close() error         { return nil }
func (h *fakeHandle) stat() (*info, error) { return &h.i, nil }
func (h *fakeHandle) ReadAt(p []byte, off int64) (int, error) {
	if h.conn.closed.Load() {
		return 0, errLine
	}
	n := int(min(int64(len(p)), max(0, h.size-off)))
	for i := range n {
		p[i] = byte((off + int64(i)) >> 8)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func openFake(t *testing.T, p *pool[*fakeConn], size func() int64) *remoteFile[*fakeConn] {
	t.Helper()
	f, err := openRemote(p, "f", func(c *fakeConn) (handle, error) {
		return &fakeHandle{conn: c, size: size(), i: info{name: "f", size: size()}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestRemoteFileSurvives(t *testing.T) {
	const size = 3<<20 + 5
	h := &fakeHost{}
	p := newFakePool(t, h)
	f := openFake(t, p, func() int64 { return size })
	var got []byte
	buf := make([]byte, 300<<10)
	for {
		n, err := f.Read(buf)
		got = append(got, buf[:n]...)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		f.mu.RLock() // what is read ahead opens it again
		at := f.at
		f.mu.RUnlock()
		p.drop(at)
	}
	for i, b := range got {
		if b != byte(i>>8) {
			t.Fatalf("byte %d is %d, want %d", i, b, byte(i>>8))
		}
	}
	if len(got) != size {
		t.Errorf("%d bytes were read while connections broke, want %d", len(got), size)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	for i, l := range p.lines {
		if l.users != 0 {
			t.Errorf("line %d has %d users when the file is closed", i, l.users)
		}
	}
}

func TestRemoteFileChanges(t *testing.T) {
	h := &fakeHost{}
	p := newFakePool(t, h)
	var size atomic.Int64
	size.Store(2 << 20)
	f := openFake(t, p, size.Load)
	defer f.Close()
	size.Store(1 << 20)
	p.drop(f.at)
	if _, err := io.Copy(io.Discard, f); !errors.Is(err, errChanged) || !Temporary(err) {
		t.Errorf("a file that is another after the connection broke: %v, want %v", err, errChanged)
	}
}

// breaking is a file on connections that break when they are asked for much at
// once, and give nothing of it.
type breaking struct{ *fakeHandle }

func (b breaking) ReadAt(p []byte, off int64) (int, error) {
	if len(p) > 200<<10 {
		b.conn.Close()
		return 0, errLine
	}
	return b.fakeHandle.ReadAt(p, off)
}

func TestRemoteFileAsksForLess(t *testing.T) {
	const size = 3<<20 + 5
	f, err := openRemote(newFakePool(t, &fakeHost{}), "f", func(c *fakeConn) (handle, error) {
		return breaking{&fakeHandle{conn: c, size: size, i: info{name: "f", size: size}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if n, err := io.Copy(io.Discard, f); n != size || err != nil {
		t.Errorf("%d bytes were read, %v; want %d", n, err, size)
	}
}

// lazy is a file of a server that says that all is well, and sends nothing.
type lazy struct{ *fakeHandle }

func (lazy) ReadAt([]byte, int64) (int, error) { return 0, nil }

func TestRemoteFileWithoutData(t *testing.T) {
	f, err := openRemote(newFakePool(t, &fakeHost{}), "f", func(c *fakeConn) (handle, error) {
		return lazy{&fakeHandle{conn: c, size: 5, i: info{name: "f", size: 5}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if n, err := f.Read(make([]byte, 5)); n != 0 || !errors.Is(err, errNoData) {
		t.Errorf("Read() = %d, %v; want 0, %v", n, err, errNoData)
	}
}
