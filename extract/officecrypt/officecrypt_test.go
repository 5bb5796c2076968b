package officecrypt

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"
)

var salt = []byte("0123456789abcdef")

// rc4Info is what RC4 of 40 bits writes before what it encrypts.
func rc4Info(password string) []byte {
	s := tryKey(password)
	c, _ := rc4.NewCipher(s.key(0))
	verifier := []byte("verifierverifier")
	sum := md5.Sum(verifier)
	b := append(append([]byte{}, verifier...), sum[:]...)
	c.XORKeyStream(b, b)
	return append(append([]byte{1, 0, 1, 0}, salt...), b...)
}

// tryKey makes the keys of 2.3.6.2 without a look at the verifier.
func tryKey(password string) *Stream {
	hash := md5.Sum(wide(password))
	base := md5.Sum(bytes.Repeat(append(hash[:5:5], salt...), 16))
	return &Stream{key: func(block uint32) []byte {
		k := md5.Sum(le.AppendUint32(append([]byte{}, base[:5]...), block))
		return k[:]
	}}
}

func TestStream(t *testing.T) {
	const size = 64
	info := rc4Info("himitsu")
	plain := []byte(strings.Repeat("架空 太郎 03-0000-0000 ", 20))
	secret := append([]byte{}, plain...)
	writer := tryKey("himitsu")
	for i := 0; i < len(secret); i += size {
		c, _ := rc4.NewCipher(writer.key(uint32(i / size)))
		part := secret[i:min(i+size, len(secret))]
		c.XORKeyStream(part, part)
	}
	s, err := OpenStream(context.Background(), info, size, []string{"wrong", "himitsu"})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{100, 0, 3, 64, 250} { // in any order
		got := append([]byte{}, secret[at:at+130]...)
		if s.XOR(got, int64(at)); !bytes.Equal(got, plain[at:at+130]) {
			t.Errorf("from %d got %q, want %q", at, got, plain[at:at+130])
		}
	}
	if _, err := OpenStream(context.Background(), info, size, []string{"wrong"}); err != ErrPassword {
		t.Errorf("with another password got %v, want %v", err, ErrPassword)
	}
	if _, err := OpenStream(context.Background(), []byte{9, 9, 9, 9}, size, nil); err != ErrMethod {
		t.Errorf("of an unknown method got %v, want %v", err, ErrMethod)
	}
	if _, err := OpenStream(context.Background(), info[:30], size, nil); err != ErrFormat {
		t.Errorf("of what is cut got %v, want %v", err, ErrFormat)
	}
}

// What Excel does: the bits turned, then the key; key and verifier of
// VelvetSweatshop are in many files.
func TestObfuscation(t *testing.T) {
	key, verifier := xorKey([]byte(DefaultPassword)), xorVerifier([]byte(DefaultPassword))
	o, err := OpenObfuscation(key, verifier, []string{"", "wrong", DefaultPassword})
	if err != nil {
		t.Fatal(err)
	}
	plain := []byte("a record of a workbook")
	secret := append([]byte{}, plain...)
	for i := range secret {
		secret[i] = (secret[i]<<5 | secret[i]>>3) ^ o.array[(77+len(plain)+i)%16]
	}
	if o.XOR(secret, 77); string(secret) != string(plain) {
		t.Errorf("got %q, want %q", secret, plain)
	}
	if _, err := OpenObfuscation(key, verifier+1, []string{DefaultPassword}); err != ErrPassword {
		t.Errorf("got %v, want %v", err, ErrPassword)
	}
}

// agileInfo makes a package in agile encryption, and what describes it.
func agileInfo(password string, plain []byte) (info, pack []byte) {
	k := keyData{KeyBits: 256, Hash: "SHA512", salt: salt}
	sum, _ := spin(context.Background(), k.newHash(), salt, wide(password), 10)
	secretKey := []byte("secretkeysecretkeysecretkeysecre")
	seal := func(what, b []byte) string {
		block, _ := aes.NewCipher(fit(k.sum(sum, what), 32))
		out := make([]byte, len(b))
		cipher.NewCBCEncrypter(block, salt).CryptBlocks(out, b)
		return base64.StdEncoding.EncodeToString(out)
	}
	input := []byte("verifierverifier")
	common := fmt.Sprintf(`keyBits="256" blockSize="16" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue=%q`, base64.StdEncoding.EncodeToString(salt))
	info = fmt.Appendf([]byte{4, 0, 4, 0, 0x40, 0, 0, 0},
		`<encryption xmlns="x" xmlns:p="y"><keyData %s/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="10" %s encryptedVerifierHashInput=%q encryptedVerifierHashValue=%q encryptedKeyValue=%q/></keyEncryptor></keyEncryptors></encryption>`,
		common, common, seal(forInput, input), seal(forValue, k.sum(input)), seal(forKey, secretKey))
	pack = le.AppendUint64(nil, uint64(len(plain)))
	block, _ := aes.NewCipher(secretKey)
	for i := 0; i < len(plain); i += segment {
		part := append([]byte{}, plain[i:min(i+segment, len(plain))]...)
		part = append(part, make([]byte, -len(part)&15)...)
		iv := fit(k.sum(salt, le.AppendUint32(nil, uint32(i/segment))), 16)
		cipher.NewCBCEncrypter(block, iv).CryptBlocks(part, part)
		pack = append(pack, part...)
	}
	return info, pack
}

