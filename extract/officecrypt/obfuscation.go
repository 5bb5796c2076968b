package officecrypt

import "math/bits"

// An Obfuscation is the key of a workbook that is hidden by XOR (2.3.7).
type Obfuscation struct{ array [16]byte }

// OpenObfuscation returns the key if a password fits key and verifier, which the
// workbook holds. Passwords of it have at most 15 characters of one byte each.
func OpenObfuscation(key, verifier uint16, passwords []string) (*Obfuscation, error) {
	for _, p := range passwords {
		b := []byte(p)
		if len(b) == 0 || len(b) > 15 || xorVerifier(b) != verifier || xorKey(b) != key {
			continue
		}
		return &Obfuscation{xorArray(b, key)}, nil
	}
	return nil, ErrPassword
}

// xorVerifier is 2.3.7.1.
func xorVerifier(p []byte) uint16 {
	var v uint16
	all := append([]byte{byte(len(p))}, p...)
	for i := len(all) - 1; i >= 0; i-- {
		v = v>>14&1 | v<<1&0x7FFF
		v ^= uint16(all[i])
	}
	return v ^ 0xCE4B
}

var xorInitial = [15]uint16{
	0xE1F0, 0x1D0F, 0xCC9C, 0x84C0, 0x110C, 0x0E10, 0xF1CE, 0x313E, 0x1872, 0xE139, 0xD40F, 0x84F9, 0x280C, 0xA96A, 0x4EC3,
}

var xorMatrix = [15][7]uint16{
	{0xAEFC, 0x4DD9, 0x9BB2, 0x2745, 0x4E8A, 0x9D14, 0x2A09},
	{0x7B61, 0xF6C2, 0xFDA5, 0xEB6B, 0xC6F7, 0x9DCF, 0x2BBF},
	{0x4563, 0x8AC6, 0x05AD, 0x0B5A, 0x16B4, 0x2D68, 0x5AD0},
	{0x0375, 0x06EA, 0x0DD4, 0x1BA8, 0x3750, 0x6EA0, 0xDD40},
	{0xD849, 0xA0B3, 0x5147, 0xA28E, 0x553D, 0xAA7A, 0x44D5},
	{0x6F45, 0xDE8A, 0xAD35, 0x4A4B, 0x9496, 0x390D, 0x721A},
	{0xEB23, 0xC667, 0x9CEF, 0x29FF, 0x53FE, 0xA7FC, 0x5FD9},
	{0x47D3, 0x8FA6, 0x0F6D, 0x1EDA, 0x3DB4, 0x7B68, 0xF6D0},
	{0xB861, 0x60E3, 0xC1C6, 0x93AD, 0x377B, 0x6EF6, 0xDDEC},
	{0x45A0, 0x8B40, 0x06A1, 0x0D42, 0x1A84, 0x3508, 0x6A10},
	{0xAA51, 0x4483, 0x8906, 0x022D, 0x045A, 0x08B4, 0x1168},
	{0x76B4, 0xED68, 0xCAF1, 0x85C3, 0x1BA7, 0x374E, 0x6E9C},
	{0x3730, 0x6E60, 0xDCC0, 0xA9A1, 0x4363, 0x86C6, 0x1DAD},
	{0x3331, 0x6662, 0xCCC4, 0x89A9, 0x0373, 0x06E6, 0x0DCC},
	{0x1021, 0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48C4},
}

// xorKey is 2.3.7.2, CreateXorKey_Method1.
func xorKey(p []byte) uint16 {
	key := xorInitial[len(p)-1]
	row := 14
	for i := len(p) - 1; i >= 0; i-- {
		for bit := range 7 {
			if p[i]>>(6-bit)&1 != 0 {
				key ^= xorMatrix[row][6-bit]
			}
		}
		row--
	}
	return key
}

var xorPad = [15]byte{0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80, 0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00}

// xorArray is 2.3.7.2, CreateXorArray_Method1.
func xorArray(p []byte, key uint16) (a [16]byte) {
	copy(a[:], p)
	copy(a[len(p):], xorPad[:])
	for i := range a {
		k := byte(key)
		if i&1 != 0 {
			k = byte(key >> 8)
		}
		a[i] = bits.RotateLeft8(a[i]^k, -1)
	}
	return a
}

// XOR decrypts a record of a workbook, in place, whose data begin at pos of the
// stream (2.3.7.3).
func (o *Obfuscation) XOR(p []byte, pos int64) {
	at := int(pos+int64(len(p))) & 15
	for i := range p {
		p[i] = bits.RotateLeft8(p[i]^o.array[(at+i)&15], 3)
	}
}
