package extract

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"hash/crc32"
	"io"
)

// The two ways in which members of zips are encrypted: PKWARE's old one
// (APPNOTE 6.1) and WinZip's AES ("AES Encryption Information", AE-1 and AE-2).

const (
	zipCryptHead = 12 // random bytes before the content, the last of them known
	zipAESMac    = 10 // bytes of the authentication code behind the content
	zipAESCheck  = 2  // bytes that tell whether the password may fit
	zipAESRounds = 1000
)

// A zipCrypto is the state of PKWARE's cipher.
type zipCrypto struct {
	k [3]uint32
}

func newZipCrypto(password []byte) *zipCrypto {
	c := &zipCrypto{[3]uint32{0x12345678, 0x23456789, 0x34567890}}
	for _, b := range password {
		c.update(b)
	}
	return c
}

func (c *zipCrypto) update(b byte) {
	c.k[0] = crc32.IEEETable[byte(c.k[0])^b] ^ c.k[0]>>8
	c.k[1] = (c.k[1]+c.k[0]&0xff)*134775813 + 1
	c.k[2] = crc32.IEEETable[byte(c.k[2])^byte(c.k[1]>>24)] ^ c.k[2]>>8
}

// decrypt decrypts p in place.
func (c *zipCrypto) decrypt(p []byte) {
	for i, b := range p {
		t := c.k[2] | 2
		b ^= byte(t * (t ^ 1) >> 8)
		c.update(b)
		p[i] = b
	}
}

// zipAES is how a member is encrypted by AES.
type zipAES struct {
	strength byte // 1, 2, 3: 128, 192, 256 bits; 0: not by AES
	checked  bool // AE-1: the checksum is that of the content; AE-2: it is 0
}

func (a zipAES) keySize() int  { return 8 + 8*int(a.strength) }
func (a zipAES) saltSize() int { return 4 + 4*int(a.strength) }

// keys derives the keys for encryption and authentication, and the check.
func (a zipAES) keys(password, salt []byte) (enc, mac, check []byte, err error) {
	n := a.keySize()
	b, err := pbkdf2.Key(sha1.New, string(password), salt, zipAESRounds, 2*n+zipAESCheck)
	if err != nil {
		return nil, nil, nil, err
	}
	return b[:n], b[n : 2*n], b[2*n:], nil
}

// aesCounter is CTR with a counter that counts from 1 and begins with its lowest
// byte, which the standard library has not.
type aesCounter struct {
	block   cipher.Block
	counter [aes.BlockSize]byte
	pad     [aes.BlockSize]byte
	used    int // of pad
}

func newAESCounter(key []byte) (*aesCounter, error) {
	b, err := aes.NewCipher(key)
	return &aesCounter{block: b, used: aes.BlockSize}, err
}

// decrypt decrypts p in place.
func (c *aesCounter) decrypt(p []byte) {
	for len(p) > 0 {
		if c.used == len(c.pad) {
			for i := range c.counter {
				if c.counter[i]++; c.counter[i] != 0 {
					break
				}
			}
			c.block.Encrypt(c.pad[:], c.counter[:])
			c.used = 0
		}
		pad := c.pad[c.used:]
		n := min(len(pad), len(p))
		for i := range n {
			p[i] ^= pad[i]
		}
		c.used += n
		p = p[n:]
	}
}

// A decryptReader decrypts what it reads.
type decryptReader struct {
	r       io.Reader
	decrypt func([]byte)
}

func (d *decryptReader) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	d.decrypt(p[:n])
	return n, err
}

// authentic reports whether the code behind content, which r holds, is right.
func authentic(key []byte, r io.Reader, code []byte) (bool, error) {
	h := hmac.New(sha1.New, key)
	if _, err := io.Copy(h, r); err != nil {
		return false, err
	}
	return hmac.Equal(h.Sum(nil)[:zipAESMac], code), nil
}
