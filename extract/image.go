package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
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
		Doc:     "pictures: the text inside the file; with --ocr what PNG, JPEG, TIFF (all pages), GIF, BMP and WebP show",
		Limits:  "without --ocr what they show is counted, not read; of moving pictures the first is read; not read: HEIF, icons, more than 100 million pixels",
		Exts:    []string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".ico", ".heic"},
		Match:   matchImage,
		Extract: extractImage,
	})
}

// matchImage reports whether head begins a picture.
func matchImage(head []byte) bool {
	if pictureMark(head) {
		return true
	}
	if len(head) < 32 {
		return false
	}
	le := binary.LittleEndian
	switch {
	case string(head[:4]) == "\x00\x00\x01\x00": // ICO: count, then 16 bytes for each
		n := int(le.Uint16(head[4:]))
		return n > 0 && head[9] == 0 && int(le.Uint32(head[18:])) == 6+16*n
	case string(head[4:8]) == "ftyp": // HEIF, of cameras in telephones
		brand := string(head[8:12])
		return brand == "heic" || brand == "heix" || brand == "mif1" || brand == "avif"
	}
	return false
}

// pictureMark reports whether head begins a picture of a kind that is read.
func pictureMark(head []byte) bool {
	for _, mark := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF87a", "GIF89a", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return true
		}
	}
	if len(head) < 32 {
		return false
	}
	switch {
	case string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return true
	case string(head[:2]) == "BM": // a text may begin so: ask the size of the header
		n := binary.LittleEndian.Uint32(head[14:])
		return n == 12 || n == 40 || n == 52 || n == 56 || n == 64 || n == 108 || n == 124
	}
	return false
}

func extractImage(ctx context.Context, f *File, out Out) error {
	if f.Budget.ocr() == nil {
		countImage(out)
		_, err := readRuns(ctx, f, out)
		return err
	}
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if _, err := readRuns(ctx, &File{Name: f.Name, Size: c.size, Reader: c.reader(), Budget: f.Budget}, out); err != nil {
		return c.fault(err)
	}
	return c.fault(showImage(ctx, f, c, out))
}

// countImage notes a picture whose pixels are not read.
func countImage(out Out) {
	if c, ok := out.(ImageCounter); ok {
		c.Image()
	}
}

// showImage hands out what the pages of a picture show.
func showImage(ctx context.Context, f *File, c *content, out Out) error {
	p := picture{r: c, size: c.size}
	if err := p.open(); err != nil {
		countImage(out)
		return err
	}
	var worst error
	for i := range p.pages {
		part := "picture (OCR)"
		if len(p.pages) > 1 {
			part = fmt.Sprintf("page %d (OCR)", i+1)
		}
		err := p.show(ctx, f, i, part, out)
		if err == nil {
			continue
		}
		if s := (*Skip)(nil); !errors.As(err, &s) {
			return err
		}
		if worst == nil {
			countImage(out)
			worst = err
		}
	}
	if worst == nil && p.more {
		worst = &Skip{ReasonPartial, "a picture with more pages than are read"}
	}
	return worst
}
