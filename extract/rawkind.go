package extract

import "bytes"

// binaryKinds names formats by their first bytes, for people who wonder why a
// file was not read. Longer and rarer marks come first.
var binaryKinds = []struct {
	at   int
	mark string
	kind string
}{
	{0, "%PDF-", "PDF"},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office documents and Outlook messages"},
	{0, "SQLite format 3\x00", "SQLite databases"},
	{4, "Standard Jet DB", "Access databases"},
	{4, "Standard ACE DB", "Access databases"},
	{0, "!BDN", "Outlook mail folders"},
	{7, "**ACE**", "ACE archives"},
	{20, "\xdc\xa7\xc4\xfd", "ZOO archives"},
	{0, "StuffIt (c)", "StuffIt archives"},
	{0, "StuffIt!", "StuffIt archives"},
	{10, "rLau", "StuffIt archives"},
	{0, "GCAX", "GCA archives"},
	{0, "yz01", "YZ1 archives"},
	{0, "\x1a\x08", "ARC archives"},
	{0, "\x1a\x09", "ARC archives"},
	{0, "ISc(", "InstallShield cabinets"},
	{0, "MSWIM\x00\x00\x00", "Windows images"},
	{0, "encrcdsa", "encrypted disk images of Macintosh"},
	{0, "xar!", "xar archives"},
	{0, "ITSF", "compiled help files"},
	{0, "0707", "cpio archives"},
	{0, "\xc7\x71", "cpio archives"},
	{0, "\xfd7zXZ\x00", "xz"},
	{4, "1AY&SY", "bzip2"},
	{0, "\x28\xb5\x2f\xfd", "Zstandard"},
	{0, "\x04\x22\x4d\x18", "LZ4"},
	{0, "\x5d\x00\x00", "LZMA"},
	{0, "\x1f\x9d", "compress"},
	{0x8001, "BEA01", "discs in UDF"},
	{0, "KDMV", "disk images"},
	{0, "vhdxfile", "disk images"},
	{0, "conectix", "disk images"},
	{0, "QFI\xfb", "disk images"},
	{0, "MZ", "Windows programs"},
	{0, "\x7fELF", "Linux programs"},
	{0, "\xca\xfe\xba\xbe", "Java classes"},
	{0, "ElfFile\x00", "Windows event logs"},
	{0, "regf", "registry files"},
	{0, "L\x00\x00\x00\x01\x14\x02\x00", "Windows shortcuts"},
	{0, "PAR1", "Parquet"},
	{0, "\x1b%-12345X", "print data"},
	{0, "\x1bE", "PCL print data"},
	{40, " EMF", "Windows metafiles"},
	{0, "\xd7\xcd\xc6\x9a", "Windows metafiles"},
	{0, "\xc5\xd0\xd3\xc6", "PostScript with a preview"},
	{4, "ftyp", "videos"},
	{0, "RIFF", "audio and video"},
	{0, "OggS", "audio and video"},
	{0, "ID3", "audio"},
	{0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", "audio and video"},
	{0, "\x00\x01\x00\x00\x00", "fonts"},
	{0, "ttcf", "fonts"},
	{0, "OTTO", "fonts"},
	{0, "wOF", "fonts"},
}

// binaryKind names the format that a file begins like, in the plural, or is "".
// A text may begin with some letters that are a mark, but holds no NUL.
func binaryKind(head []byte) string {
	for _, k := range binaryKinds {
		if len(head) < k.at+len(k.mark) || string(head[k.at:k.at+len(k.mark)]) != k.mark {
			continue
		}
		if len(k.mark) > 4 || bytes.IndexByte(head[:min(len(head), 512)], 0) >= 0 {
			return k.kind
		}
	}
	return ""
}
