package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"aead.dev/minisign"
	"github.com/spf13/pflag"

	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/rules"
)

// signatureExt is what minisign adds to the name of a file for its signature.
const signatureExt = ".minisig"

// signOptions are the flags of commands that write files.
type signOptions struct{ key string }

func (o *signOptions) addFlags(f *pflag.FlagSet) {
	f.StringVar(&o.key, "sign-key", "", "sign each file that is written with the secret key of `FILE`, as\nminisign does (default: as configured)")
}

// A signer signs what is written.
type signer struct {
	key minisign.PrivateKey
	now func() time.Time
}

// prepare loads the key and has it sign all destinations that are files. Conf
// returns the configuration; it is only asked if the flag leaves something open.
// Without a key, or a file, nothing is signed.
func (o *signOptions) prepare(ctx context.Context, s *secrets, conf func() (*rules.Config, error), all []destination) error {
	files := false
	for _, d := range all {
		files = files || d.File != ""
	}
	if !files {
		return nil
	}
	signed, err := o.load(ctx, s, conf)
	if signed == nil || err != nil {
		return err
	}
	for i := range all {
		all[i].Signer = signed
	}
	return nil
}

// prepareOutput prepares signing and an edition for commands that read no
// configuration but for these: ./shikiri.yaml, if there is something to sign or
// to mask.
func (p *program) prepareOutput(ctx context.Context, sign *signOptions, only *edition, all []destination) error {
	return p.prepareWith(ctx, sync.OnceValues(func() (*rules.Config, error) { return loadConfig("") }), sign, only, all)
}

// prepareOutputBy is prepareOutput for commands that have read a configuration.
func (p *program) prepareOutputBy(ctx context.Context, c *rules.Config, sign *signOptions, only *edition, all []destination) error {
	return p.prepareWith(ctx, func() (*rules.Config, error) { return c, nil }, sign, only, all)
}

func (p *program) prepareWith(ctx context.Context, conf func() (*rules.Config, error), sign *signOptions, only *edition, all []destination) error {
	s := newSecrets(p)
	err := sign.prepare(ctx, s, conf, all)
	if err == nil {
		err = only.prepare(ctx, s, conf)
	}
	for _, w := range s.told() {
		p.warn(w)
	}
	return err
}

// load returns nil if there is no key.
func (o *signOptions) load(ctx context.Context, s *secrets, conf func() (*rules.Config, error)) (*signer, error) {
	file, c := o.key, new(rules.Config)
	if file == "" {
		var err error
		if c, err = conf(); err != nil {
			return nil, err
		}
		if file = c.SignKey; file == "" {
			return nil, nil
		}
	}
	data, err := s.file(file, "signing key")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hint(fmt.Errorf("read signing key: %s: %w", file, err), "shikiri init --sign-key writes one")
	}
	if err != nil {
		return nil, fmt.Errorf("read signing key: %s: %w", file, err)
	}
	if o.key != "" && minisign.IsEncrypted(data) {
		if c, err = conf(); err != nil {
			return nil, err
		}
	}
	key, err := openSignKey(ctx, s, data, c.SignKeyPasswordFrom)
	if err != nil {
		return nil, fmt.Errorf("read signing key: %s: %w", file, err)
	}
	return &signer{key, s.p.Now}, nil
}

// openSignKey reads a secret key of minisign, with or without a password. From
// tells where that is; "": who runs the program is asked.
func openSignKey(ctx context.Context, s *secrets, data []byte, from string) (key minisign.PrivateKey, err error) {
	if minisign.IsEncrypted(data) {
		if from == "" {
			from = "prompt"
		}
		password, err := s.line(ctx, from, "password of the signing key")
		if errors.Is(err, errNobody) {
			return key, hint(errors.New("it has a password, and nobody can be asked"), "write sign-key-password-from in the configuration")
		}
		if err != nil {
			return key, err
		}
		key, err = minisign.DecryptKey(password, data)
		debug.FreeOSMemory() // minisign has the password stretched with 1 GB
		if err != nil {
			return key, errors.New("the password is wrong, or the file damaged")
		}
	} else if err = key.UnmarshalText(data); err != nil {
		return key, hint(errors.New("it is no secret key of minisign"), "shikiri init --sign-key writes one; the public key cannot sign")
	}
	// Halves that do not belong together would make signatures that nobody can verify.
	public, _ := key.Public().(minisign.PublicKey)
	if !minisign.Verify(public, nil, minisign.Sign(key, nil)) {
		return key, errors.New("it is damaged")
	}
	return key, nil
}

// signerID is the ID of a signing key as minisign shows it; that of a fingerprint
// key is [scan.KeyID].
func signerID(id uint64) string { return fmt.Sprintf("%016X", id) }

// A hashedFile hashes what is written through it, for a signature.
type hashedFile struct {
	io.Writer
	left []byte // of what is being written: not hashed yet
	hash *minisign.Reader
	buf  [32 << 10]byte
}

func newHashedFile(w io.Writer) *hashedFile {
	h := &hashedFile{Writer: w}
	h.hash = minisign.NewReader(feed{h}) // the library hashes what is read only
	return h
}

func (h *hashedFile) Write(b []byte) (int, error) {
	n, err := h.Writer.Write(b)
	for h.left = b[:n]; len(h.left) > 0; {
		_, _ = h.hash.Read(h.buf[:]) // feed has no errors
	}
	return n, err
}

// A feed gives the hash what is left to be hashed.
type feed struct{ h *hashedFile }

func (f feed) Read(b []byte) (int, error) {
	n := copy(b, f.h.left)
	f.h.left = f.h.left[n:]
	return n, nil
}

// sign returns the signature of what was written to a file.
func (s *signer) sign(h *hashedFile, file string, r *report.Run) []byte {
	return h.hash.SignWithComments(s.key, trustedComment(s.now(), filepath.Base(file), r), "signature of shikiri, key "+signerID(s.key.ID()))
}

// trustedComment is what is signed beside the content. Its first three fields
// are those of minisign's own.
func trustedComment(at time.Time, file string, r *report.Run) string {
	fields := []string{"timestamp:" + strconv.FormatInt(at.Unix(), 10), "file:" + commentName(file), "hashed", "run:" + r.ID()}
	for _, hash := range []struct{ name, value string }{{"policy", r.Tool.Policy}, {"rules", r.Tool.Rules}} {
		if commentWord(hash.value) {
			fields = append(fields, hash.name+":"+hash.value)
		}
	}
	if r.Client != "" {
		fields = append(fields, "extract")
	}
	if r.Redacted {
		fields = append(fields, "redacted")
	}
	return strings.Join(fields, "\t")
}

// commentName is the name of a file in a comment, which is one line of fields
// with tabs between them.
func commentName(name string) string {
	if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) && r != '　' }) {
		return strconv.QuoteToASCII(name)
	}
	return name
}

// commentWord reports whether a hash of a run, which may come from anywhere, is
// one.
func commentWord(text string) bool {
	return text != "" && len(text) <= 100 && !strings.ContainsFunc(text, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(":.-", r)
	})
}
