package extract

import (
	"bufio"
	"context"
	"io"
)

const (
	// rtfDepth bounds how deep groups are followed. Word's have some thirty;
	// what is deeper is read in the state of the last.
	rtfDepth = 512
	// rtfWord bounds a control word, which has 32 letters at most.
	rtfWord = 40
)

// An rtfReader reads RTF (version 1.9.1) as a story. A group inherits the state
// of the one around it.
type rtfReader struct {
	ctx    context.Context
	f      *File
	s      *story
	br     *bufio.Reader
	st     rtfState
	stack  []rtfState
	beyond int // groups that are too deep
	word   [rtfWord]byte

	fonts   map[int]int // code pages
	font    int         // that is described
	deffont int
	ansi    int // code page of the document

	skip  int  // characters that follow \u for readers that do not know it
	high  rune // surrogate that waits for the other
	lead  byte // first byte of a character that waits for the second
	plain bool // which did not come as \'xx

	run    []byte // text that is not handed on
	other  []byte // text of a destination that is gathered
	name   []byte // of the property that is told next
	tables int    // that are open in the frame
	files  int    // inside
	star   bool   // \* came: what follows may be skipped
	body   string
}

// An rtfState is what a group may change until it ends.
type rtfState struct {
	dest    rtfDest
	outer   rtfDest // around \upr
	frame   bool    // the group is a frame of the story
	part    bool    // the group is a part of its own
	tables  int     // that were open around the frame
	line    int     // of the part around the part
	nth     int
	uc      int
	page    int // code page of the text
	soft    bool
	change  change
	table   bool // in a table, at level
	level   int
	once    int8   // 1: remembered, 2: dropped if known
	blip    string // kind of picture
	gather  bool   // the destination ends with the group
	skipped bool
}

func newRTFReader(ctx context.Context, f *File, r io.Reader, s *story) *rtfReader {
	return &rtfReader{ctx: ctx, f: f, s: s, br: bufio.NewReaderSize(r, 32<<10), st: rtfState{uc: 1, page: 1252}, ansi: 1252, fonts: make(map[int]int), body: s.name}
}

// read reads until the group that is the document ends. The error is io.EOF if
// it does not end.
func (o *rtfReader) read() error {
	for {
		c, err := o.br.ReadByte()
		if err == nil {
			switch c {
			case '{':
				err = o.open()
			case '}':
				if err = o.close(); err == nil && len(o.stack) == 0 && o.beyond == 0 {
					return o.finish()
				}
			case '\\':
				err = o.control()
			case '\r', '\n', 0:
			default:
				err = o.char(c)
			}
		}
		if err != nil {
			for err == io.EOF && len(o.stack) > 0 {
				if cerr := o.close(); cerr != nil {
					return cerr
				}
			}
			return firstError(o.finish(), err)
		}
	}
}

// finish hands on what is gathered.
func (o *rtfReader) finish() error {
	if err := o.flush(); err != nil {
		return err
	}
	return o.s.end()
}

// open begins a group.
func (o *rtfReader) open() error {
	o.skip = 0
	if err := o.flush(); err != nil {
		return err
	}
	o.star = false
	if len(o.stack) >= rtfDepth {
		o.beyond++
		return nil
	}
	o.stack = append(o.stack, o.st)
	o.st.frame, o.st.part, o.st.gather, o.st.once = false, false, false, 0
	if o.st.skipped { // the version of \upr that is not Unicode
		o.st.dest = rtfSkip
	}
	return nil
}

// close ends a group.
func (o *rtfReader) close() error {
	o.skip = 0
	if err := o.flush(); err != nil {
		return err
	}
	if o.beyond > 0 {
		o.beyond--
		return nil
	}
	if len(o.stack) == 0 {
		return nil
	}
	err := o.leave()
	o.st = o.stack[len(o.stack)-1]
	o.stack = o.stack[:len(o.stack)-1]
	return err
}

// control reads what follows a backslash.
func (o *rtfReader) control() error {
	c, err := o.br.ReadByte()
	if err != nil {
		return err
	}
	if !isLetter(c) {
		return o.symbol(c)
	}
	word := append(o.word[:0], c)
	for {
		if c, err = o.br.ReadByte(); err != nil || !isLetter(c) || len(word) == rtfWord {
			break
		}
		word = append(word, c)
	}
	n, has := 0, false
	neg := err == nil && c == '-'
	if neg {
		c, err = o.br.ReadByte()
	}
	for ; err == nil && c >= '0' && c <= '9'; c, err = o.br.ReadByte() {
		has = true
		if n < 1<<30/10 {
			n = n*10 + int(c-'0')
		}
	}
	if err == nil && c != ' ' {
		_ = o.br.UnreadByte()
	}
	if neg {
		n = -n
	}
	o.skip = 0 // a program that leaves out what may be skipped loses nothing
	if string(word) == "u" && has {
		return o.unicode(n)
	}
	if err := o.broken(); err != nil {
		return err
	}
	return o.act(string(word), n, has)
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// symbol takes a control symbol.
func (o *rtfReader) symbol(c byte) error {
	switch c {
	case '\'':
		var b [2]byte
		if _, err := io.ReadFull(o.br, b[:]); err != nil {
			return io.EOF
		}
		h, l := hexDigit(b[0]), hexDigit(b[1])
		if h < 0 || l < 0 {
			return nil
		}
		return o.code(byte(h<<4|l), true)
	case '\\', '{', '}':
		return o.code(c, true)
	case '*':
		o.star = true
		return nil
	}
	if o.skip > 0 {
		o.skip--
		return nil
	}
	switch c {
	case '~':
		return o.text(" ")
	case '_':
		return o.text("-")
	case '\r', '\n':
		return o.act("par", 0, false)
	case '\t':
		return o.text("\t")
	}
	return nil
}
