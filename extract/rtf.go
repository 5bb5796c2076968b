package extract

import (
	"bytes"
	"context"
	"errors"
	"io"
)

func init() {
	register(&Format{
		Name:   "rtf",
		Family: "office",
		Doc: "Rich Text Format, whatever it is called: text in the charset of its fonts and in Unicode, tables, headers, footers, notes, comments, " +
			"text boxes, deleted text, field codes, properties; pictures and embedded objects as files of their own",
		Limits:  "themes, styles and lists of fonts are not read",
		Exts:    []string{".rtf"},
		Match:   matchRTF,
		Extract: extractRTF,
	})
}

// rtfMark is how RTF 1.9.1 begins: with {\rtf and a version, or none.
const rtfMark = `{\rtf`

// matchRTF reports whether head begins as RTF, or does but for a damaged byte.
func matchRTF(head []byte) bool {
	if near := head[:min(len(head), 128)]; bytes.Contains(near[:min(len(near), 16)], []byte(`\rtf1\`)) || bytes.Contains(near, []byte(`{\fonttbl`)) {
		return true
	}
	rest, ok := bytes.CutPrefix(trimBOM(head), []byte(rtfMark))
	return ok && len(rest) > 0 && (rest[0] >= '0' && rest[0] <= '9' || rest[0] == '\\')
}

func extractRTF(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	return readRTF(ctx, f, f.Reader, out, "body")
}

// readRTF hands out the RTF that r yields, a text in f, whose running text is
// the part of that name.
func readRTF(ctx context.Context, f *File, r io.Reader, out Out, part string) error {
	src := &source{ctx: ctx, r: r}
	o := newRTFReader(ctx, f, src, newStory(out, part))
	if mark, _ := o.br.Peek(len(utf8BOM)); bytes.Equal(mark, utf8BOM) {
		_, _ = o.br.Discard(len(mark))
	}
	mark, _ := o.br.Peek(len(rtfMark))
	broken := string(mark) != rtfMark
	err := o.read()
	for err == nil && (broken || o.more()) { // a group more ended than begun
		broken = true
		err = o.read()
	}
	if err == io.EOF && broken && src.err == nil {
		err = errRTF
	}
	if cerr := o.s.close(); err == nil {
		err = cerr
	}
	switch {
	case err == errRTF:
		return damaged(err)
	case err == io.EOF:
		return src.fault(io.ErrUnexpectedEOF)
	case err != nil || src.err != nil:
		return firstError(src.err, err)
	}
	// Nothing belongs behind the end; what is there is looked through.
	_, err = readRuns(ctx, &File{Size: -1, Reader: o.br}, out)
	return err
}

var errRTF = errors.New("groups that do not match")

// more reports whether RTF follows the end of the document.
func (o *rtfReader) more() bool {
	b, _ := o.br.Peek(4 << 10)
	return bytes.Count(b, []byte(`\`)) > 1 && bytes.IndexByte(b, '}') >= 0
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
