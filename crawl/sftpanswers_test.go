//go:build unix

package crawl

import (
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pkg/sftp"
)

// TestSFTPShortAnswers: answers that are shorter than what was asked for do not
// end a file, and a file that ends early is no file.
func TestSFTPShortAnswers(t *testing.T) {
	const size = 300_000
	content := make([]byte, size)
	for i := range content {
		content[i] = byte(i * 7 >> 3)
	}
	for _, tt := range []struct {
		most, ends int
		ok         bool
	}{{32 << 10, size, true}, {1000, size, true}, {32 << 10, size - 1, false}, {5000, 0, false}, {32 << 10, 150_000, false}} {
		h := startHostile(t, nil, func(kind byte, body []byte) []byte {
			switch kind {
			case fxLstat, fxFstat:
				if !strings.HasSuffix(string(body), "/") {
					return append([]byte{fxAttrs}, attrs(size, modeFile)...)
				}
			case fxRead:
				body = body[len(text("h")):]
				off, n := int(binary.BigEndian.Uint64(body)), int(binary.BigEndian.Uint32(body[8:]))
				if off >= tt.ends {
					return status(fxEOF)
				}
				return append([]byte{fxData}, text(string(content[off:min(off+min(n, tt.most), tt.ends)]))...)
			}
			return emptyFolder(kind)
		})
		src := openWith(t, h.url("/"), Options{KnownHosts: h.known})
		got, err := readAllOf(src, "a")
		if tt.ok && (err != nil || got != string(content)) {
			t.Errorf("answers of %d bytes at most: %d bytes, %v; want all", tt.most, len(got), err)
		}
		if !tt.ok && (!errors.Is(err, errChanged) || !Temporary(err) || SkipFor(err).Reason != ReasonUnreadable) {
			t.Errorf("a file of %d bytes that ends after %d: %d bytes, %v; want %v", size, tt.ends, len(got), err, errChanged)
		}
	}
}

// TestSFTPSwapped: what is opened is not what was looked at.
func TestSFTPSwapped(t *testing.T) {
	for mode, want := range map[uint32]string{modeFIFO: "is a FIFO", 0o100600: errChanged.Error()} {
		h := startHostile(t, nil, func(kind byte, body []byte) []byte {
			switch {
			case kind == fxFstat:
				return append([]byte{fxAttrs}, attrs(0, mode)...)
			case kind == fxLstat && !strings.HasSuffix(string(body), "/"):
				return append([]byte{fxAttrs}, attrs(0, modeFile)...)
			}
			return emptyFolder(kind)
		})
		src := openWith(t, h.url("/"), Options{KnownHosts: h.known})
		if _, err := src.Open("a"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a file that became one of mode %o: %v; want %s", mode, err, want)
		}
	}
}

// FuzzSFTPAnswers lets a server say anything.
func FuzzSFTPAnswers(f *testing.F) {
	f.Add(byte(fxLstat), []byte{fxAttrs, 0, 0, 0, 15})
	f.Add(byte(fxReaddir), []byte{fxName, 255, 255, 255, 255})
	f.Add(byte(fxRead), []byte{fxData, 0, 0, 0, 9, 1})
	f.Add(byte(fxRealpath), []byte{fxName, 0, 0, 0, 1, 0, 0, 0, 1, 'x', 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add(byte(fxOpendir), []byte{fxStatus, 0, 0, 0, 4})
	f.Fuzz(func(t *testing.T, asked byte, answer []byte) {
		if len(answer) == 0 {
			return
		}
		var once atomic.Int32
		c, end := startPipe(t, func(kind byte, body []byte) []byte {
			if kind == asked && once.Add(1) == 1 {
				return answer
			}
			return emptyFolder(kind)
		})
		defer end()
		_ = c.canList("/")
		if all, err := c.readDir("/"); err == nil {
			r := &sftpFolder{look: func(string) listed { return listed{err: fs.ErrInvalid} }}
			for _, fi := range all {
				if l := r.entry(fi); l.err == nil && strings.ContainsAny(l.name, "/\x00") {
					t.Errorf("a folder holds %q", l.name)
				}
			}
		}
		if h, err := c.open("/a"); err == nil {
			if err := h.inspect("a", &sftp.FileStat{Mode: 0o40755, UID: 1000, GID: 1000}); err == nil {
				_, err = h.ReadAt(make([]byte, 100), 0)
				if err == io.EOF && h.info.size > 0 {
					t.Error("a file ended before its size, and nobody says so")
				}
			}
		}
	})
}
