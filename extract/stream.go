package extract

import (
	"bufio"
	"context"
	"io"
	"path"
	"strings"
)

// A packing is a format that packs one file.
type packing struct {
	// ends maps extensions to what stands in their place in the name of the file
	// inside: ".tbz" to ".tar".
	ends map[string]string
	// open returns a decoder. It reads all that was packed one after another, and
	// returns a *Skip if something else follows. done gives its memory back.
	open func(r *bufio.Reader) (dec io.Reader, done func(), err error)
}

// extract hands out the one file in f.
func (p *packing) extract(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	f.Budget.charge(memberCost)
	src := &source{ctx: ctx, r: f.Reader}
	dec, done, err := p.open(bufio.NewReaderSize(src, packedBuffer))
	if err != nil {
		return src.unpackFault(err)
	}
	defer done()
	return out.Member(&File{
		Name:   stem(f.Name, p.ends),
		Size:   -1,
		Reader: f.Budget.reader(ctx, &unpacked{src, dec}),
		Budget: f.Budget,
	})
}

// stem is the name of what is packed in a file of that name.
func stem(file string, ends map[string]string) string {
	base := path.Base(file)
	ext := path.Ext(base)
	with, ok := ends[strings.ToLower(ext)]
	if !ok || ext == base {
		return base
	}
	return strings.TrimSuffix(base, ext) + with
}

// unpackFault is fault for an error of a decoder, which may be that the file asks
// for more memory than it gets.
func (s *source) unpackFault(err error) error {
	if skip := packedFault(err); skip != nil && s.err == nil {
		return skip
	}
	return s.fault(err)
}

// An unpacked is what a decoder makes. Its errors say what is wrong with the file.
type unpacked struct {
	src *source
	dec io.Reader
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.dec.Read(p)
	if err == io.EOF && u.src.err != nil {
		return n, u.src.err // the decoder took it for the end
	}
	if err != nil && err != io.EOF {
		err = u.src.unpackFault(err)
	}
	return n, err
}

// rest returns io.EOF if nothing but zeros follows in r, else a *Skip.
func rest(r *bufio.Reader) error {
	if something(r) {
		return &Skip{ReasonDamaged, "what follows the end of the packed data was not scanned"}
	}
	return io.EOF
}
