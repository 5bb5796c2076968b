package extract

import (
	"encoding/binary"
	"hash/crc32"
	"unicode/utf16"
)

// A pstMaker invents small files of Outlook's folders, see [MS-PST]: no program
// that runs in a test writes them.
type pstMaker struct {
	wide   bool
	data   []byte
	blocks [][3]uint64 // identifier, place, size
	nodes  [][4]uint64 // number, block, block of the nodes below, parent
}

func (m *pstMaker) number(dst []byte, v uint64) []byte {
	if m.wide {
		return binary.LittleEndian.AppendUint64(dst, v)
	}
	return binary.LittleEndian.AppendUint32(dst, uint32(v))
}

// block adds a block and returns its identifier.
func (m *pstMaker) block(data []byte, internal bool) uint64 {
	id := uint64(len(m.blocks)+1) * 4
	if internal {
		id |= 2
	}
	m.blocks = append(m.blocks, [3]uint64{id, uint64(len(m.data)), uint64(len(data))})
	trailer := 12
	if m.wide {
		trailer = 16
	}
	whole := make([]byte, (len(data)+trailer+63)&^63)
	copy(whole, data)
	sum := ^crc32.Update(0xffffffff, crc32.IEEETable, data)
	if m.wide {
		binary.LittleEndian.PutUint32(whole[len(whole)-12:], sum)
	} else {
		binary.LittleEndian.PutUint32(whole[len(whole)-4:], sum)
	}
	m.data = append(m.data, whole...)
	return id
}

// page adds a page of a tree and returns where it is.
func (m *pstMaker) page(entries [][]byte) uint64 {
	p := make([]byte, 512)
	n := 496
	if m.wide {
		n = 488
	}
	for i, e := range entries {
		copy(p[i*len(e):], e)
		p[n+2] = byte(len(e))
	}
	p[n] = byte(len(entries))
	at := uint64(len(m.data))
	m.data = append(m.data, p...)
	return at
}

// heap makes a heap of items, of which the first is number 0x20.
func (m *pstMaker) heap(client byte, items ...[]byte) []byte {
	b := []byte{0, 0, 0xec, client, 0x20, 0, 0, 0, 0, 0, 0, 0}
	places := []byte{byte(len(items)), 0, 0, 0}
	for _, item := range items {
		places = binary.LittleEndian.AppendUint16(places, uint16(len(b)))
		b = append(b, item...)
	}
	places = binary.LittleEndian.AppendUint16(places, uint16(len(b)))
	binary.LittleEndian.PutUint16(b, uint16(len(b)))
	return append(b, places...)
}

// A pstProperty is one for properties: a string, bytes, a number, or where a
// node below holds it.
type pstProperty struct {
	id, typ uint16
	value   []byte
	node    uint32
}

func (m *pstMaker) properties(ps ...pstProperty) uint64 {
	items := [][]byte{{0xb5, 2, 6, 0, 0x40, 0, 0, 0}, nil}
	var records []byte
	for _, p := range ps {
		records = binary.LittleEndian.AppendUint16(records, p.id)
		records = binary.LittleEndian.AppendUint16(records, p.typ)
		switch {
		case p.node != 0:
			records = binary.LittleEndian.AppendUint32(records, p.node)
		case p.typ == 3:
			records = append(records, p.value...)
		default:
			items = append(items, p.value)
			records = binary.LittleEndian.AppendUint32(records, uint32(len(items))<<5)
		}
	}
	items[1] = records
	return m.block(m.heap(0xbc, items...), false)
}

// below makes the tree of nodes below one: number, block, block below.
func (m *pstMaker) below(nodes ...[3]uint64) uint64 {
	b := []byte{2, 0, byte(len(nodes)), 0}
	if m.wide {
		b = append(b, 0, 0, 0, 0)
	}
	for _, n := range nodes {
		for _, v := range n {
			b = m.number(b, v)
		}
	}
	return m.block(b, true)
}

// file is the whole file.
func (m *pstMaker) file() []byte {
	var nodes, blocks [][]byte
	for _, n := range m.nodes {
		var e []byte
		for _, v := range n[:3] {
			e = m.number(e, v)
		}
		e = binary.LittleEndian.AppendUint32(e, uint32(n[3]))
		if m.wide {
			e = append(e, 0, 0, 0, 0)
		}
		nodes = append(nodes, e)
	}
	for _, b := range m.blocks {
		e := m.number(m.number(nil, b[0]), b[1])
		e = binary.LittleEndian.AppendUint32(e, uint32(b[2]))
		if m.wide {
			e = append(e, 0, 0, 0, 0)
		}
		blocks = append(blocks, e)
	}
	nodesAt, blocksAt := m.page(nodes), m.page(blocks)
	copy(m.data, "!BDN\x00\x00\x00\x00SM")
	le := binary.LittleEndian
	if m.wide {
		m.data[10] = 23
		le.PutUint64(m.data[224:], nodesAt)
		le.PutUint64(m.data[240:], blocksAt)
	} else {
		m.data[10] = 14
		le.PutUint32(m.data[188:], uint32(nodesAt))
		le.PutUint32(m.data[196:], uint32(blocksAt))
	}
	return m.data
}

func utf16Bytes(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// inventPST makes a file with a folder, a mail of Japanese text in UTF-16 or the
// code page 932, an attachment, and a mail in the mail.
func inventPST(text func(string) []byte, wide bool) []byte {
	m := &pstMaker{wide: wide, data: make([]byte, 1024)}
	typ := uint16(0x1f)
	if !wide {
		typ = 0x1e
	}
	str := func(id uint16, s string) pstProperty { return pstProperty{id: id, typ: typ, value: text(s)} }
	html := []byte("<p><b>架空</b>商店</p>") // bytes of a charset of its own
	if !wide {
		html = text(string(html))
	}
	cp := pstProperty{id: 0x3ffd, typ: 3, value: []byte{0xa4, 0x03, 0, 0}}
	m.nodes = append(m.nodes, [4]uint64{0x122, m.properties(str(0x3001, "root")), 0, 0x122})
	m.nodes = append(m.nodes, [4]uint64{0x8022, m.properties(pstProperty{id: 0x3001, typ: 0x1f, value: utf16Bytes("受信トレイ")}), 0, 0x122})
	inner := m.properties(str(0x37, "内側"), str(pstBody, "内側の本文\r\n"), cp)
	long := m.block([]byte("番号,氏名\n1,架空 花子\n"), false)
	file := m.properties(str(0x3707, "表.csv"), pstProperty{id: 0x3701, typ: 0x102, node: 0x803f})
	nested := m.properties(pstProperty{id: 0x3701, typ: 0x0d, value: []byte{0x44, 0x80, 0, 0, 0, 0, 0, 0}})
	below := m.below([3]uint64{0x8025, file, m.below([3]uint64{0x803f, long, 0})}, [3]uint64{0x8045, nested, m.below([3]uint64{0x8044, inner, 0})})
	birthday := binary.LittleEndian.AppendUint64(nil, (138426*24-9)*36e9) // 1980-01-01, midnight in Japan
	mail := m.properties(str(0x37, "\x01\x01架空の件"), str(0xc1a, "架空 太郎"), str(0x3a08, "03-0000-0000"), pstProperty{id: 0x3a42, typ: 0x40, value: birthday},
		pstProperty{id: pstHTML, typ: 0x102, value: html}, str(pstBody, "本文は架空 太郎様\r\n二行目\r\n"), cp)
	m.nodes = append(m.nodes, [4]uint64{0x200024, mail, below, 0x8022})
	return m.file()
}
