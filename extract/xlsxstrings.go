package extract

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

const (
	// stringsChunk is how much text of shared strings lies together, in memory
	// or in the temporary file. A cell holds 32,767 characters: 96 KB.
	stringsChunk = 128 << 10
	stringsMost  = stringsChunk - 8
	// stringsMemory is how much of them is kept in memory.
	stringsMemory = 48 << 20
	// stringsGroup is how many of them share an entry of the index: sixty
	// million strings of a byte each take 30 MB.
	stringsGroup = 16
	// stringsCached is how many chunks of the file are in memory.
	stringsCached = 64
)

// sharedStrings are the texts that cells name by number. Beyond stringsMemory
// they are in a temporary file.
type sharedStrings struct {
	budget *Budget
	memory int64    // kept at most; 0: stringsMemory
	chunks [][]byte // in memory; the last is being filled
	lens   []uint32 // of all chunks
	index  []uint64 // of every stringsGroup-th string: chunk<<32 | offset
	n      int      // strings
	used   []uint64 // the strings that cells named, as bits
	held   int64    // of contentUsed
	temp   *sealedFile
	cache  [stringsCached]struct {
		chunk int // and one
		b     []byte
	}
}

// add adds a string of up to stringsMost bytes.
func (s *sharedStrings) add(b []byte) error {
	last := len(s.lens) - 1
	if last < 0 || int(s.lens[last])+binary.MaxVarintLen32+len(b) > stringsChunk {
		if err := s.chunk(); err != nil {
			return err
		}
		last++
	}
	if s.n%stringsGroup == 0 {
		s.index = append(s.index, uint64(last)<<32|uint64(s.lens[last]))
	}
	c := &s.chunks[len(s.chunks)-1]
	*c = binary.AppendUvarint(*c, uint64(len(b)))
	*c = append(*c, b...)
	s.lens[last] = uint32(len(*c))
	s.n++
	return nil
}

// chunk begins a chunk.
func (s *sharedStrings) chunk() error {
	if s.temp == nil && int64(len(s.chunks)+1)*stringsChunk <= cmp.Or(s.memory, stringsMemory) {
		if contentUsed.Add(stringsChunk) <= contentMemoryAll {
			s.held += stringsChunk
			s.chunks = append(s.chunks, make([]byte, 0, stringsChunk))
			s.lens = append(s.lens, 0)
			return nil
		}
		contentUsed.Add(-stringsChunk)
	}
	if err := s.spill(); err != nil {
		return err
	}
	s.lens = append(s.lens, 0)
	return nil
}

// spill writes the chunks to the file and leaves an empty one.
func (s *sharedStrings) spill() (err error) {
	if s.temp == nil {
		if s.temp, err = newSealedFile(s.budget); err != nil {
			return err
		}
	}
	at := len(s.lens) - len(s.chunks)
	for i, c := range s.chunks {
		if err := s.temp.writeAt(c, int64(at+i)*stringsChunk); err != nil {
			return err
		}
	}
	keep := make([]byte, 0, stringsChunk)
	if len(s.chunks) > 0 {
		keep = s.chunks[0][:0]
	}
	s.chunks = append(s.chunks[:0:0], keep)
	contentUsed.Add(-s.held)
	s.held = 0
	return nil
}

// writeAt writes b, which it leaves encrypted, at off, a multiple of the block
// size where nothing was written before.
func (s *sealedFile) writeAt(b []byte, off int64) error {
	s.stream(off).XORKeyStream(b, b)
	if _, err := s.f.WriteAt(b, off); err != nil {
		return fmt.Errorf("write a temporary file: %w", err)
	}
	return nil
}

// close gives memory and file back.
func (s *sharedStrings) close() {
	contentUsed.Add(-s.held)
	s.held = 0
	if s.temp != nil {
		s.temp.close()
	}
}

// load returns a chunk.
func (s *sharedStrings) load(i int) ([]byte, error) {
	if first := len(s.lens) - len(s.chunks); i >= first {
		return s.chunks[i-first], nil
	}
	c := &s.cache[i%stringsCached]
	if c.chunk == i+1 {
		return c.b, nil
	}
	c.chunk = 0
	if c.b == nil {
		c.b = make([]byte, stringsChunk)
	}
	c.b = c.b[:s.lens[i]]
	if _, err := s.temp.ReadAt(c.b, int64(i)*stringsChunk); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read a temporary file: %w", err)
	}
	c.chunk = i + 1
	return c.b, nil
}

