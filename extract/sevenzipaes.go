package extract

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"sync"
	"unicode/utf16"
)

// sevenZipAES decrypts AES-256 in CBC mode, of which 7-Zip's DOC/Methods.txt
// and 7zAes.cpp tell: a key of SHA-256 over salt, password and a counter, and
// no check whether the password is right.
type sevenZipAES struct {
	r      io.Reader
	rounds uint // a power of two; 63: no hash
	salt   []byte
	iv     [aes.BlockSize]byte
	mode   cipher.BlockMode
	buf    [4 << 10]byte
	left   []byte // of buf, decrypted
	err    error
}

// sevenZipRounds bounds what a key may cost: 7-Zip makes 2^19 rounds.
const sevenZipRounds = 22

func sevenZipDecrypt(props []byte, _ uint64, in []io.ReadCloser) (io.ReadCloser, error) {
	if len(props) < 1 || len(in) != 1 {
		return nil, errCodec
	}
	a := &sevenZipAES{r: in[0], rounds: uint(props[0] & 0x3f)}
	if props[0]&0xc0 != 0 {
		if len(props) < 2 {
			return nil, errCodec
		}
		salt := int(props[0]>>7&1 + props[1]>>4)
		iv := int(props[0]>>6&1 + props[1]&15)
		if len(props) != 2+salt+iv {
			return nil, errCodec
		}
		a.salt = props[2 : 2+salt]
		copy(a.iv[:], props[2+salt:])
	}
	if a.rounds > sevenZipRounds && a.rounds != 63 {
		return nil, &Skip{ReasonTooLarge, "its key takes too long to make"}
	}
	return a, nil
}

// Password is called by the library, with "" if there is none.
func (a *sevenZipAES) Password(password string) error {
	if password == "" {
		return errNoPassword
	}
	block, err := aes.NewCipher(a.key(password))
	if err != nil {
		return err
	}
	a.mode = cipher.NewCBCDecrypter(block, a.iv[:])
	return nil
}

// A sevenZipKey is what a key is made of.
type sevenZipKey struct {
	password, salt string
	rounds         uint
}

// sevenZipKeys are the keys made last: streams of an archive have one, and to
// make it takes a tenth of a second.
var sevenZipKeys struct {
	sync.Mutex
	made map[sevenZipKey][]byte
}

func (a *sevenZipAES) key(password string) []byte {
	of := sevenZipKey{password, string(a.salt), a.rounds}
	sevenZipKeys.Lock()
	defer sevenZipKeys.Unlock()
	if key := sevenZipKeys.made[of]; key != nil {
		return key
	}
	if len(sevenZipKeys.made) > 64 || sevenZipKeys.made == nil {
		sevenZipKeys.made = make(map[sevenZipKey][]byte)
	}
	key := of.make()
	sevenZipKeys.made[of] = key
	return key
}

func (k sevenZipKey) make() []byte {
	b := []byte(k.salt)
	for _, u := range utf16.Encode([]rune(k.password)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	if k.rounds == 63 {
		key := make([]byte, sha256.Size)
		copy(key, b)
		return key
	}
	h := sha256.New()
	n := len(b)
	b = append(b, make([]byte, 8)...)
	for i := range uint64(1) << k.rounds {
		binary.LittleEndian.PutUint64(b[n:], i)
		_, _ = h.Write(b)
	}
	return h.Sum(nil)
}

func (a *sevenZipAES) Read(p []byte) (int, error) {
	for len(a.left) == 0 {
		if a.err != nil {
			return 0, a.err
		}
		var n int
		n, a.err = io.ReadFull(a.r, a.buf[:])
		if a.err == io.ErrUnexpectedEOF {
			a.err = io.EOF
		}
		a.left = a.buf[:n-n%aes.BlockSize]
		a.mode.CryptBlocks(a.left, a.left)
	}
	n := copy(p, a.left)
	a.left = a.left[n:]
	return n, nil
}

// ReadByte spares LZMA a read for each byte.
func (a *sevenZipAES) ReadByte() (byte, error) {
	if len(a.left) > 0 {
		c := a.left[0]
		a.left = a.left[1:]
		return c, nil
	}
	var one [1]byte
	_, err := io.ReadFull(a, one[:])
	return one[0], err
}

func (*sevenZipAES) Close() error { return nil }
