package cab

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/flate"
)

// mszip is a folder whose blocks are deflated, each for itself but for the 32 KiB
// before it that it may copy from ([MS-MCI] 2).
type mszip struct {
	*blocks
	in      bytes.Reader
	inflate io.ReadCloser
	history []byte // what the block before unpacked to, and more before it
	data    []byte // of history, not handed out
	err     error  // sticky
}

func newMSZIP(b *blocks) *mszip { return &mszip{blocks: b} }

func (m *mszip) Read(p []byte) (int, error) {
	for len(m.data) == 0 {
		if m.err == nil {
			m.err = m.block()
		}
		if len(m.data) == 0 && m.err != nil {
			return 0, m.err
		}
	}
	n := copy(p, m.data)
	m.data = m.data[n:]
	return n, nil
}

func (m *mszip) block() error {
	packed, size, err := m.next()
	if err != nil {
		return err
	}
	if len(packed) < 2 || packed[0] != 'C' || packed[1] != 'K' {
		return ErrDamaged
	}
	m.in.Reset(packed[2:])
	if len(m.history) > blockMost {
		m.history = append(m.history[:0], m.history[len(m.history)-blockMost:]...)
	}
	if m.inflate == nil {
		m.inflate = flate.NewReader(&m.in)
	}
	if err := m.inflate.(flate.Resetter).Reset(&m.in, m.history); err != nil {
		return err
	}
	from := len(m.history)
	m.history = append(m.history, make([]byte, size)...)
	n, err := io.ReadFull(m.inflate, m.history[from:])
	m.history = m.history[:from+n]
	m.data = m.history[from:]
	if err != nil {
		return ErrDamaged
	}
	return nil
}
