package extract

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"unicode/utf8"

	"golang.org/x/image/draw"
)

const (
	// Text of less height or width than these is no text: icons, rules, dots.
	ocrMinWidth, ocrMinHeight = 100, 30
	// ocrPixels is as much as tesseract gets of a picture, an A3 page of 300 dpi.
	ocrPixels = 18_000_000
	// ocrSmall is the longer side, in pixels, below which a picture is enlarged:
	// tesseract wants letters of 30 pixels.
	ocrSmall = 1800
)

// ocrReady returns m in a size that tesseract reads well, nil if it is too small
// to show text.
func ocrReady(m *image.Gray) *image.Gray {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if max(w, h) < ocrMinWidth || min(w, h) < ocrMinHeight {
		return nil
	}
	switch long := max(w, h); {
	case w*h > ocrPixels:
		for w*h > ocrPixels {
			w, h = w*9/10, h*9/10
		}
	case long < ocrSmall:
		k := min(3, float64(ocrSmall)/float64(long))
		w, h = int(float64(w)*k), int(float64(h)*k)
	default:
		return m
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(out, out.Rect, m, m.Rect, draw.Src, nil)
	return out
}

// recognise hands out the text that m shows. The error is a *Skip if m could not
// be read.
func (f *File) recognise(ctx context.Context, out Out, m *image.Gray, part string) error {
	m = ocrReady(m)
	if m == nil {
		return nil
	}
	var file bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(&file, m); err != nil {
		return &Skip{ReasonNeedsOCR, "a picture could not be handed to tesseract"}
	}
	return f.recogniseFile(ctx, out, file.Bytes(), part)
}

// recogniseFile does so with a picture that is a file.
func (f *File) recogniseFile(ctx context.Context, out Out, file []byte, part string) error {
	text, err := f.Budget.ocr().Recognize(ctx, file)
	text = plainOCR(text)
	if len(text) > 0 {
		if terr := out.Text(&Block{Text: text, Part: part, Line: 1, Picture: true}); terr != nil {
			return terr
		}
	}
	return err
}

// plainOCR tidies what tesseract writes: form feeds end pages, and between
// Japanese characters it sees gaps that are none. A gap as wide as a character
// parts a surname and given name, but then so do the dictionaries of names.
func plainOCR(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte("\f"), []byte("\n"))
	out := text[:0]
	for i := 0; i < len(text); i++ {
		if text[i] == ' ' && i > 0 && i+1 < len(text) {
			before, _ := utf8.DecodeLastRune(out)
			after, _ := utf8.DecodeRune(text[i+1:])
			if wideSign(before) || wideSign(after) {
				continue
			}
		}
		out = append(out, text[i])
	}
	return passportLines(bytes.TrimRight(out, "\n "))
}

// passportLines mends the lines of passports that machines read (ICAO 9303):
// their signs < are taken for く.
func passportLines(text []byte) []byte {
	if !bytes.Contains(text, []byte("<")) || !bytes.Contains(text, []byte("く")) {
		return text
	}
	lines := bytes.Split(text, []byte("\n"))
	for i, line := range lines {
		mended := bytes.ReplaceAll(bytes.ReplaceAll(line, []byte("く"), []byte("<")), []byte(" "), nil)
		if bytes.Count(mended, []byte("<")) >= 5 && len(mended) > 30 && len(bytes.Trim(mended, "<ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")) == 0 {
			lines[i] = mended
		}
	}
	return bytes.Join(lines, []byte("\n"))
}

// wideSign reports whether r is a colon, bracket or stroke of Japanese text,
// beside which a gap means nothing.
func wideSign(r rune) bool {
	switch r {
	case '：', '・', '「', '」', '（', '）', '、', '。', '〒', 'ー', '－':
		return true
	}
	return false
}
