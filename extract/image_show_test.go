package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A fakeOCR says how large the pictures are that it gets.
type fakeOCR struct {
	got []string
	err error
}

func (f *fakeOCR) Recognize(_ context.Context, file []byte) ([]byte, error) {
	m, err := png.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		f.got = append(f.got, "no PNG")
	} else {
		f.got = append(f.got, fmt.Sprintf("%dx%d", m.Width, m.Height))
	}
	return []byte("氏名：架空太郎"), f.err
}

// striped is a picture whose left half is black.
func striped(w, h int) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		if i%w >= w/2 {
			m.Pix[i] = 0xFF
		}
	}
	return m
}

// tiffOf is a TIFF of pages in grey, not packed, turned as orientation says.
func tiffOf(orientation uint16, pages ...*image.Gray) []byte {
	b := []byte("II*\x00\x00\x00\x00\x00")
	le := binary.LittleEndian
	link := 4
	for _, m := range pages {
		pixels := len(b)
		b = append(b, m.Pix...)
		if len(b)%2 == 1 {
			b = append(b, 0)
		}
		le.PutUint32(b[link:], uint32(len(b)))
		w, h := m.Rect.Dx(), m.Rect.Dy()
		fields := [][3]uint32{{256, 4, uint32(w)}, {257, 4, uint32(h)}, {258, 3, 8}, {259, 3, 1}, {262, 3, 1}, {273, 4, uint32(pixels)}, {274, 3, uint32(orientation)}, {277, 3, 1}, {278, 4, uint32(h)}, {279, 4, uint32(w * h)}}
		b = le.AppendUint16(b, uint16(len(fields)))
		for _, f := range fields {
			b = le.AppendUint16(b, uint16(f[0]))
			b = le.AppendUint16(b, uint16(f[1]))
			b = le.AppendUint32(b, 1)
			b = le.AppendUint32(b, f[2])
		}
		link = len(b)
		b = le.AppendUint32(b, 0)
	}
	return b
}

func pngOf(m image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestImageOCR(t *testing.T) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, striped(2000, 1000), nil); err != nil {
		t.Fatal(err)
	}
	exif := "\xff\xd8\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	page := striped(2000, 1900)
	clear := image.NewNRGBA(image.Rect(0, 0, 2000, 40))
	clear.Set(0, 0, color.Black)
	for _, tt := range []struct {
		name, want string
		file       []byte
	}{
		{"png", "2000x1900", pngOf(page)},
		{"small", "1800x600", pngOf(striped(600, 200))},
		{"icon", "", pngOf(striped(64, 64))},
		{"transparent", "2000x40", pngOf(clear)},
		{"tiff of two pages", "2000x1900 2000x1900", tiffOf(1, page, page)},
		{"tiff on its side", "1900x2000", tiffOf(8, page)},
		{"jpeg on its side", "1000x2000", append([]byte(exif), photo.Bytes()[2:]...)},
	} {
		ocr := new(fakeOCR)
		out, err := takePDF(t, tt.file, &Settings{OCR: ocr})
		if got := strings.Join(ocr.got, " "); err != nil || got != tt.want || out.images != 0 {
			t.Errorf("%s: got %v, pictures of %q and %d not read, want %q", tt.name, err, got, out.images, tt.want)
		}
		if tt.want != "" && !slices.Contains(out.picture, "picture (OCR)") && !slices.Contains(out.picture, "page 2 (OCR)") {
			t.Errorf("%s: got parts %q, none of a picture", tt.name, out.order)
		}
	}
}

