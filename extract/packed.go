package extract

import (
	"bufio"
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/mikelolasagasti/xz"
	"github.com/ulikunitz/xz/lzma"
)

// newZstd returns a decoder in bounded memory.
func newZstd(r io.Reader) (*zstd.Decoder, error) {
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(unpackMemory))
}

// newLZMA returns a decoder of a .lzma file in bounded memory. The library
// makes room for the dictionary at once, but for no more than the content.
func newLZMA(r io.Reader) (io.Reader, error) {
	return lzma.ReaderConfig{DictCap: unpackMemory}.NewReader(r)
}

// packedFault says why a decoder gave up, if it is not that the file is damaged.
func packedFault(err error) *Skip {
	var s *Skip
	var dict *lzma.ErrDictSize
	switch {
	case errors.As(err, &s):
		return s
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, xz.ErrMemlimit), errors.As(err, &dict):
		return &Skip{ReasonTooLarge, "needs more than " + size(unpackMemory) + " of memory to unpack"}
	case errors.Is(err, zstd.ErrUnknownDictionary):
		return &Skip{ReasonUnsupported, "packed with a dictionary that is not in the file"}
	case errors.Is(err, xz.ErrOptions), errors.Is(err, xz.ErrUnsupportedCheck):
		return &Skip{ReasonUnsupported, "packed with options that are not read"}
	}
	return nil
}

// A prefixed is a reader with bytes before it. It reads single bytes as well, so
// that no decoder reads beyond what it needs.
type prefixed struct {
	head []byte
	*bufio.Reader
}

func (p *prefixed) Read(b []byte) (int, error) {
	if len(p.head) > 0 {
		n := copy(b, p.head)
		p.head = p.head[n:]
		return n, nil
	}
	return p.Reader.Read(b)
}

func (p *prefixed) ReadByte() (byte, error) {
	if len(p.head) > 0 {
		c := p.head[0]
		p.head = p.head[1:]
		return c, nil
	}
	return p.Reader.ReadByte()
}
