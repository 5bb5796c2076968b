package known

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"io"
)

// The body is encrypted in chunks, so that it is neither held in memory twice
// nor trusted before it is checked: AES-256-GCM under a key of its own, with the
// number of the chunk for a nonce and a mark on the last one. That is the STREAM
// construction of Hoang, Reyhanitabar, Rogaway and Vizár (CRYPTO 2015): chunks
// can be neither changed nor left out, moved or cut off.
const chunkSize = 64 << 10

var (
	errCut     = errors.New("it is cut short")
	errDamaged = errors.New("it is damaged, or somebody changed it")
)

// newSeal returns the cipher of a body. Salt and header are in the key.
func newSeal(key, header []byte) cipher.AEAD {
	block, err := aes.NewCipher(derive(key, kindOfBody, header))
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has blocks of 16 bytes
	}
	return seal
}

// nonce is the nonce of chunk n.
func nonce(n uint64, last bool) []byte {
	b := make([]byte, 12)
	binary.BigEndian.PutUint64(b[3:], n)
	if last {
		b[11] = 1
	}
	return b
}

// A sealer encrypts what is written to it.
type sealer struct {
	w    io.Writer
	seal cipher.AEAD
	buf  []byte
	out  []byte
	n    uint64
}

func newSealer(w io.Writer, key, header []byte) *sealer {
	return &sealer{w: w, seal: newSeal(key, header), buf: make([]byte, 0, chunkSize)}
}

func (s *sealer) Write(b []byte) (int, error) {
	n := len(b)
	for len(b) > 0 {
		if len(s.buf) == chunkSize {
			if err := s.flush(false); err != nil {
				return 0, err
			}
		}
		k := min(len(b), chunkSize-len(s.buf))
		s.buf = append(s.buf, b[:k]...)
		b = b[k:]
	}
	return n, nil
}

func (s *sealer) flush(last bool) error {
	s.out = s.seal.Seal(s.out[:0], nonce(s.n, last), s.buf, nil)
	s.n++
	s.buf = s.buf[:0]
	_, err := s.w.Write(s.out)
	return err
}

// Close writes the last chunk, which may be empty.
func (s *sealer) Close() error { return s.flush(true) }

// An opener decrypts what it reads.
type opener struct {
	r     io.Reader
	seal  cipher.AEAD
	buf   []byte // a chunk, and the first byte of the next
	ahead int    // bytes of buf that are read already
	plain []byte
	kept  []byte // what plain lies in
	n     uint64
	last  bool
}

func newOpener(r io.Reader, key, header []byte) *opener {
	s := newSeal(key, header)
	return &opener{r: r, seal: s, buf: make([]byte, chunkSize+s.Overhead()+1)}
}

// Read returns io.EOF behind the last chunk, errCut and errDamaged.
func (o *opener) Read(b []byte) (int, error) {
	for len(o.plain) == 0 {
		if o.last {
			return 0, io.EOF
		}
		if err := o.chunk(); err != nil {
			return 0, err
		}
	}
	n := copy(b, o.plain)
	o.plain = o.plain[n:]
	return n, nil
}

// chunk opens the next chunk. The last is the one that nothing follows: its mark
// must say so too.
func (o *opener) chunk() error {
	n, err := io.ReadFull(o.r, o.buf[o.ahead:])
	n += o.ahead
	switch {
	case err == nil:
		n--
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		o.last = true
	default:
		return err
	}
	next := o.buf[len(o.buf)-1]
	if n < o.seal.Overhead() {
		return errCut
	}
	plain, err := o.seal.Open(o.buf[:0], nonce(o.n, o.last), o.buf[:n], nil)
	if err != nil {
		if o.last { // GCM does not tell; what was cut looks like this, and what was changed may
			return errCutOrDamaged
		}
		return errDamaged
	}
	o.n++
	o.kept = append(o.kept[:0], plain...)
	o.plain = o.kept
	o.buf[0], o.ahead = next, 1
	return nil
}

var errCutOrDamaged = errors.New("it is cut short or damaged, or somebody changed it")
