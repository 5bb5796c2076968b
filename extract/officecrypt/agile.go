package officecrypt

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/xml"
	"hash"
)

// An agile is what the XML of agile encryption says (2.3.4.10).
type agile struct {
	Data keyData `xml:"keyData"`
	Keys []struct {
		URI string  `xml:"uri,attr"`
		Key keyData `xml:"encryptedKey"`
	} `xml:"keyEncryptors>keyEncryptor"`

	key keyData // that of the password
}

type keyData struct {
	Spin      int    `xml:"spinCount,attr"`
	KeyBits   int    `xml:"keyBits,attr"`
	BlockSize int    `xml:"blockSize,attr"`
	Cipher    string `xml:"cipherAlgorithm,attr"`
	Chaining  string `xml:"cipherChaining,attr"`
	Hash      string `xml:"hashAlgorithm,attr"`
	Salt      string `xml:"saltValue,attr"`
	Input     string `xml:"encryptedVerifierHashInput,attr"`
	Value     string `xml:"encryptedVerifierHashValue,attr"`
	KeyValue  string `xml:"encryptedKeyValue,attr"`

	salt, input, value, keyValue []byte
}

func parseAgile(b []byte) (*agile, error) {
	a := new(agile)
	if err := xml.Unmarshal(b, a); err != nil {
		return nil, ErrFormat
	}
	found := false
	for _, k := range a.Keys {
		if k.URI == "http://schemas.microsoft.com/office/2006/keyEncryptor/password" {
			a.key, found = k.Key, true
		}
	}
	if !found {
		return nil, ErrMethod // a certificate
	}
	for _, k := range []*keyData{&a.Data, &a.key} {
		if err := k.decode(); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (k *keyData) decode() error {
	for _, f := range []struct {
		to   *[]byte
		from string
	}{{&k.salt, k.Salt}, {&k.input, k.Input}, {&k.value, k.Value}, {&k.keyValue, k.KeyValue}} {
		b, err := base64.StdEncoding.DecodeString(f.from)
		if err != nil || len(b) > 1<<10 {
			return ErrFormat
		}
		*f.to = b
	}
	if k.Cipher != "AES" || k.Chaining != "ChainingModeCBC" || k.newHash() == nil || k.Spin < 0 || k.Spin > maxSpin {
		return ErrMethod
	}
	if k.KeyBits != 128 && k.KeyBits != 192 && k.KeyBits != 256 {
		return ErrMethod
	}
	return nil
}

func (k *keyData) newHash() hash.Hash {
	switch k.Hash {
	case "SHA1", "SHA-1":
		return sha1.New()
	case "SHA256":
		return sha256.New()
	case "SHA384":
		return sha512.New384()
	case "SHA512":
		return sha512.New()
	case "MD5":
		return md5.New()
	}
	return nil
}

// sum hashes some bytes.
func (k *keyData) sum(parts ...[]byte) []byte {
	h := k.newHash()
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

// fit cuts b to n bytes or fills it (2.3.4.11).
func fit(b []byte, n int) []byte {
	for len(b) < n {
		b = append(b, 0x36)
	}
	return b[:n]
}

// Which key is made of a password (2.3.4.11).
var (
	forInput = []byte{0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79}
	forValue = []byte{0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E}
	forKey   = []byte{0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6}
)

func (a *agile) try(ctx context.Context, password []byte, p *Package) (bool, error) {
	k := &a.key
	sum, err := spin(ctx, k.newHash(), k.salt, password, k.Spin)
	if err != nil {
		return false, err
	}
	open := func(what, b []byte) ([]byte, error) {
		if len(b) == 0 || len(b)%aes.BlockSize != 0 {
			return nil, ErrFormat
		}
		block, err := aes.NewCipher(fit(k.sum(sum, what), k.KeyBits/8))
		if err != nil {
			return nil, ErrMethod
		}
		plain := make([]byte, len(b))
		cipher.NewCBCDecrypter(block, fit(bytes.Clone(k.salt), aes.BlockSize)).CryptBlocks(plain, b)
		return plain, nil
	}
	input, err := open(forInput, k.input)
	if err != nil {
		return false, err
	}
	value, err := open(forValue, k.value)
	if err != nil {
		return false, err
	}
	input = input[:min(len(input), len(k.salt))]
	if want := k.sum(input); len(want) > len(value) || !bytes.Equal(want, value[:len(want)]) {
		return false, nil
	}
	key, err := open(forKey, k.keyValue)
	if err != nil || len(key) < a.Data.KeyBits/8 {
		return false, ErrFormat
	}
	if p.block, err = aes.NewCipher(key[:a.Data.KeyBits/8]); err != nil {
		return false, ErrMethod
	}
	p.iv = func(segment uint32) []byte {
		return fit(a.Data.sum(a.Data.salt, le.AppendUint32(nil, segment)), aes.BlockSize)
	}
	return true, nil
}
