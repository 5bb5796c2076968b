package extract

import (
	"encoding/binary"
	"math"
)

// An emfSpace is where coordinates of a metafile come to lie on the page: a world
// transform, then a window that becomes a viewport ([MS-EMF] section 2.3.12).
type emfSpace struct {
	world            emfMatrix
	windowX, windowY float64
	viewX, viewY     float64
	windowW, windowH float64 // extents; 0 if not told
	viewW, viewH     float64
}

// An emfMatrix is M11, M12, M21, M22, Dx, Dy.
type emfMatrix [6]float64

func newEMFSpace() emfSpace { return emfSpace{world: emfMatrix{1, 0, 0, 1, 0, 0}} }

// set takes a record that changes the space.
func (s *emfSpace) set(kind uint32, b []byte) {
	le := binary.LittleEndian
	if len(b) < 8 {
		return
	}
	x, y := float64(int32(le.Uint32(b))), float64(int32(le.Uint32(b[4:])))
	switch kind {
	case emfWindowOrigin:
		s.windowX, s.windowY = x, y
	case emfViewOrigin:
		s.viewX, s.viewY = x, y
	case emfWindowExtent:
		s.windowW, s.windowH = x, y
	case emfViewExtent:
		s.viewW, s.viewH = x, y
	case emfSetWorld, emfModifyWorld:
		s.transform(kind, b)
	}
}

func (s *emfSpace) transform(kind uint32, b []byte) {
	if len(b) < 24 {
		return
	}
	var m emfMatrix
	for i := range m {
		m[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:])))
	}
	mode := uint32(4) // MWT_SET
	if kind == emfModifyWorld && len(b) >= 28 {
		mode = binary.LittleEndian.Uint32(b[24:])
	}
	switch mode {
	case 1:
		s.world = emfMatrix{1, 0, 0, 1, 0, 0}
	case 2:
		s.world = m.times(s.world)
	case 3:
		s.world = s.world.times(m)
	case 4:
		s.world = m
	}
}

// times is m, then n.
func (m emfMatrix) times(n emfMatrix) emfMatrix {
	return emfMatrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// place returns where x and y are on the page, and how wide width is there. Text
// that runs downwards is turned, so that its letters stay a line.
func (s *emfSpace) place(x, y, width float64) (px, py, pw float64) {
	m := s.world
	px, py = x*m[0]+y*m[2]+m[4], x*m[1]+y*m[3]+m[5]
	pw = width * math.Hypot(m[0], m[1])
	px, py = px-s.windowX, py-s.windowY
	if s.windowW != 0 && s.viewW != 0 && s.windowH != 0 && s.viewH != 0 {
		px, pw = px*s.viewW/s.windowW, pw*math.Abs(s.viewW/s.windowW)
		py = py * s.viewH / s.windowH
	}
	px, py = px+s.viewX, py+s.viewY
	if math.Abs(m[1]) > math.Abs(m[0]) {
		px, py = py, -px
	}
	return px, py, pw
}