func TestImageUnread(t *testing.T) {
	whole := pngOf(striped(2000, 1900))
	huge := tiffOf(1, striped(200, 100))
	for _, tag := range []string{"\x00\x01\x04\x00\x01\x00\x00\x00", "\x01\x01\x04\x00\x01\x00\x00\x00"} { // width, height
		binary.LittleEndian.PutUint32(huge[bytes.Index(huge, []byte(tag))+8:], 60000)
	}
	for _, tt := range []struct {
		name, want string
		file       []byte
		ocr        Recognizer
	}{
		{"no tesseract", ReasonNeedsOCR, whole, NoRecognizer{}},
		{"it fails", ReasonTimeout, whole, &fakeOCR{err: &Skip{Reason: ReasonTimeout}}},
		{"cut", ReasonDamaged, whole[:len(whole)/2], &fakeOCR{}},
		{"too large", ReasonTooLarge, huge, &fakeOCR{}},
		{"heif", ReasonNeedsOCR, []byte("\x00\x00\x00\x18ftypheic" + string(make([]byte, 24))), &fakeOCR{}},
	} {
		if out, err := takePDF(t, tt.file, &Settings{OCR: tt.ocr}); reasonOf(err) != tt.want || out.images != 1 {
			t.Errorf("%s: got %v and %d pictures not read, want %s and one", tt.name, err, out.images, tt.want)
		}
	}
}

func TestTurned(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 3, 2))
	copy(m.Pix, []byte{1, 2, 3, 4, 5, 6})
	for orientation, want := range map[int][]byte{
		1: {1, 2, 3, 4, 5, 6}, 2: {3, 2, 1, 6, 5, 4}, 3: {6, 5, 4, 3, 2, 1}, 4: {4, 5, 6, 1, 2, 3},
		5: {1, 4, 2, 5, 3, 6}, 6: {4, 1, 5, 2, 6, 3}, 7: {6, 3, 5, 2, 4, 1}, 8: {3, 6, 2, 5, 1, 4},
	} {
		if got := turned(m, orientation); !bytes.Equal(got.Pix, want) {
			t.Errorf("orientation %d: got %v, want %v", orientation, got.Pix, want)
		}
	}
}

func TestPlainOCR(t *testing.T) {
	for text, want := range map[string]string{
		"氏名 ： 架空 太郎\f":                      "氏名：架空 太郎",
		"PくJPNKAKUUくくTARO<<くくくくくく<<<<<<<< ": "P<JPNKAKUU<<TARO<<<<<<<<<<<<<<<<",
		"ひらくとき < 3":                         "ひらくとき < 3",
	} {
		if got := string(plainOCR([]byte(text))); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// The program itself, on a picture of a driver's licence of nobody.
func TestTesseract(t *testing.T) {
	ocr, err := NewTesseract(t.Context(), 1)
	if err != nil {
		t.Skip(err)
	}
	card, err := os.ReadFile("testdata/licence.png")
	if err != nil {
		t.Fatal(err)
	}
	out, err := takePDF(t, card, &Settings{OCR: ocr})
	text := strings.Join(out.all(), "\n")
	if err != nil || !strings.Contains(text, "まで有効") || !strings.Contains(text, "公安委員会") {
		t.Errorf("got %v and %q, want what is printed on a licence", err, text)
	}
	if _, err := ocr.Recognize(t.Context(), []byte("/etc/passwd\n")); reasonOf(err) != ReasonNeedsOCR {
		t.Errorf("a list of files: got %v, want %s", err, ReasonNeedsOCR)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ocr.Recognize(ctx, card); err != context.Canceled {
		t.Errorf("stopped: got %v, want %v", err, context.Canceled)
	}
}

// A process that hangs, with a child of its own, is killed with its child.
func TestTesseractHangs(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	script := t.TempDir() + "/tesseract"
	if err := os.WriteFile(script, []byte("#!"+sh+"\nsleep 1000 & sleep 1000\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	ocr := &Tesseract{path: script, slots: make(chan struct{}, 1), limit: 1}
	if _, err := ocr.Recognize(t.Context(), pngOf(striped(200, 100))); reasonOf(err) != ReasonTimeout {
		t.Errorf("got %v, want %s", err, ReasonTimeout)
	}
}

func FuzzImageShow(f *testing.F) {
	f.Add(pngOf(striped(120, 40)))
	f.Add(tiffOf(6, striped(120, 40), striped(120, 40)))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			return
		}
		b := DefaultBudget()
		b.Settings = &Settings{OCR: new(fakeOCR)}
		var out pdfTaker
		err := Extract(context.Background(), &File{Name: "a.png", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}, &out)
		if err != nil && (strings.HasPrefix(reasonOf(err), "error") || strings.Contains(err.Error(), "panicked")) {
			t.Errorf("got %v", err)
		}
	})
}
