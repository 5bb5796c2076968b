package extract

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// A workbook is a workbook in a zip while it is read: xlsx or xlsb.
type workbook struct {
	ctx     context.Context
	z       *zipFile
	out     Out
	budget  *Budget
	seen    map[string]bool // the parts that were read, in lower case
	say     *sayings
	x       *xmlscan.Reader
	main    string // the part that names the sheets
	sheets  []xlsxEntry
	strings *sharedStrings
	styles  xlsxStyles
	// date1904 says that days are counted from 1904.
	date1904 bool
}

// An xlsxEntry is a sheet as the workbook names it.
type xlsxEntry struct{ name, id string }

// partKey is what a part is known by: its case means nothing (ECMA-376 part 2).
func partKey(name string) string { return strings.ToLower(strings.TrimPrefix(name, "/")) }

// part reads a part, once. What is wrong with it is noted; an error ends the
// file. label is how people call it, or "".
func (k *workbook) part(name, label string, read func(io.Reader) error) error {
	if key := partKey(name); name == "" || k.seen[key] || !k.z.has(key) {
		return nil
	} else {
		k.seen[key] = true
	}
	if err := k.say.end(); err != nil {
		return err
	}
	if label != "" {
		if err := k.say.part(label); err != nil {
			return err
		}
	}
	r, done, err := k.z.open(name)
	if err == nil {
		defer done()
		var reserve int64
		if reserve, err = k.budget.hold(); err == nil {
			err = read(r)
			k.budget.release(reserve)
		}
	}
	return k.note(name, err)
}

// note notes what is wrong with a part, and returns what ends the file.
func (k *workbook) note(name string, err error) error {
	if broken := k.z.c.broken(); broken != nil {
		return broken
	}
	var s *Skip
	switch {
	case err == nil:
		return nil
	case k.ctx.Err() != nil:
		return k.ctx.Err()
	case errors.As(err, &s):
		k.out.Skip(name, *s)
		return nil
	case errors.Is(err, xmlscan.ErrTag), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.ErrNoProgress):
		k.out.Skip(name, *damaged(err).(*Skip))
		return nil
	}
	return err
}

// tokens reads a part of XML token by token.
func (k *workbook) tokens(r io.Reader, take func(*xmlscan.Token) error) error {
	if k.x == nil {
		k.x = xmlscan.NewReader(nil)
	}
	return eachToken(k.x, sheetXML(r), take)
}

// eachToken calls take for each token of r.
func eachToken(x *xmlscan.Reader, r io.Reader, take func(*xmlscan.Token) error) error {
	x.Reset(r)
	var t xmlscan.Token
	for {
		if err := x.Next(&t); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := take(&t); err != nil {
			return err
		}
	}
}

// sheetXML returns a document as UTF-8 (XML 1.0, appendix F).
func sheetXML(r io.Reader) io.Reader {
	br := bufio.NewReaderSize(r, packedBuffer)
	head, _ := br.Peek(512)
	cs := utf8Text
	switch {
	case bytes.HasPrefix(head, []byte("<?xml")):
		declaration, _, _ := bytes.Cut(head, []byte("?>"))
		if declared, ok := declaredCharset(declaration); ok && declared != utf16LE && declared != utf16BE {
			cs = declared
		}
	case bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("<\x00")):
		cs = utf16LE
	case bytes.HasPrefix(head, []byte("\xFE\xFF")) || bytes.HasPrefix(head, []byte("\x00<")):
		cs = utf16BE
	}
	if cs == utf8Text {
		return br
	}
	return newDecoder(br, cs)
}

// A link is what a part says of another: a relationship (ECMA-376 part 2, 6.5).
type xlsxLink struct {
	id, kind string // the last word of its type: "worksheet"
	target   string // a part or, if external, any address
	external bool
}

// xlsxLinks bounds the links of a part.
const xlsxLinks = 64 << 10

// links returns the links of a part; "" is the package.
func (k *workbook) links(name string) (links []xlsxLink, err error) {
	dir, base := path.Split(name)
	rels := dir + "_rels/" + base + ".rels"
	err = k.part(rels, "", func(r io.Reader) error {
		return k.tokens(r, func(t *xmlscan.Token) error {
			if !t.Is(xmlscan.Start, "Relationship") {
				return nil
			}
			if len(links) == xlsxLinks {
				return &Skip{ReasonTooLarge, "too many links"}
			}
			l := xlsxLink{id: string(t.Attr("Id")), kind: path.Base(string(t.Attr("Type"))), external: string(t.Attr("TargetMode")) == "External"}
			l.target = string(xmlscan.AppendUnescaped(nil, t.Attr("Target")))
			if !l.external {
				l.target = k.resolve(dir, l.target)
			}
			links = append(links, l)
			return nil
		})
	})
	return links, err
}

// resolve returns the name of the part that target is, seen from dir.
func (k *workbook) resolve(dir, target string) string {
	target, _, _ = strings.Cut(strings.ReplaceAll(target, `\`, "/"), "#")
	name := path.Clean(dir + target)
	if strings.HasPrefix(target, "/") {
		name = path.Clean(target)[1:]
	}
	if !k.z.has(partKey(name)) {
		if plain := unpercentName(name); k.z.has(partKey(plain)) {
			return plain
		}
		if rooted := strings.TrimPrefix(path.Clean(target), "/"); k.z.has(partKey(rooted)) {
			return rooted // some write it as if it were absolute
		}
	}
	return name
}
