package officeart

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"testing"
)

func record(version, instance, kind int, data ...string) string {
	all := strings.Join(data, "")
	b := le.AppendUint16(nil, uint16(version|instance<<4))
	b = le.AppendUint16(b, uint16(kind))
	return string(le.AppendUint32(b, uint32(len(all)))) + all
}

// entry is an entry of a store of pictures: place is that of a delayed one.
func entryOf(place uint32, name, picture string) string {
	b := make([]byte, 36)
	le.PutUint32(b[20:], 1)
	le.PutUint32(b[28:], place)
	b[33] = byte(len(name))
	return record(2, 5, recEntry, string(b), name, picture)
}

func pictures(data string) (got []string, err error) {
	err = Pictures(strings.NewReader(data), func(ext string, size int64, r io.Reader) error {
		b, err := io.ReadAll(r)
		if size >= 0 && size != int64(len(b)) {
			return fmt.Errorf("got %d bytes, want %d", len(b), size)
		}
		got = append(got, ext+" "+string(b))
		return err
	})
	return got, err
}

func TestPictures(t *testing.T) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write([]byte("metafile"))
	z.Close()
	id := strings.Repeat("i", 16)
	store := record(15, 0, 0xF000, record(15, 2, 0xF001,
		entryOf(0, "ab", record(0, 0x6E1, recPNG, id, id, "t", "portable")),
		entryOf(77, "", ""),
		record(0, 0x46A, recJPEG, id, "t", "photo"),
		record(0, 0x3D4, recEMF, id, strings.Repeat("\x00", 34), packed.String()),
		record(0, 1, 0xF11D, "no picture"),
	))
	got, err := pictures(store)
	if want := "png portable|jpg photo|emf metafile"; strings.Join(got, "|") != want || err != nil {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	places, err := Delayed(strings.NewReader(store))
	if len(places) != 1 || places[0] != 77 || err != nil {
		t.Errorf("got places %v, %v, want 77", places, err)
	}
	if got, err = pictures(store[:120]); len(got) != 1 || err != io.ErrUnexpectedEOF {
		t.Errorf("of what is cut got %q, %v, want the first and %v", got, err, io.ErrUnexpectedEOF)
	}
	if _, err = pictures("no drawing, but text"); err != ErrDamaged {
		t.Errorf("of a text got %v, want %v", err, ErrDamaged)
	}
}

func TestBitmap(t *testing.T) {
	head := make([]byte, 40)
	head[0], head[14] = 40, 8
	got, err := pictures(record(0, 0x7A8, recDIB, strings.Repeat("i", 17), string(head), "pixels"))
	if err != nil || len(got) != 1 || !strings.HasPrefix(got[0], "bmp BM") || len(got[0]) != 4+14+46 {
		t.Fatalf("got %q, %v, want a bitmap of 60 bytes", got, err)
	}
}

func FuzzPictures(f *testing.F) {
	f.Add([]byte(entryOf(7, "a", record(0, 0x6E1, recPNG, strings.Repeat("i", 33), "png"))))
	f.Add([]byte(record(0, 0x3D4, recEMF, strings.Repeat("i", 60))))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = pictures(string(data))
		_, _ = Delayed(bytes.NewReader(data))
	})
}