// standardInfo is the same in standard encryption.
func standardInfo(password string, plain []byte) (info, pack []byte) {
	h := &header{algorithm: 0x660E, bits: 128, salt: salt, verifier: make([]byte, 16), hash: make([]byte, 32)}
	var p Package
	_, _ = h.tryAES(context.Background(), wide(password), &p)
	verifier := []byte("verifierverifier")
	sum := sha1.Sum(verifier)
	hash := append(sum[:], make([]byte, 12)...)
	for _, b := range [][]byte{verifier, hash[:16], hash[16:]} {
		p.block.Encrypt(b, b)
	}
	info = []byte{4, 0, 2, 0, 0x24, 0, 0, 0, 32, 0, 0, 0}
	info = append(info, make([]byte, 8)...)
	info = le.AppendUint32(le.AppendUint32(le.AppendUint32(info, 0x660E), 0x8004), 128)
	info = append(info, make([]byte, 12)...)
	info = append(le.AppendUint32(info, 16), salt...)
	info = append(le.AppendUint32(append(info, verifier...), 20), hash...)
	pack = le.AppendUint64(nil, uint64(len(plain)))
	all := append(append([]byte{}, plain...), make([]byte, -len(plain)&15)...)
	for b := all; len(b) > 0; b = b[16:] {
		p.block.Encrypt(b, b)
	}
	return info, append(pack, all...)
}

func TestPackage(t *testing.T) {
	plain := []byte(strings.Repeat("the document, ", 1000))
	for name, seal := range map[string]func(string, []byte) ([]byte, []byte){"agile": agileInfo, "standard": standardInfo} {
		info, pack := seal("himitsu", plain)
		p, err := OpenPackage(context.Background(), info, bytes.NewReader(pack), int64(len(pack)), []string{"wrong", "himitsu"})
		if err != nil {
			t.Errorf("%s: got %v, want it opened", name, err)
			continue
		}
		got, err := io.ReadAll(io.NewSectionReader(p, 0, p.Size()))
		if !bytes.Equal(got, plain) || err != nil {
			t.Errorf("%s: got %d bytes, %v, want the %d of the document", name, len(got), err, len(plain))
		}
		if _, err := OpenPackage(context.Background(), info, bytes.NewReader(pack), int64(len(pack)), []string{"wrong"}); err != ErrPassword {
			t.Errorf("%s: with another password got %v, want %v", name, err, ErrPassword)
		}
		p, _ = OpenPackage(context.Background(), info, bytes.NewReader(pack[:5000]), int64(len(pack)), []string{"himitsu"})
		got, err = io.ReadAll(io.NewSectionReader(p, 0, p.Size()))
		if len(got) < segment || !bytes.HasPrefix(plain, got) || err != io.ErrUnexpectedEOF {
			t.Errorf("%s: of a cut package got %d bytes, %v, want its begin and %v", name, len(got), err, io.ErrUnexpectedEOF)
		}
	}
}

func FuzzOpen(f *testing.F) {
	agile, pack := agileInfo("a", []byte("document"))
	standard, _ := standardInfo("a", []byte("document"))
	for _, info := range [][]byte{agile, standard, rc4Info("a")} {
		f.Add(info, pack)
	}
	f.Fuzz(func(t *testing.T, info, pack []byte) {
		if bytes.Contains(info, []byte("spinCount")) && !bytes.Contains(info, []byte(`spinCount="10"`)) {
			return // slow
		}
		if s, err := OpenStream(t.Context(), info, 512, []string{"a"}); err == nil {
			s.XOR(pack, 0)
		}
		if p, err := OpenPackage(t.Context(), info, bytes.NewReader(pack), int64(len(pack)), []string{"a"}); err == nil {
			n, _ := io.Copy(io.Discard, io.NewSectionReader(p, 0, p.Size()))
			if n > int64(len(pack)) {
				t.Errorf("got %d bytes of %d", n, len(pack))
			}
		}
	})
}
