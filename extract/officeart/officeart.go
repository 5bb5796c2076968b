// Package officeart finds the pictures in drawings of old Office documents.
// Section numbers are those of [MS-ODRAW].
package officeart

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
)

var le = binary.LittleEndian

// ErrDamaged is returned for drawings of which not all could be read.
var ErrDamaged = errors.New("officeart: damaged")

// Types of records (2.2.23 and others).
const (
	recEntry = 0xF007 // of a store: 36 bytes and a name precede the picture
	recEMF   = 0xF01A
	recWMF   = 0xF01B
	recPICT  = 0xF01C
	recJPEG  = 0xF01D
	recPNG   = 0xF01E
	recDIB   = 0xF01F
	recTIFF  = 0xF029
	recJPEG2 = 0xF02A
)

// dibMost bounds a picture whose length must be known before it is handed out.
const dibMost = 64 << 20

// Pictures calls each for the pictures in r, in order: ext is what files of its
// kind are called, size is -1 if not known. What each does not read is skipped.
func Pictures(r io.Reader, each func(ext string, size int64, r io.Reader) error) error {
	br := bufio.NewReaderSize(r, 32<<10)
	var h [8]byte
	for {
		if _, err := io.ReadFull(br, h[:]); err != nil {
			if err == io.EOF {
				return nil
			}
			return err
		}
		kind, n := le.Uint16(h[2:]), int64(le.Uint32(h[4:]))
		switch {
		case kind == 0 && n == 0 && h[0] == 0:
			continue // filling
		case h[0]&15 == 15:
			continue // a container: what is in it follows
		case kind < 0xF000 || kind > 0xF1FF:
			return ErrDamaged
		case kind == recEntry:
			if err := entry(br, n); err != nil {
				return err
			}
			continue
		}
		body := &io.LimitedReader{R: br, N: n}
		if err := picture(le.Uint16(h[:])>>4, kind, body, each); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, body); err != nil {
			return err
		}
		if body.N > 0 {
			return io.ErrUnexpectedEOF
		}
	}
}

// entry passes what precedes the picture in an entry of a store (2.2.32).
func entry(br *bufio.Reader, n int64) error {
	if n < 36 {
		_, err := br.Discard(int(n))
		return err
	}
	var b [36]byte
	if _, err := io.ReadFull(br, b[:]); err != nil {
		return err
	}
	_, err := br.Discard(int(b[33]))
	return err
}

// picture hands out one picture (2.2.23 to 2.2.31): identifiers precede it, two
// of them if the instance is odd.
func picture(instance, kind uint16, r *io.LimitedReader, each func(string, int64, io.Reader) error) error {
	ids := int64(16)
	if instance&1 != 0 {
		ids = 32
	}
	if kind == recEMF || kind == recWMF || kind == recPICT {
		return metafile(kind, ids, r, each)
	}
	ext := map[uint16]string{recJPEG: "jpg", recJPEG2: "jpg", recPNG: "png", recDIB: "bmp", recTIFF: "tif"}[kind]
	if ext == "" {
		return nil
	}
	if _, err := io.CopyN(io.Discard, r, ids+1); err != nil {
		return unexpected(err)
	}
	if kind == recDIB {
		return bitmap(r, each)
	}
	return each(ext, r.N, r)
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// metafile hands out a metafile, packed or not (2.2.31: 34 bytes tell that).
func metafile(kind uint16, ids int64, r *io.LimitedReader, each func(string, int64, io.Reader) error) error {
	if _, err := io.CopyN(io.Discard, r, ids); err != nil {
		return unexpected(err)
	}
	var h [34]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return unexpected(err)
	}
	ext := map[uint16]string{recEMF: "emf", recWMF: "wmf", recPICT: "pict"}[kind]
	if h[32] != 0 {
		return each(ext, r.N, r)
	}
	z, err := zlib.NewReader(r)
	if err != nil {
		return ErrDamaged
	}
	defer z.Close()
	return each(ext, -1, z)
}

// bitmap puts the header of a file before a bitmap that has none.
func bitmap(r *io.LimitedReader, each func(string, int64, io.Reader) error) error {
	var h [40]byte
	if r.N < int64(len(h)) || r.N > dibMost {
		return each("bmp", r.N, r)
	}
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return unexpected(err)
	}
	colours := int64(le.Uint32(h[32:]))
	if depth := le.Uint16(h[14:]); depth <= 8 && colours == 0 {
		colours = 1 << depth
	}
	file := make([]byte, 14, 54)
	copy(file, "BM")
	size := r.N + 54
	le.PutUint32(file[2:], uint32(size))
	le.PutUint32(file[10:], uint32(min(54+4*colours, size)))
	file = append(file, h[:]...)
	return each("bmp", size, io.MultiReader(bytes.NewReader(file), r))
}

// delayedMost bounds the pictures that are told of and stand elsewhere.
const delayedMost = 16 << 10

// Delayed returns where the pictures are of which a store in r tells only the
// place in another stream (2.2.32).
func Delayed(r io.Reader) ([]int64, error) {
	br := bufio.NewReaderSize(r, 32<<10)
	var places []int64
	var h [8]byte
	for {
		if _, err := io.ReadFull(br, h[:]); err != nil {
			if err == io.EOF {
				err = nil
			}
			return places, err
		}
		kind, n := le.Uint16(h[2:]), int64(le.Uint32(h[4:]))
		switch {
		case h[0]&15 == 15:
			continue
		case kind < 0xF000 || kind > 0xF1FF:
			return places, nil
		}
		body := &io.LimitedReader{R: br, N: n}
		var b [36]byte
		if kind == recEntry && n >= int64(len(b)) {
			if _, err := io.ReadFull(body, b[:]); err != nil {
				return places, err
			}
			if body.N <= int64(b[33]) && le.Uint32(b[20:]) > 0 && len(places) < delayedMost {
				places = append(places, int64(le.Uint32(b[28:])))
			}
		}
		if _, err := io.Copy(io.Discard, body); err != nil {
			return places, err
		}
	}
}
