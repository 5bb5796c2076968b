package extract

import (
	"bytes"
	"context"
	"encoding/binary"
)

// An ImageCounter is an Out that wants to know of pictures.
type ImageCounter interface {
	// Image is called once for a picture. What it shows is not read; the text
	// that cameras and programs write into it is.
	Image()
}

func init() {
	register(&Format{
		Name:    "image",
		Family:  "images",
		Doc:     "pictures: the text inside the file, not what they show",
		Exts:    []string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".ico", ".heic"},
		Match:   matchImage,
		Extract: extractImage,
	})
}

// matchImage reports whether head begins a picture.
func matchImage(head []byte) bool {
	for _, mark := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF87a", "GIF89a", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return true
		}
	}
	if len(head) < 32 {
		return false
	}
	le := binary.LittleEndian
	switch {
	case string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return true
	case string(head[:2]) == "BM": // a text may begin so: ask the size of the header
		n := le.Uint32(head[14:])
		return n == 12 || n == 40 || n == 52 || n == 56 || n == 64 || n == 108 || n == 124
	case string(head[:4]) == "\x00\x00\x01\x00": // ICO: count, then 16 bytes for each
		n := int(le.Uint16(head[4:]))
		return n > 0 && head[9] == 0 && int(le.Uint32(head[18:])) == 6+16*n
	case string(head[4:8]) == "ftyp": // HEIF, of cameras in telephones
		brand := string(head[8:12])
		return brand == "heic" || brand == "heix" || brand == "mif1" || brand == "avif"
	}
	return false
}

func extractImage(ctx context.Context, f *File, out Out) error {
	if c, ok := out.(ImageCounter); ok {
		c.Image()
	}
	_, err := readRuns(ctx, f, out)
	return err
}
