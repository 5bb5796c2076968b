package crawl

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// setupRequest is SESSION_SETUP ([MS-SMB2] 2.2.5) with the first message of NTLM,
// which names nobody ([MS-NLMP] 2.2.1.1), wrapped as SPNEGO wants it (RFC 4178,
// 4.2.1).
func setupRequest() []byte {
	ntlm := append([]byte("NTLMSSP\x00"), 1, 0, 0, 0)
	// Unicode, request target, NTLM, extended security, version, 128 bits: what
	// Windows sends, so that all answer.
	ntlm = binary.LittleEndian.AppendUint32(ntlm, 0xa2888205)
	ntlm = append(ntlm, make([]byte, 24)...) // neither domain nor workstation; version
	spnego := []byte{0x06, 6, 0x2b, 6, 1, 5, 5, 2}
	mech := []byte{0x06, 10, 0x2b, 6, 1, 4, 1, 0x82, 0x37, 2, 2, 10}
	token := der(0x30, der(0xa0, der(0x30, mech)), der(0xa2, der(0x04, ntlm)))
	token = der(0x60, spnego, der(0xa0, token))

	const fixed = 24
	b := make([]byte, fixed, fixed+len(token))
	b[0], b[3] = 25, 1 // size; signing enabled
	binary.LittleEndian.PutUint16(b[12:], smbHeader+fixed)
	binary.LittleEndian.PutUint16(b[14:], uint16(len(token)))
	return append(b, token...)
}

// der wraps what is shorter than 128 bytes.
func der(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append([]byte{tag, byte(len(body))}, body...)
}

// challenged reads what the server says of itself in CHALLENGE_MESSAGE ([MS-NLMP]
// 2.2.1.2), wherever in the answer that is. Without one nothing is known.
func (s *SMBServer) challenged(answer []byte) {
	at := bytes.Index(answer, []byte("NTLMSSP\x00\x02\x00\x00\x00"))
	if at < 0 {
		return
	}
	r := &wireReader{b: answer[at:]}
	r.skip(12 + 8) // signature and type, target name
	flags := r.u32()
	r.skip(8 + 8) // challenge, reserved
	size := r.u16()
	r.skip(2)
	offset := r.u32()
	version := r.bytes(8)
	info := r.from(offset)
	pairs := &wireReader{b: info.bytes(uint32(size))}
	if r.short || info.short {
		return
	}
	const hasVersion = 0x02000000
	if flags&hasVersion != 0 {
		s.OS = fmt.Sprintf("%d.%d.%d", version[0], version[1], binary.LittleEndian.Uint16(version[2:]))
	}
	s.name(pairs)
}

// name reads AV_PAIRs ([MS-NLMP] 2.2.2.1). What comes after a malformed one is
// left out.
func (s *SMBServer) name(pairs *wireReader) {
	const end = 0
	for pairs.left() >= 4 {
		id, size := pairs.u16(), pairs.u16()
		value := pairs.bytes(uint32(size))
		if id == end || pairs.short {
			return
		}
		text := utf16Text(value)
		switch id {
		case 1:
			s.NetBIOSName = text
		case 3:
			s.DNSName = text
		}
	}
}
