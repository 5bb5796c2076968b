package extract

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// base64Member hands out the file that the text of the element which x has just
// begun holds in base64. x is then at the tag behind that text, which is in t.
func base64Member(ctx context.Context, f *File, out Out, x *xmlscan.Reader, t *xmlscan.Token, name string) error {
	reserve, err := f.Budget.hold()
	if err != nil {
		return err
	}
	defer f.Budget.release(reserve)
	text := &xmlBinary{x: x, t: t}
	m := &File{Name: name, Size: -1, Budget: f.Budget}
	m.Reader = f.Budget.reader(ctx, &textFault{r: base64.NewDecoder(base64.StdEncoding, text)})
	if err := out.Member(m); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, text)
	t.Kind, t.Empty, t.Name = xmlscan.End, false, nil
	return err
}

// An xmlBinary reads the text of one element without its white space.
type xmlBinary struct {
	x    *xmlscan.Reader
	t    *xmlscan.Token
	rest []byte
	err  error
}

func (b *xmlBinary) Read(p []byte) (int, error) {
	for len(b.rest) == 0 {
		if b.err != nil {
			return 0, b.err
		}
		if b.err = b.x.Next(b.t); b.err == nil && b.t.Kind != xmlscan.Text {
			b.err = io.EOF
		}
		if b.err == nil {
			b.rest = bytes.Join(bytes.Fields(b.t.Text), nil)
		}
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// A textFault makes a Skip of the error of a decoder of text.
type textFault struct{ r io.Reader }

func (t *textFault) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if err != nil && err != io.EOF {
		err = damaged(err)
	}
	return n, err
}
