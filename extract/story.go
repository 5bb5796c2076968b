package extract

import (
	"bytes"
	"hash/maphash"
)

const (
	// storyDepth bounds how deep tables and text boxes may be in each other.
	// What is deeper is read as text of the last.
	storyDepth = 32
	// storyParagraph is how long a paragraph may be before it is handed out in
	// pieces, and storyAsides how much of what stands apart is gathered.
	storyParagraph = 64 << 10
	storyAsides    = 32 << 10
	// storySeen bounds the paragraphs that are remembered, see once.
	storySeen = 16 << 10
)

// A change says to which version of a text a piece of it belongs.
type change uint8

const (
	unchanged change = iota
	inserted
	deleted
)

// A story hands out running text as word processors have it: paragraphs, with
// tables and text boxes anywhere in them, and changes that are tracked. A
// paragraph is a line. What is no part of the running text, a phonetic guide or
// the code of a field, follows its paragraph as a line of its own: names stay
// whole.
type story struct {
	out    Out
	prose  *prose
	name   string // of the part
	frames []*storyFrame
	beyond int // frames that were not opened, for depth
	asides []byte
	ids    int // of tables, in the file
	nth    int // table of the part

	remember, known int // depth of what is remembered, and of what is dropped if it is
	seen            map[uint64]struct{}
	seed            maphash.Seed
}

// A storyFrame is a text box, or the text itself.
type storyFrame struct {
	para    []byte // as it is now
	old     []byte // as it was before the changes, if there are any
	changed bool
	erased  bool // something was deleted
	count   int  // of paragraphs
	tables  []*storyTable
	beyond  int // tables that were not opened
}

// newStory returns a story whose first part is called so. Its close must be
// called.
func newStory(out Out, part string) *story {
	return &story{out: out, prose: newProse(out, part), name: part, frames: []*storyFrame{{}}, seed: maphash.MakeSeed()}
}

func (s *story) frame() *storyFrame { return s.frames[len(s.frames)-1] }

// text adds UTF-8 text to the paragraph.
func (s *story) text(b []byte) error { return s.changedText(b, unchanged) }

// changedText adds text that is in one version of the paragraph only.
func (s *story) changedText(b []byte, c change) error {
	f := s.frame()
	if c != unchanged && !f.changed {
		f.changed = true
		f.old = append(f.old[:0], f.para...)
	}
	f.erased = f.erased || c == deleted && len(b) > 0
	if c != deleted {
		f.para = append(f.para, b...)
	}
	if f.changed && c != inserted {
		f.old = append(f.old, b...)
	}
	if len(f.para)+len(f.old) < storyParagraph {
		return nil
	}
	return s.spill(f)
}

// spill hands out what there is of a long paragraph.
func (s *story) spill(f *storyFrame) error {
	if f.erased {
		s.aside(f.old)
	}
	f.old = f.old[:0]
	if s.depth() > 0 {
		s.aside(f.para)
		f.para = f.para[:0]
		return s.settle()
	}
	err := s.prose.write(f.para)
	f.para = f.para[:0]
	return err
}

// depth is how many tables are open.
func (s *story) depth() int {
	n := 0
	for _, f := range s.frames {
		n += len(f.tables)
	}
	return n
}

// paragraph ends the paragraph.
func (s *story) paragraph() error {
	f := s.frame()
	f.count++
	if f.erased {
		s.aside(f.old)
	}
	f.old, f.changed, f.erased = f.old[:0], false, false
	para := f.para
	f.para = f.para[:0]
	if !s.once(para) {
		return nil
	}
	if t := f.table(); t != nil && t.add(para) {
		return s.settle()
	}
	if len(para) == 0 && s.prose.n == 0 { // no block of nothing
		s.prose.block.Line++
		return s.settle()
	}
	if err := s.prose.write(para); err != nil {
		return err
	}
	if err := s.prose.line(); err != nil {
		return err
	}
	return s.settle()
}

// once reports whether text is to be handed out: in what is told twice, what
// was told before is not.
func (s *story) once(text []byte) bool {
	if s.remember+s.known == 0 {
		return true
	}
	h := maphash.Bytes(s.seed, bytes.TrimSpace(text))
	_, seen := s.seen[h]
	if s.known > 0 && seen {
		return false
	}
	if s.remember > 0 && len(s.seen) < storySeen {
		if s.seen == nil {
			s.seen = make(map[uint64]struct{})
		}
		s.seen[h] = struct{}{}
	}
	return true
}

// aside adds a line that stands apart from the running text. It is handed out
// once the paragraph ends, or the table.
func (s *story) aside(b []byte) {
	if b = bytes.TrimSpace(b); len(b) == 0 || !s.once(b) {
		return
	}
	s.asides = append(append(s.asides, b...), '\n')
}

// settle hands out what stands apart, unless a table that may go on takes it.
func (s *story) settle() error {
	if len(s.asides) == 0 || s.depth() > 0 && len(s.asides) < storyAsides {
		return nil
	}
	err := s.prose.write(s.asides)
	s.asides = s.asides[:0]
	return err
}

// enter begins a text box, leave ends it: text apart in the middle of a
// paragraph.
func (s *story) enter() {
	if len(s.frames) == storyDepth {
		s.beyond++
		return
	}
	s.frames = append(s.frames, &storyFrame{})
}

func (s *story) leave() error {
	if s.beyond > 0 {
		s.beyond--
		return nil
	}
	if len(s.frames) == 1 {
		return nil
	}
	err := s.finish()
	s.frames = s.frames[:len(s.frames)-1]
	return err
}

// finish ends what is open in the frame.
func (s *story) finish() error {
	f := s.frame()
	if len(f.para)+len(f.old) > 0 {
		if err := s.paragraph(); err != nil {
			return err
		}
	}
	f.beyond = 0
	for len(f.tables) > 0 {
		if err := s.endTable(); err != nil {
			return err
		}
	}
	return nil
}

// part begins another part, which lines and tables are counted in.
func (s *story) part(name string) error {
	if err := s.end(); err != nil {
		return err
	}
	s.name, s.nth = name, 0
	return s.prose.part(name)
}

// end ends all that is open.
func (s *story) end() error {
	s.beyond = 0
	for len(s.frames) > 1 {
		if err := s.leave(); err != nil {
			return err
		}
	}
	if err := s.finish(); err != nil {
		return err
	}
	s.remember, s.known = 0, 0
	return s.settle()
}

// close hands out what is there and gives the memory back.
func (s *story) close() error {
	err := s.end()
	if perr := s.prose.close(); err == nil {
		err = perr
	}
	return err
}
