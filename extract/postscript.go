package extract

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
)

func init() {
	register(&Format{
		Name: "postscript", Family: "print",
		Doc:     "PostScript and EPS: title, author and other comments; text drawn in fonts whose names tell their encoding (RKSJ, EUC, JIS, UniJIS) or that is readable",
		Limits:  "programs are not run: text drawn by glyph numbers, in fonts of the file or packed, and pictures are not read, and said to be there",
		Exts:    []string{".ps", ".eps"},
		Match:   isPostScript,
		Extract: extractPostScript,
	})
}

// epsPreview is the mark of an EPS with a picture for the screen (Adobe: EPS File
// Format Specification, section 5.2).
const epsPreview = "\xC5\xD0\xD3\xC6"

func isPostScript(head []byte) bool {
	if len(head) >= 30 && string(head[:4]) == epsPreview {
		return true
	}
	if bytes.HasPrefix(bytes.TrimLeft(head, "\x04\r\n"), []byte("%!PS")) {
		return true
	}
	// Its first line may be damaged: what it says of itself follows (Adobe:
	// PostScript Language Document Structuring Conventions 3.0).
	head = head[:min(len(head), 1<<10)]
	for _, mark := range []string{"\n%%BoundingBox: ", "\n%%EndComments", "\n%%LanguageLevel: "} {
		if bytes.Contains(head, []byte(mark)) {
			return true
		}
	}
	return false
}

func extractPostScript(ctx context.Context, f *File, out Out) error {
	r := bufio.NewReader(f.Reader)
	head, _ := r.Peek(30)
	if len(head) < 30 || string(head[:4]) != epsPreview {
		return extractWith(readPostScript)(ctx, &File{Reader: r}, out)
	}
	from, n := int64(binary.LittleEndian.Uint32(head[4:])), int64(binary.LittleEndian.Uint32(head[8:]))
	if _, err := io.CopyN(io.Discard, r, from); err != nil {
		return cmpError(ctx.Err(), (&source{ctx: ctx, r: f.Reader}).fault(err))
	}
	return extractWith(readPostScript)(ctx, &File{Reader: io.LimitReader(r, n)}, out)
}

// A psReader reads PostScript without running it: what stands before a word that
// draws is taken for what it draws.
type psReader struct {
	lex     psLexer
	p       *prose
	page    drawn
	pages   int
	numbers []float64
	strings [][]byte
	names   []string          // literals since the last word
	fonts   map[string]string // encodings of fonts that the file names
	font    string            // encoding of the one in use, or ""
	pending string
	x, y    float64
	text    []byte
	drawn   int  // texts that were read
	glyphs  bool // some were not
	foreign bool // fonts of its own, packed data or pictures
}

const psMost = 256 // numbers, strings and names that are kept before a word

func readPostScript(ctx context.Context, r *bufio.Reader, p *prose) (missed string, err error) {
	s := psReader{lex: psLexer{r: r}, p: p, fonts: map[string]string{}}
	for n := 0; err == nil; n++ {
		if n%4096 == 0 {
			err = ctx.Err()
		}
		var t psToken
		if err == nil {
			t, err = s.lex.next()
		}
		if err == nil {
			err = s.token(t)
		}
	}
	if err == io.EOF {
		err = nil
	}
	if flushed := s.page.flush(p); err == nil {
		err = flushed
	}
	if s.glyphs || s.foreign || s.drawn == 0 {
		missed = "text in it that is drawn by glyph numbers or as pictures was not read"
	}
	return missed, err
}

func (s *psReader) token(t psToken) error {
	switch t.kind {
	case psComment:
		return s.comment(t.text)
	case psLiteral:
		if len(s.names) < psMost && len(t.text) < 256 {
			s.names = append(s.names, string(t.text))
		}
		s.literal(string(t.text[:min(len(t.text), 256)]))
	case psString:
		if len(s.strings) < psMost && len(t.text) > 0 {
			s.strings = append(s.strings, bytes.Clone(t.text))
		}
	case psName:
		if v, err := strconv.ParseFloat(string(t.text[:min(len(t.text), 32)]), 64); err == nil && len(t.text) <= 32 {
			if len(s.numbers) >= psMost {
				s.numbers = append(s.numbers[:0], s.numbers[psMost/2:]...)
			}
			s.numbers = append(s.numbers, v)
			return nil
		}
		return s.word(string(t.text[:min(len(t.text), 256)]))
	}
	return nil
}

