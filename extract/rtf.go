package extract

import (
	"bytes"
	"context"
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

// matchRTF reports whether head begins as RTF 1.9.1 has it: {\rtf and a version,
// or none.
func matchRTF(head []byte) bool {
	rest, ok := bytes.CutPrefix(trimBOM(head), []byte(`{\rtf`))
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
	err := o.read()
	if cerr := o.s.close(); err == nil {
		err = cerr
	}
	switch {
	case err == io.EOF:
		return src.fault(io.ErrUnexpectedEOF)
	case err != nil || src.err != nil:
		return firstError(src.err, err)
	}
	// Nothing belongs behind the end; what is there is looked through.
	_, err = readRuns(ctx, &File{Size: -1, Reader: o.br}, out)
	return err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