// get returns string i, valid until the next call. It is nil, without an error,
// if there is none.
func (s *sharedStrings) get(i int) ([]byte, error) {
	if i < 0 || i >= s.n {
		return nil, nil
	}
	if s.used == nil {
		s.used = make([]uint64, (s.n+63)/64)
	}
	s.used[i/64] |= 1 << (i % 64)
	at := s.index[i/stringsGroup]
	chunk, off := int(at>>32), int(uint32(at))
	b, err := s.load(chunk)
	for left := i % stringsGroup; err == nil; left-- {
		if off == len(b) {
			chunk, off = chunk+1, 0
			if b, err = s.load(chunk); err != nil {
				return nil, err
			}
		}
		n, w := binary.Uvarint(b[off:])
		if left == 0 {
			return b[off+w : off+w+int(n) : off+w+int(n)], nil
		}
		off += w + int(n)
	}
	return nil, err
}

// unused hands out the strings that no cell named: what was deleted from cells
// may still be here.
func (s *sharedStrings) unused(say *sayings) error {
	i := 0
	for c := range s.lens {
		b, err := s.load(c)
		if err != nil {
			return err
		}
		for len(b) > 0 {
			n, w := binary.Uvarint(b)
			if s.used == nil || s.used[i/64]&(1<<(i%64)) == 0 {
				if err := say.line(b[w : w+int(n)]); err != nil {
					return err
				}
			}
			b = b[w+int(n):]
			i++
		}
	}
	return nil
}

// A richText gathers a text that may be in pieces and have its reading beside
// it (ECMA-376 part 1, 18.4.8 and 18.4.6).
type richText struct {
	say     *sayings
	text    []byte
	most    int  // how much is kept; what is beyond is handed out at once
	in      bool // in a t
	reading bool // in an rPh
	beyond  bool // text was handed out
	phon    []byte
}

// begin begins another text.
func (r *richText) begin() { r.text, r.in, r.reading, r.beyond = r.text[:0], false, false, false }

// take reads a token in the text.
func (r *richText) take(t *xmlscan.Token) error {
	switch {
	case t.Kind == xmlscan.Text:
		if !r.in {
			return nil
		}
		if r.reading {
			r.phon = append(r.phon, t.Text[:min(len(t.Text), max(0, stringsMost-len(r.phon)))]...)
			return nil
		}
		return r.add(t.Text)
	case string(t.Name) == "t":
		r.in = t.Kind == xmlscan.Start && !t.Empty
	case string(t.Name) == "rPh":
		r.reading = t.Kind == xmlscan.Start && !t.Empty
	}
	return nil
}

// add adds text.
func (r *richText) add(b []byte) error {
	n := min(len(b), max(0, r.most-len(r.text)))
	for n > 0 && n < len(b) && b[n]&0xC0 == 0x80 {
		n--
	}
	r.text = append(r.text, b[:n]...)
	if n == len(b) {
		return nil
	}
	r.most = len(r.text) // nothing of what follows comes before it
	if !r.beyond {
		r.beyond = true
		if err := r.say.part("long texts"); err != nil {
			return err
		}
	}
	return r.say.write(b[n:])
}

// end ends the text: its reading is handed out apart, lest it be taken for a
// part of the value.
func (r *richText) end() error {
	r.most = stringsMost
	if len(r.phon) == 0 {
		return nil
	}
	if err := r.say.part("phonetic"); err != nil {
		return err
	}
	err := r.say.line(r.phon)
	r.phon = r.phon[:0]
	return err
}

// readStrings reads the part of shared strings.
func (k *workbook) readStrings(r io.Reader) error {
	text := &richText{say: k.say, most: stringsMost}
	inside := false
	return k.tokens(r, func(t *xmlscan.Token) error {
		if !inside {
			switch {
			case !t.Is(xmlscan.Start, "si"):
			case t.Empty:
				return k.strings.add(nil)
			default:
				inside = true
				text.begin()
			}
			return nil
		}
		if t.Is(xmlscan.End, "si") {
			inside = false
			if err := text.end(); err != nil {
				return err
			}
			text.text = unescapeOOXML(text.text)
			return k.strings.add(text.text)
		}
		return text.take(t)
	})
}
