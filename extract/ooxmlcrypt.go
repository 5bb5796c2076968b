package extract

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/shikiri/shikiri/extract/officecrypt"
)

func init() {
	register(&Format{
		Name:   "ooxml-encrypted",
		Family: "office",
		Doc:    "docx, xlsx and pptx with a password: agile and standard encryption, with the password that Excel takes by itself and those of --archive-passwords",
		Limits: "listed as encrypted: what rights management, certificates or ciphers other than AES protect",
		In:     "ole",
		Holds: func(has func(string) bool) bool {
			return has("EncryptedPackage") || has("\x09DRMContent")
		},
		Extract: func(ctx context.Context, f *File, out Out) error {
			return extractOLE(ctx, f, out, readEncryptedPackage)
		},
	})
}

// passwords are those that are tried on what Office encrypted.
func (o *oleFile) passwords() []string {
	list := []string{officecrypt.DefaultPassword}
	if s := o.f.Budget.Settings; s != nil {
		list = append(list, s.Passwords...)
	}
	return slices.Compact(list)
}

// locked makes an error of officecrypt the reason why nothing was read.
func (o *oleFile) locked(err error) error {
	if o.c.broken() != nil {
		return o.c.broken()
	}
	return locked(o.ctx, err)
}

func locked(ctx context.Context, err error) error {
	switch {
	case err == nil, ctx.Err() != nil:
		return err
	case errors.Is(err, officecrypt.ErrPassword):
		return &Skip{ReasonEncrypted, "none of the passwords fits"}
	case errors.Is(err, officecrypt.ErrMethod):
		return &Skip{ReasonEncrypted, "by a method that is not read"}
	}
	return &Skip{ReasonEncrypted, "and damaged"}
}

// encryptionInfoMost bounds the stream that says how a package is encrypted.
const encryptionInfoMost = 64 << 10

// readEncryptedPackage reads the document in an encrypted package, in place of
// the container.
func readEncryptedPackage(o *oleFile) error {
	for _, e := range o.Entries {
		o.taken[e] = true
	}
	info, pack := o.find("EncryptionInfo"), o.find("EncryptedPackage")
	if info == nil || pack == nil {
		return &Skip{ReasonEncrypted, "by rights management"}
	}
	b, err := o.all(info, encryptionInfoMost)
	if err != nil && final(err) {
		return err
	}
	p, err := officecrypt.OpenPackage(o.ctx, b, o.Open(pack), pack.Size, o.passwords())
	if err != nil {
		return o.locked(err)
	}
	inner := *o.f
	inner.Size = p.Size()
	inner.Reader = &oleMember{o.c, io.NewSectionReader(p, 0, p.Size())}
	return Extract(o.ctx, &inner, o.out)
}
