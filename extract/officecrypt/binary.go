// Package officecrypt opens what Office encrypted with a password: the streams
// of xls, doc and ppt, and the packages that hold docx, xlsx and pptx. Section
// numbers are those of [MS-OFFCRYPTO].
package officecrypt

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

var le = binary.LittleEndian

// Why something is not opened.
var (
	ErrPassword = errors.New("officecrypt: no password fits")
	ErrMethod   = errors.New("officecrypt: a method that is not known")
	ErrFormat   = errors.New("officecrypt: damaged")
)

// DefaultPassword is what Excel takes where the user gave none (2.3.7.2 and
// [MS-XLS] 2.4.117).
const DefaultPassword = "VelvetSweatshop"

// PresentationPassword is what PowerPoint takes where the user gave none.
const PresentationPassword = "/01Hannes Ruescher/01"

func wide(password string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(password)) {
		b = le.AppendUint16(b, u)
	}
	return b
}

// A Stream is the key of streams that are encrypted by RC4 in blocks, each with
// a key of its own.
type Stream struct {
	key    func(block uint32) []byte
	size   int64 // of a block; 0: all is one
	block  uint32
	cipher *rc4.Cipher
	at     int64 // in the block
}

// OpenStream returns the key for what info, from its version on (2.3.5.1,
// 2.3.6.1), describes, for blocks of size bytes.
func OpenStream(ctx context.Context, info []byte, size int64, passwords []string) (*Stream, error) {
	if len(info) < 4 {
		return nil, ErrFormat
	}
	major, minor := le.Uint16(info), le.Uint16(info[2:])
	var try func(password []byte) *Stream
	switch {
	case major == 1 && minor == 1:
		if len(info) < 52 {
			return nil, ErrFormat
		}
		try = func(p []byte) *Stream { return tryRC4(info[4:52], p) }
	case major >= 2 && major <= 4 && minor == 2:
		h, err := parseHeader(info)
		if err != nil {
			return nil, err
		}
		if h.algorithm != 0x6801 && h.algorithm != 0 || h.bits > 128 {
			return nil, ErrMethod
		}
		try = h.tryRC4
	default:
		return nil, ErrMethod
	}
	for _, p := range passwords {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if s := try(wide(p)); s != nil {
			s.size = size
			return s, nil
		}
	}
	return nil, ErrPassword
}

// tryRC4 is RC4 with keys of 40 bits (2.3.6.2): b is salt, verifier, its hash.
func tryRC4(b, password []byte) *Stream {
	hash := md5.Sum(password)
	var all []byte
	for range 16 {
		all = append(append(all, hash[:5]...), b[:16]...)
	}
	base := md5.Sum(all)
	s := &Stream{key: func(block uint32) []byte {
		k := md5.Sum(le.AppendUint32(bytes.Clone(base[:5]), block))
		return k[:]
	}}
	plain := bytes.Clone(b[16:48])
	s.start(0)
	s.XOR(plain, 0)
	if sum := md5.Sum(plain[:16]); !bytes.Equal(sum[:], plain[16:]) {
		return nil
	}
	return s
}

// A header is what precedes the verifier, and the verifier (2.3.2, 2.3.3).
type header struct {
	algorithm      uint32
	bits           int
	salt, verifier []byte // 16 bytes each
	hash           []byte // of the verifier, 20 or 32 bytes
}

func parseHeader(info []byte) (*header, error) {
	if len(info) < 12 {
		return nil, ErrFormat
	}
	n := int64(le.Uint32(info[8:]))
	if n < 32 || 12+n+60 > int64(len(info)) {
		return nil, ErrFormat
	}
	b, v := info[12:12+n], info[12+n:]
	h := &header{algorithm: le.Uint32(b[8:]), bits: int(min(le.Uint32(b[16:]), 1<<16)), salt: v[4:20], verifier: v[20:36], hash: v[40:60]}
	if h.bits == 0 {
		h.bits = 40 // 2.3.5.1: of RC4
	}
	if le.Uint32(v) != 16 || h.bits%8 != 0 {
		return nil, ErrFormat
	}
	if len(v) >= 72 {
		h.hash = v[40:72]
	}
	return h, nil
}

// tryRC4 is RC4 as CryptoAPI does it (2.3.5.2).
func (h *header) tryRC4(password []byte) *Stream {
	base := sha1.Sum(append(bytes.Clone(h.salt), password...))
	s := &Stream{key: func(block uint32) []byte {
		k := sha1.Sum(le.AppendUint32(bytes.Clone(base[:]), block))
		if h.bits == 40 { // filled with zeros to 128 bits
			return append(k[:5:5], make([]byte, 11)...)
		}
		return k[:h.bits/8]
	}}
	plain := append(bytes.Clone(h.verifier), h.hash[:20]...)
	s.start(0)
	s.XOR(plain, 0)
	if sum := sha1.Sum(plain[:16]); !bytes.Equal(sum[:], plain[16:]) {
		return nil
	}
	return s
}

func (s *Stream) start(block uint32) {
	c, err := rc4.NewCipher(s.key(block))
	if err != nil { // a length that none of the callers makes
		c, _ = rc4.NewCipher(make([]byte, 16))
	}
	s.block, s.cipher, s.at = block, c, 0
}

// Block begins a block that is decrypted on its own, with XOR from 0 on.
func (s *Stream) Block(block uint32) *Stream {
	one := &Stream{key: s.key}
	one.start(block)
	return one
}

// Sized makes s one of blocks of size bytes.
func (s *Stream) Sized(size int64) *Stream {
	s.size = size
	return s
}

// XOR decrypts p, which is at pos of the stream, in place.
func (s *Stream) XOR(p []byte, pos int64) {
	for len(p) > 0 {
		block, in := s.block, pos
		n := int64(len(p))
		if s.size > 0 {
			block, in = uint32(pos/s.size), pos%s.size
			n = min(n, s.size-in)
		}
		if s.cipher == nil || block != s.block || in < s.at {
			s.start(block)
		}
		var skip [512]byte
		for s.at < in {
			k := min(in-s.at, int64(len(skip)))
			s.cipher.XORKeyStream(skip[:k], skip[:k])
			s.at += k
		}
		s.cipher.XORKeyStream(p[:n], p[:n])
		s.at += n
		p, pos = p[n:], pos+n
	}
}
