package extract

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// packedBuffer is how much of an archive is read at once.
const packedBuffer = 64 << 10

func init() {
	register(&Format{
		Name:    "gzip",
		Family:  "archives",
		Doc:     "gzip: one packed file, or several packed one after another",
		Exts:    []string{".gz", ".tgz"},
		Match:   func(head []byte) bool { return bytes.HasPrefix(head, []byte("\x1f\x8b\x08")) },
		Extract: extractGzip,
	})
}

// extractGzip hands out the one member of a gzip file (RFC 1952).
func extractGzip(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	f.Budget.charge(memberCost)
	src := &source{ctx: ctx, r: f.Reader}
	br := bufio.NewReaderSize(src, packedBuffer)
	z, err := gzip.NewReader(br)
	if err != nil {
		return src.fault(err)
	}
	z.Multistream(false)
	return out.Member(&File{
		Name:   gzipMember(f.Name, z.Name),
		Size:   -1,
		Reader: f.Budget.reader(ctx, &gzipReader{src: src, br: br, z: z}),
		Budget: f.Budget,
	})
}

// gzipMember names what is in a gzip file: the name in its header, which the
// library takes for Latin-1 and which is not, else that of the file.
func gzipMember(file, header string) string {
	if raw := latin1(header); len(raw) > 0 {
		if base := path.Base(decodeMemberPath(raw)); base != "." && base != "/" {
			return base
		}
	}
	base := path.Base(file)
	ext := path.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	switch {
	case stem == "":
		return base
	case strings.EqualFold(ext, ".gz") || strings.EqualFold(ext, ".z"):
		return stem
	case strings.EqualFold(ext, ".tgz") || strings.EqualFold(ext, ".taz"):
		return stem + ".tar"
	}
	return base
}

func latin1(s string) []byte {
	raw := make([]byte, 0, len(s))
	for _, r := range s {
		raw = append(raw, byte(r))
	}
	return raw
}

// A gzipReader reads the members of a gzip file as the one file that they are.
type gzipReader struct {
	src *source
	br  *bufio.Reader
	z   *gzip.Reader
}

func (g *gzipReader) Read(p []byte) (int, error) {
	for {
		n, err := g.z.Read(p)
		if err == io.EOF {
			err = g.next()
			if err == nil && n == 0 {
				continue
			}
		} else if err != nil {
			err = g.src.fault(err)
		}
		return n, err
	}
}

// next goes to the next member. It returns io.EOF if there is none: zeros, with
// which tapes are padded, do not count.
func (g *gzipReader) next() error {
	for {
		c, err := g.br.ReadByte()
		if err != nil {
			if g.src.err != nil {
				return g.src.err
			}
			return io.EOF
		}
		if c == 0 {
			continue
		}
		g.br.UnreadByte()
		break
	}
	if magic, _ := g.br.Peek(2); !bytes.Equal(magic, []byte("\x1f\x8b")) {
		return &Skip{ReasonDamaged, "what follows the end of the packed data was not scanned"}
	}
	if err := g.z.Reset(g.br); err != nil {
		return g.src.fault(err)
	}
	g.z.Multistream(false)
	return nil
}
