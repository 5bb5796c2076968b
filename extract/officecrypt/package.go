package officecrypt

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"hash"
	"io"
)

// segment is how much of a package has an initial vector of its own (2.3.4.15).
const segment = 4096

// maxSpin bounds how often a password is hashed. Office does it 100,000 times;
// the 10,000,000 that 2.3.4.10 allows would take three seconds for each password.
const maxSpin = 2_000_000

// A Package reads a document that is encrypted as a whole.
type Package struct {
	r     io.ReaderAt // behind the size
	size  int64
	block cipher.Block
	iv    func(segment uint32) []byte // nil: no chaining
	buf   [segment]byte
	have  int64 // the segment in buf, -1: none
	n     int
}

// OpenPackage opens what r, the stream EncryptedPackage of size bytes, holds.
// info is the stream EncryptionInfo.
func OpenPackage(ctx context.Context, info []byte, r io.ReaderAt, size int64, passwords []string) (*Package, error) {
	if len(info) < 8 || size < 8 {
		return nil, ErrFormat
	}
	p := &Package{have: -1}
	var head [8]byte
	if n, err := r.ReadAt(head[:], 0); n < len(head) {
		return nil, err
	}
	p.r = io.NewSectionReader(r, 8, size-8)
	if p.size = int64(le.Uint64(head[:])); p.size < 0 || p.size > size-8 {
		p.size = size - 8
	}
	major, minor := le.Uint16(info), le.Uint16(info[2:])
	var try func(ctx context.Context, password []byte) (bool, error)
	switch {
	case major == 4 && minor == 4:
		a, err := parseAgile(info[8:])
		if err != nil {
			return nil, err
		}
		try = func(ctx context.Context, password []byte) (bool, error) { return a.try(ctx, password, p) }
	case major >= 2 && major <= 4 && minor == 2:
		h, err := parseHeader(info)
		if err != nil {
			return nil, err
		}
		if h.algorithm>>8 != 0x66 || h.bits != 128 && h.bits != 192 && h.bits != 256 || len(h.hash) < 32 {
			return nil, ErrMethod
		}
		try = func(ctx context.Context, password []byte) (bool, error) { return h.tryAES(ctx, password, p) }
	default:
		return nil, ErrMethod
	}
	for _, password := range passwords {
		fits, err := try(ctx, wide(password))
		if err != nil {
			return nil, err
		}
		if fits {
			return p, nil
		}
	}
	return nil, ErrPassword
}

// Size is the length of the document.
func (p *Package) Size() int64 { return p.size }

func (p *Package) ReadAt(b []byte, off int64) (n int, err error) {
	for n < len(b) {
		at := off + int64(n)
		if at < 0 || at >= p.size {
			return n, io.EOF
		}
		if seg := at / segment; seg != p.have {
			if err := p.load(seg); err != nil {
				return n, err
			}
		}
		in := int(at % segment)
		end := int(min(int64(p.n), p.size-p.have*segment))
		if in >= end {
			return n, io.ErrUnexpectedEOF
		}
		n += copy(b[n:], p.buf[in:end])
	}
	return n, nil
}

// load decrypts a segment into p.buf.
func (p *Package) load(seg int64) error {
	p.have = -1
	n, err := p.r.ReadAt(p.buf[:], seg*segment)
	if n < aes.BlockSize {
		if err == nil || err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	n &^= aes.BlockSize - 1
	if p.iv != nil {
		cipher.NewCBCDecrypter(p.block, p.iv(uint32(seg))).CryptBlocks(p.buf[:n], p.buf[:n])
	} else {
		for b := p.buf[:n]; len(b) > 0; b = b[aes.BlockSize:] {
			p.block.Decrypt(b, b)
		}
	}
	p.have, p.n = seg, n
	return nil
}

// spin hashes a salted password n times (2.3.4.7, 2.3.4.11).
func spin(ctx context.Context, h hash.Hash, salt, password []byte, n int) ([]byte, error) {
	h.Write(salt)
	h.Write(password)
	sum := h.Sum(nil)
	var count [4]byte
	for i := range n {
		if i&0xFFF == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		le.PutUint32(count[:], uint32(i))
		h.Reset()
		h.Write(count[:])
		h.Write(sum)
		sum = h.Sum(sum[:0])
	}
	return sum, nil
}

// tryAES is what 2.3.4.7 calls standard encryption.
func (h *header) tryAES(ctx context.Context, password []byte, p *Package) (bool, error) {
	sum, err := spin(ctx, sha1.New(), h.salt, password, 50_000)
	if err != nil {
		return false, err
	}
	last := sha1.Sum(le.AppendUint32(sum, 0))
	var key []byte
	for _, fill := range []byte{0x36, 0x5C} {
		pad := bytes.Repeat([]byte{fill}, 64)
		for i, c := range last {
			pad[i] ^= c
		}
		x := sha1.Sum(pad)
		key = append(key, x[:]...)
	}
	block, err := aes.NewCipher(key[:h.bits/8])
	if err != nil {
		return false, ErrMethod
	}
	var plain [48]byte
	block.Decrypt(plain[:16], h.verifier)
	block.Decrypt(plain[16:32], h.hash[:16])
	block.Decrypt(plain[32:], h.hash[16:32])
	want := sha1.Sum(plain[:16])
	p.block = block
	return bytes.Equal(want[:], plain[16:36]), nil
}
