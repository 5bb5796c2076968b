package lzh

// crcTable is of CRC-16/ARC: the polynomial 0x8005, reflected.
var crcTable = func() (t [256]uint16) {
	for i := range t {
		c := uint16(i)
		for range 8 {
			c = c>>1 ^ c&1*0xa001
		}
		t[i] = c
	}
	return t
}()

// CRC continues the checksum of members over b; it begins with 0.
func CRC(crc uint16, b []byte) uint16 {
	for _, c := range b {
		crc = crc>>8 ^ crcTable[byte(crc)^c]
	}
	return crc
}
