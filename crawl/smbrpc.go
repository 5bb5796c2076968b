package crawl

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"slices"
	"unicode/utf16"
)

// An rpcPipe is a named pipe of an SMB server that is open for remote procedure
// calls (DCE/RPC over SMB, [MS-RPCE] 2.1.1.2). It is used by one goroutine at a
// time.
type rpcPipe struct {
	// transact sends one request and returns the answer, or its beginning where
	// the server says STATUS_BUFFER_OVERFLOW: that is no error here.
	transact func(in []byte) ([]byte, error)
	// read returns more of the answer, at least one byte.
	read func() ([]byte, error)

	calls uint32
	got   []byte // of the answer, not used yet
	total int    // bytes of the answer so far
}

// An rpcInterface is a set of procedures, known by its UUID as it stands on the
// wire, with its version.
type rpcInterface struct {
	uuid  [16]byte
	major uint16
	minor uint16
}

// ndr is the transfer syntax 8a885d04-1ceb-11c9-9fe8-08002b104860, version 2
// (C706 chapter 14).
var ndr = rpcInterface{[16]byte{0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}, 2, 0}

// Types of protocol data units (C706 12.6.1) and their flags (12.6.3.1).
const (
	rpcRequest  = 0
	rpcResponse = 2
	rpcFault    = 3
	rpcBind     = 11
	rpcBindAck  = 12
	rpcBindNak  = 13

	rpcFirst = 0x01
	rpcLast  = 0x02
)

const (
	rpcHeader = 16   // bytes of the fields that all units have
	rpcUnit   = 4280 // the most bytes of one unit: what Windows and Samba offer
	// rpcMost bounds an answer: 100,000 shares are some 10 MB.
	rpcMost = 32 << 20
)

// An rpcFaultError is a fault: the server did not run the procedure (C706
// 12.6.4.7, codes in [MS-RPCE] 3.3.3.5 and C706 appendix E).
type rpcFaultError uint32

func (e rpcFaultError) Error() string {
	switch e {
	case 5:
		return "remote procedure: access denied"
	case 0x000006f7:
		return "remote procedure: the server could not read the request"
	case 0x1c010002:
		return "remote procedure: the server does not have it"
	case 0x1c010003:
		return "remote procedure: the server does not have its interface"
	}
	return fmt.Sprintf("remote procedure: the server refused it (fault 0x%08x)", uint32(e))
}

func (e rpcFaultError) Is(target error) bool { return e == 5 && target == fs.ErrPermission }

// bind says which interface the calls are for.
func (p *rpcPipe) bind(i rpcInterface) error {
	b := p.unit(rpcBind)
	b = binary.LittleEndian.AppendUint16(b, rpcUnit) // most we send
	b = binary.LittleEndian.AppendUint16(b, rpcUnit) // most we take
	b = append(b, 0, 0, 0, 0)                        // no group of associations
	b = append(b, 1, 0, 0, 0)                        // one presentation context:
	b = append(b, 0, 0, 1, 0)                        // number 0, one transfer syntax
	b = appendInterface(appendInterface(b, i), ndr)
	if err := p.send(b); err != nil {
		return err
	}
	kind, _, body, err := p.next()
	switch {
	case err != nil:
		return err
	case kind == rpcBindNak:
		return rpcFaultError(0x1c010003)
	case kind != rpcBindAck:
		return malformed("unit of type %d after bind", kind)
	}
	return bound(body)
}

func appendInterface(b []byte, i rpcInterface) []byte {
	b = append(b, i.uuid[:]...)
	b = binary.LittleEndian.AppendUint16(b, i.major)
	return binary.LittleEndian.AppendUint16(b, i.minor)
}

// bound reads the body of a bind_ack (C706 12.6.4.4).
func bound(body []byte) error {
	r := &wireReader{b: body}
	r.skip(2 + 2 + 4)
	r.skip(uint32(r.u16())) // the name of the pipe
	r.align(4)              // the header is a multiple of 4
	results := r.u32() & 0xff
	result := r.u16()
	if r.skip(2 + 20); r.short || results == 0 {
		return malformed("bind_ack")
	}
	if result != 0 {
		return rpcFaultError(0x1c010003)
	}
	return nil
}

