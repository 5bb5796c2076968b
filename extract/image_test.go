package extract

import (
	"bytes"
	"context"
	"slices"
	"testing"
)

type imageTaker struct {
	runTaker
	images int
}

func (i *imageTaker) Image() { i.images++ }

func TestImage(t *testing.T) {
	ico := append([]byte("\x00\x00\x01\x00\x01\x00\x10\x10\x00\x00\x01\x00\x20\x00\x68\x04\x00\x00\x16\x00\x00\x00"), make([]byte, 20)...)
	for name, head := range map[string]string{
		"png":  "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
		"jpeg": "\xff\xd8\xff\xe1",
		"gif":  "GIF89a\x01\x00",
		"bmp":  "BM\x00\x00\x01\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00" + string(make([]byte, 16)),
		"tiff": "II*\x00\x08\x00\x00\x00",
		"webp": "RIFF\x00\x01\x00\x00WEBPVP8 " + string(make([]byte, 16)),
		"ico":  string(ico),
		"heic": "\x00\x00\x00\x18ftypheic" + string(make([]byte, 24)),
	} {
		data := []byte(head + "\x00\x01Artist: Taro Kakuu\x00\x01")
		if !matchImage(data) {
			t.Errorf("%s: is not taken for a picture", name)
		}
		b := DefaultBudget()
		var out imageTaker
		err := Extract(context.Background(), &File{Name: "a", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}, &out)
		if err != nil || out.images != 1 || !slices.Contains(out.runs, "Artist: Taro Kakuu") {
			t.Errorf("%s: got %v, %d pictures and %q, want one and its artist", name, err, out.images, out.runs)
		}
	}
	for _, text := range []string{"BM is how a text may begin, and go on for a while", "RIFF", ""} {
		if matchImage([]byte(text)) {
			t.Errorf("%q: is taken for a picture", text)
		}
	}
}
