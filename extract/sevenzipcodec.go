package extract

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"sync"

	"github.com/bodgit/sevenzip"
	"github.com/klauspost/compress/zstd"
	"github.com/stangelandcl/ppmd"
	"github.com/ulikunitz/xz/lzma"

	"github.com/shikiri/shikiri/extract/deflate64"
)

// How much memory a decoder may take, for an archive on a share and for one
// inside another archive. Level 9 of 7-Zip takes 256 MiB, so beyond
// sevenZipNested only one archive at a time is read.
const (
	sevenZipOuter  = 256 << 20
	sevenZipNested = 64 << 20
)

// errNoPassword says that something is encrypted and no password was given.
var errNoPassword = errors.New("encrypted")

// sevenZipTurn is held while the library makes decoders: it makes them through
// functions that are the same for all archives, so what an archive may take must
// be told aside. sevenZipVast is held by the archive that takes much memory.
var (
	sevenZipTurn   = make(chan struct{}, 1)
	sevenZipVast   = make(chan struct{}, 1)
	sevenZipMemory int64
)

// A sevenZipGate is an archive's way to the library.
type sevenZipGate struct{ vast bool }

// run runs f, which may make decoders. One that needs more memory than an
// archive inside another may take is made again once it is the turn of s.
func (g *sevenZipGate) run(s *sevenZip, f func() error) error {
	sevenZipCodecs()
	if g.vast {
		return g.attempt(s, s.limit, f)
	}
	err := g.attempt(s, min(s.limit, sevenZipNested), f)
	var skip *Skip
	if !errors.As(err, &skip) || skip.Reason != ReasonTooLarge || s.limit <= sevenZipNested {
		return err
	}
	if err := g.take(s.ctx); err != nil {
		return err
	}
	return g.attempt(s, s.limit, f)
}

// take waits for the turn to take much memory.
func (g *sevenZipGate) take(ctx context.Context) error {
	if g.vast {
		return nil
	}
	select {
	case sevenZipVast <- struct{}{}:
		g.vast = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *sevenZipGate) attempt(s *sevenZip, memory int64, f func() error) error {
	select {
	case sevenZipTurn <- struct{}{}:
	case <-s.ctx.Done():
		return s.ctx.Err()
	}
	defer func() { <-sevenZipTurn }()
	sevenZipMemory = memory
	return f()
}

func (g *sevenZipGate) leave() {
	if g.vast {
		<-sevenZipVast
	}
}

// sevenZipCodecs puts decoders of bounded memory in the place of the library's,
// which take what a file says.
var sevenZipCodecs = sync.OnceFunc(func() {
	for id, codec := range map[string]sevenzip.Decompressor{
		"\x03\x01\x01": sevenZipLZMA, "\x21": sevenZipLZMA2, "\x03\x04\x01": sevenZipPPMd,
		"\x04\xf7\x11\x01": sevenZipZstd, "\x06\xf1\x07\x01": sevenZipDecrypt,
		"\x04\x01\x09": sevenZipDeflate64,
	} {
		sevenzip.RegisterDecompressor([]byte(id), codec)
	}
})

var errCodec = errors.New("a decoder was described wrongly")

// window is how large a dictionary must be to unpack size bytes. No copy reaches
// further back than to the start.
func window(dictionary, size uint64) (int, error) {
	n := min(dictionary, size)
	if n > uint64(sevenZipMemory) {
		return 0, tooMuchMemory(n)
	}
	return int(max(n, lzma.MinDictCap)), nil
}

func tooMuchMemory(n uint64) *Skip {
	return &Skip{ReasonTooLarge, "needs " + size(int64(min(n, 1<<62))) + " of memory to unpack"}
}

func sevenZipLZMA(props []byte, size uint64, in []io.ReadCloser) (io.ReadCloser, error) {
	if len(props) != 5 || len(in) != 1 || size > 1<<62 {
		return nil, errCodec
	}
	n, err := window(uint64(binary.LittleEndian.Uint32(props[1:])), size)
	if err != nil {
		return nil, err
	}
	head := binary.LittleEndian.AppendUint32(props[:1:1], uint32(n))
	head = binary.LittleEndian.AppendUint64(head, size)
	r, err := lzma.NewReader(&headed{head: head, r: in[0]})
	return codecReader{r}, err
}

// headed is a header in front of a reader, read byte by byte or in pieces.
type headed struct {
	head []byte
	r    io.Reader
	one  [1]byte
}

func (h *headed) Read(p []byte) (int, error) {
	if len(h.head) > 0 {
		n := copy(p, h.head)
		h.head = h.head[n:]
		return n, nil
	}
	return h.r.Read(p)
}

func (h *headed) ReadByte() (byte, error) {
	if br, ok := h.r.(io.ByteReader); ok && len(h.head) == 0 {
		return br.ReadByte()
	}
	_, err := io.ReadFull(h, h.one[:])
	return h.one[0], err
}

func sevenZipLZMA2(props []byte, size uint64, in []io.ReadCloser) (io.ReadCloser, error) {
	if len(props) != 1 || props[0] > 40 || len(in) != 1 {
		return nil, errCodec
	}
	n, err := window((2|uint64(props[0])&1)<<(props[0]/2+11), size)
	if err != nil {
		return nil, err
	}
	r, err := lzma.Reader2Config{DictCap: n}.NewReader2(in[0])
	return codecReader{r}, err
}

func sevenZipPPMd(props []byte, size uint64, in []io.ReadCloser) (io.ReadCloser, error) {
	if len(props) != 5 || len(in) != 1 || props[0] < 2 || props[0] > 64 || size > 1<<62 {
		return nil, errCodec
	}
	n := binary.LittleEndian.Uint32(props[1:])
	if n < 1<<11 {
		return nil, errCodec
	}
	if uint64(n) > uint64(sevenZipMemory) {
		return nil, tooMuchMemory(uint64(n))
	}
	r, err := ppmd.NewH7zReader(in[0], int(props[0]), int(n), int(size))
	return codecReader{&r}, err
}

func sevenZipZstd(_ []byte, _ uint64, in []io.ReadCloser) (io.ReadCloser, error) {
	if len(in) != 1 {
		return nil, errCodec
	}
	d, err := zstd.NewReader(in[0], zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(uint64(sevenZipMemory)))
	if err != nil {
		return nil, err
	}
	return codecReader{d}, nil
}

func sevenZipDeflate64(_ []byte, _ uint64, in []io.ReadCloser) (io.ReadCloser, error) {
	if len(in) != 1 {
		return nil, errCodec
	}
	return codecReader{deflate64.NewReader(bufio.NewReader(in[0]))}, nil
}

// A codecReader is a decoder as the library wants it. What is beneath it is
// closed by nobody: it is memory only. Of the decoders PPMd is known to panic.
type codecReader struct{ r io.Reader }

func (c codecReader) Read(p []byte) (n int, err error) {
	defer func() {
		if recover() != nil {
			n, err = 0, errCodec
		}
	}()
	n, err = c.r.Read(p)
	if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		err = &Skip{ReasonTooLarge, "needs too much memory to unpack"}
	}
	return n, err
}

func (codecReader) Close() error { return nil }