// call runs a procedure and returns its results. in and the results are NDR,
// aligned from their first byte. The results are the caller's.
func (p *rpcPipe) call(procedure uint16, in []byte) ([]byte, error) {
	b := p.unit(rpcRequest)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(in)))
	b = binary.LittleEndian.AppendUint16(b, 0) // presentation context
	b = binary.LittleEndian.AppendUint16(b, procedure)
	if err := p.send(append(b, in...)); err != nil {
		return nil, err
	}
	var out []byte
	for first := true; ; first = false {
		kind, flags, body, err := p.next()
		if err != nil {
			return nil, err
		}
		r := &wireReader{b: body}
		r.skip(4 + 2 + 2) // allocation hint, context, cancel count
		switch {
		case r.short:
			return nil, malformed("unit of %d bytes", len(body))
		case kind == rpcFault:
			return nil, rpcFaultError(r.u32())
		case kind != rpcResponse || flags&rpcFirst != 0 != first:
			return nil, malformed("unit of type %d, flags 0x%02x", kind, flags)
		}
		out = append(out, body[r.at:]...)
		if flags&rpcLast != 0 {
			return out, nil
		}
	}
}

// unit begins a unit that is the first and the last of its call.
func (p *rpcPipe) unit(kind byte) []byte {
	p.calls++
	b := []byte{5, 0, kind, rpcFirst | rpcLast, 0x10, 0, 0, 0} // version 5.0; little endian, ASCII, IEEE
	b = append(b, 0, 0, 0, 0)                                  // length, filled in by send; no authentication
	return binary.LittleEndian.AppendUint32(b, p.calls)
}

func (p *rpcPipe) send(b []byte) error {
	if len(b) > rpcUnit {
		return fmt.Errorf("remote procedure: request of %d bytes, more than %d", len(b), rpcUnit)
	}
	binary.LittleEndian.PutUint16(b[8:], uint16(len(b)))
	answer, err := p.transact(b)
	p.got, p.total = slices.Clone(answer), len(answer)
	return err
}

// next returns the type, the flags and the body of the next unit of the answer.
// Units need not begin and end with what the pipe gives at once.
func (p *rpcPipe) next() (kind, flags byte, body []byte, err error) {
	if err := p.need(rpcHeader); err != nil {
		return 0, 0, nil, err
	}
	h := p.got
	size := int(binary.LittleEndian.Uint16(h[8:]))
	switch {
	case h[0] != 5 || h[4] != 0x10:
		return 0, 0, nil, malformed("remote procedure call version %d, representation 0x%02x", h[0], h[4])
	case binary.LittleEndian.Uint16(h[10:]) != 0:
		return 0, 0, nil, malformed("authentication that was not asked for")
	case binary.LittleEndian.Uint32(h[12:]) != p.calls:
		return 0, 0, nil, malformed("it answers another call")
	case size < rpcHeader:
		return 0, 0, nil, malformed("unit of %d bytes", size)
	}
	if err := p.need(size); err != nil {
		return 0, 0, nil, err
	}
	body, p.got = p.got[rpcHeader:size], p.got[size:]
	return h[2], h[3], body, nil
}

// need reads until n bytes of the answer are there.
func (p *rpcPipe) need(n int) error {
	for len(p.got) < n {
		more, err := p.read()
		if err != nil {
			return err
		}
		p.total += len(more)
		if len(more) == 0 || p.total > rpcMost {
			return malformed("it ends early or never, after %d bytes", p.total)
		}
		p.got = append(p.got, more...)
	}
	return nil
}

// A pointer in NDR is a number, 0 for nil; what it points to follows the
// structure (C706 14.3.10). The number itself means nothing.
const ndrPointer = 0x00020000

// appendString appends a conformant varying string of UTF-16 with its zero
// (C706 14.3.4.2), and pads it to 4 bytes.
func appendString(b []byte, s string) []byte {
	units := uint32(len(utf16.Encode([]rune(s))) + 1)
	for _, n := range []uint32{units, 0, units} { // size, offset, length
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return pad4(append(appendUTF16(b, s), 0, 0))
}

func pad4(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// str reads a conformant varying string of UTF-16 and leaves out its zero.
func (r *wireReader) str() string {
	r.align(4)
	size, offset, length := r.u32(), r.u32(), r.u32()
	if offset != 0 || length > size {
		r.at, r.short = len(r.b), true
		return ""
	}
	s := r.text(length)
	for len(s) > 0 && s[len(s)-1] == 0 {
		s = s[:len(s)-1]
	}
	return s
}
