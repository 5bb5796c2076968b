package extract

import (
	"unicode/utf8"

	"github.com/shikiri/shikiri/extract/hostcode"
)

// An ebcdic is a code page of EBCDIC with katakana.
type ebcdic = hostcode.Page

var ebcdic290, ebcdic1027 = hostcode.Page290, hostcode.Page1027

// appendEBCDIC appends src, in code page t, as UTF-8.
func appendEBCDIC(dst, src []byte, t *ebcdic) []byte {
	for _, c := range src {
		dst = utf8.AppendRune(dst, t[c])
	}
	return dst
}