// comment takes what the document says of itself (Adobe: Document Structuring
// Conventions), and the beginning of a page.
func (s *psReader) comment(text []byte) error {
	if !bytes.HasPrefix(text, []byte("%")) {
		return nil
	}
	key, value, _ := bytes.Cut(text[1:], []byte(":"))
	switch string(key) {
	case "Page":
		if err := s.page.flush(s.p); err != nil {
			return err
		}
		s.pages++
		return s.p.part(fmt.Sprintf("page %d", s.pages))
	case "BeginBinary", "BeginData":
		s.foreign = true
		if n, err := strconv.ParseInt(string(bytes.Fields(append(value, " 0"...))[0]), 10, 64); err == nil && n > 0 && !bytes.Contains(value, []byte("Lines")) {
			_, err = io.CopyN(io.Discard, s.lex.r, n)
			return notEnd(err)
		}
	case "BeginFont":
		s.foreign = true
	case "Title", "For", "Creator", "Author", "Routing", "Copyright", "Keywords", "Subject":
		value = bytes.TrimSpace(value)
		if bytes.HasPrefix(value, []byte("(")) || bytes.HasPrefix(value, []byte("<")) {
			lex := psLexer{r: bufio.NewReader(bytes.NewReader(value))}
			if t, err := lex.next(); err == nil && t.kind == psString {
				value = bytes.Clone(t.text)
			}
		}
		s.text = append(append(s.text[:0], key...), ": "...)
		if len(value) >= 2 && value[0] == 0xFE && value[1] == 0xFF {
			s.text, _ = appendUTF16(s.text, value[2:len(value)&^1], utf16BE)
		} else {
			s.text = appendUTF8(s.text, value, lineCharset(value, cp932))
		}
		if err := s.p.write(s.text); err != nil {
			return err
		}
		return s.p.line()
	}
	return nil
}

// find makes the font of the last name the one that comes into use next: its name
// or one that the file gave it tells the encoding.
func (s *psReader) find() {
	s.pending = ""
	if n := len(s.names); n > 0 {
		if s.pending = psEncoding(s.names[n-1]); s.pending == "" {
			s.pending = s.fonts[s.names[n-1]]
		}
	}
}

// literal takes a name that shows that not all is text.
func (s *psReader) literal(name string) {
	s.lex.base = s.lex.base || name == "ASCII85Decode"
	switch name {
	case "FontType", "FlateDecode", "LZWDecode", "ASCII85Decode", "DCTDecode", "CCITTFaxDecode", "RunLengthDecode", "CharStrings":
		s.foreign = true
	}
}

// word takes a word that is run.
func (s *psReader) word(name string) error {
	defer func() { s.numbers, s.strings, s.names = s.numbers[:0], s.strings[:0], s.names[:0] }()
	n := len(s.numbers)
	switch name {
	case "findfont", "scalefont", "makefont", "dup", "exch", "begin":
		if name == "findfont" {
			s.find()
		}
		if name == "findfont" || name == "scalefont" || name == "makefont" {
			names := s.names
			defer func() { s.names = append(s.names, names...) }() // a def may follow
		}
		return nil
	case "def", "definefont":
		if len(s.names) > 0 && s.pending != "" && len(s.fonts) < psMost {
			s.fonts[s.names[0]] = s.pending
		}
		return nil
	case "setfont", "selectfont":
		if name == "selectfont" {
			s.find()
		}
		s.font = s.pending
		return nil
	case "image", "colorimage", "imagemask":
		s.foreign = true
		return nil
	case "eexec":
		s.foreign = true
		return nil
	case "pop", "cvn", "eq", "ne", "search", "anchorsearch", "print", "readhexstring", "readstring", "findresource", "cvx", "=", "==", "run":
		return nil
	case "showpage":
		return s.page.flush(s.p)
	case "rmoveto", "rlineto":
		if n >= 2 {
			s.x, s.y = s.x+s.numbers[n-2], s.y-s.numbers[n-1]
		}
		return nil
	}
	if e, ok := s.fonts[name]; ok {
		s.pending = e
		return nil
	}
	if n >= 2 && (len(s.strings) == 0 || !strings.Contains(name, "show")) {
		s.x, s.y = s.numbers[n-2], -s.numbers[n-1]
	}
	for _, b := range s.strings {
		s.draw(b)
	}
	if s.page.full() {
		return s.page.flush(s.p)
	}
	return nil
}
