package biff

import (
	"errors"
	"io"
)

// A workbook is a stream while it is read.
type workbook struct {
	r    *records
	opt  *Options
	sink Sink

	version    int // 2 to 8; 0 before the first BOF
	codepage   int
	date1904   bool
	formats    map[int]string
	nextFormat int
	styles     []uint16
	sheets     []sheet
	begun      int // sheets
	substreams []bool
	pool       pool
	poolFull   bool
	short      bool // a string was cut
	formula    cell // whose text follows
	pending    bool
	noteLeft   int // bytes of a note that follow in other records
	drawings   bool
	unknown    bool  // the record before was
	err        error // of the sink
	raw, text  []byte
	reading    []byte
}

// A sheet is what the globals say of one.
type sheet struct {
	at   int64
	name string
}

// A cell is a place in a sheet.
type cell struct{ row, col, style int }

// What is told of a stream once it was read.
type Result struct {
	Drawings bool  // there are pictures: see NewDrawings
	PoolFull bool  // strings beyond the bound are not in their cells, they came as Shared
	Pos      int64 // where reading ended
}

// Read hands what is in a stream to sink. The error is one of those above, with
// all that came before handed out, that of the stream, of the sink, or of
// Options.Unlock.
func Read(r io.Reader, opt *Options, sink Sink) (Result, error) {
	w := &workbook{r: newRecords(r), opt: opt, sink: sink, codepage: 932, formats: make(map[int]string)}
	err := w.read()
	return Result{w.drawings, w.poolFull, w.r.pos}, err
}

func (w *workbook) read() error {
	for {
		err := w.r.next()
		if err == io.EOF {
			if len(w.substreams) > 0 || w.version == 0 || w.short {
				return ErrTruncated
			}
			return nil
		}
		whole := err == nil
		if err != nil && !errors.Is(err, ErrTruncated) {
			return err
		}
		if err := w.record(); err != nil {
			return err
		}
		if w.err != nil {
			return w.err
		}
		if !whole {
			return err
		}
		if len(w.substreams) == 0 && w.version > 0 && w.version < 5 {
			return nil // what follows a single sheet is not of it
		}
	}
}

// dull are frequent records without text.
var dull = map[uint16]bool{
	0x00: true, 0x01: true, 0x201: true, 0xBE: true, 0x08: true, 0x208: true, 0xD7: true, 0x0B: true, 0x20B: true, 0x05: true, 0x205: true,
	0x31: true, 0x231: true, 0x92: true, 0x7D: true, 0x99: true, 0xE5: true, 0x55: true, 0x225: true, 0x3D: true, 0x23E: true, 0x1D: true,
	0xFF: true, 0x293: true, 0x87D: true, 0x87C: true, 0x892: true, 0x88E: true, 0x896: true, 0x4BC: true, 0xBC: true, 0x1BA: true, 0x221: true, 0x21: true,
}

// record reads one record.
func (w *workbook) record() error {
	d := w.r.data
	switch w.r.kind {
	case 0x09, 0x209, 0x409, 0x809:
		return w.begin()
	case recEOF:
		w.pending = false
		if n := len(w.substreams); n > 0 {
			w.substreams = w.substreams[:n-1]
		}
	case recFilepass:
		c, err := w.opt.Unlock(d)
		if err != nil {
			return err
		}
		w.r.cipher = c
	case 0x42:
		if len(d) >= 2 {
			w.codepage = int(le.Uint16(d))
		}
	case 0x22:
		w.date1904 = len(d) >= 1 && d[0] == 1
	case 0x1E, 0x41E:
		w.format()
	case 0x43, 0x243, 0x443, 0xE0:
		w.style()
	case 0x85:
		w.boundsheet()
	case 0xFC:
		return w.sst()
	case recDrawings:
		w.drawings = true
	case recContinue:
		if w.unknown {
			return w.sink.Record(d)
		}
	default:
		w.unknown = false
		return w.content()
	}
	return nil
}

// begin begins the globals, a sheet, or a chart in a sheet.
func (w *workbook) begin() error {
	d := w.r.data
	if len(w.substreams) == 0 || w.version == 0 {
		switch w.r.kind {
		case 0x09:
			w.version = 2
		case 0x209:
			w.version = 3
		case 0x409:
			w.version = 4
		default:
			w.version = 5
			if len(d) >= 2 && le.Uint16(d) == 0x600 {
				w.version = 8
			}
		}
	}
	kind := 0x10
	if len(d) >= 4 {
		kind = int(le.Uint16(d[2:]))
	}
	w.substreams = append(w.substreams, kind == 0x20 && len(w.substreams) > 0)
	if len(w.substreams) > 1 || kind == 0x05 || kind == 0x100 {
		return nil
	}
	name := ""
	at := w.r.pos - int64(len(d)) - 4
	for _, s := range w.sheets {
		if s.at == at {
			name = s.name
		}
	}
	if name == "" && w.begun < len(w.sheets) {
		name = w.sheets[w.begun].name
	}
	w.begun++
	return w.sink.Sheet(name)
}

// inChart reports whether cells are those of a chart in a sheet.
func (w *workbook) inChart() bool {
	n := len(w.substreams)
	return n > 0 && w.substreams[n-1]
}

const maxSheets = 16 << 10

// boundsheet reads the name of a sheet (2.4.28), hidden ones too.
func (w *workbook) boundsheet() {
	d := w.r.data
	if len(d) < 8 || len(w.sheets) >= maxSheets {
		return
	}
	var name []byte
	if w.version >= 8 {
		name, _ = w.unicode(nil, &run{r: w.r, b: d[6:]}, 1)
	} else {
		name = w.short8(nil, d[6:])
	}
	w.sheets = append(w.sheets, sheet{int64(le.Uint32(d)), string(name)})
}

// short8 appends a string of one byte a character with its length in a byte.
func (w *workbook) short8(dst, d []byte) []byte {
	if len(d) == 0 {
		return dst
	}
	return w.opt.Decode(dst, d[1:][:min(int(d[0]), len(d)-1)], w.codepage)
}

// ReadCache hands what a pivot table keeps of the rows it was made of to sink:
// a stream in the storage _SX_DB_CUR.
func ReadCache(r io.Reader, opt *Options, sink Sink) error {
	w := &workbook{r: newRecords(r), opt: opt, sink: sink, codepage: 932, version: 8}
	for {
		switch err := w.r.next(); err {
		case nil:
		case io.EOF:
			return nil
		default:
			return err
		}
		if w.r.kind == 0xCC && len(w.r.data) >= 2 { // a whole number
			w.text = opt.Number(w.text[:0], float64(int16(le.Uint16(w.r.data))), "", false)
			if err := w.beside(Pivot); err != nil {
				return err
			}
			continue
		}
		if err := w.content(); err != nil {
			return err
		}
	}
}
