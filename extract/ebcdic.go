package extract

import "unicode/utf8"

// An ebcdic is a code page of EBCDIC with katakana: the character of each byte,
// U+FFFD for bytes that stand for none.
type ebcdic [256]rune

// The two code pages that Japanese hosts use for one byte a character (IBM CDRA:
// CCSID 290, the first half of 930, and CCSID 1027, that of 939), from 0x40 on.
// The "kana EBCDIC" of banks is 290: capitals, digits and kana are where Hitachi's
// EBCDIK and Fujitsu's have them too. 1027 has small letters where 290 has kana.
var (
	ebcdic290 = newEBCDIC([12]string{
		` ｡｢｣､･ｦｧｨｩ£.<(+|`,
		`&ｪｫｬｭｮｯ�ｰ�!¥*);¬`,
		`-/abcdefgh�,%_>?`,
		"[ijklmnop`:#@'=\"",
		`]ｱｲｳｴｵｶｷｸｹｺqｻｼｽｾ`,
		`ｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉr�ﾊﾋﾌ`,
		`~‾ﾍﾎﾏﾐﾑﾒﾓﾔﾕsﾖﾗﾘﾙ`,
		`^¢\tuvwxyzﾚﾛﾜﾝﾞﾟ`,
		`{ABCDEFGHI������`,
		`}JKLMNOPQR������`,
		`$�STUVWXYZ������`,
		`0123456789������`,
	})
	ebcdic1027 = newEBCDIC([12]string{
		` �｡｢｣､･ｦｧｨ¢.<(+|`,
		`&ｩｪｫｬｭｮｯｰｱ!$*);¬`,
		`-/ｲｳｴｵｶｷｸｹ�,%_>?`,
		"ｺｻｼｽｾｿﾀﾁﾂ`:#@'=\"",
		`�abcdefghiﾃﾄﾅﾆﾇﾈ`,
		`�jklmnopqrﾉﾊﾋﾌﾍﾎ`,
		`‾~stuvwxyzﾏﾐﾑ[ﾒﾓ`,
		`^£¥ﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ]ﾞﾟ`,
		`{ABCDEFGHI������`,
		`}JKLMNOPQR������`,
		`\�STUVWXYZ������`,
		`0123456789������`,
	})
)

// newEBCDIC makes a code page of its rows of 16. Controls, which text has no use
// for, are blanks.
func newEBCDIC(rows [12]string) *ebcdic {
	t := new(ebcdic)
	i := 0
	for ; i < 0x40; i++ {
		t[i] = ' '
	}
	for _, row := range rows {
		for _, r := range row {
			t[i] = r
			i++
		}
	}
	return t
}

// sniffEBCDIC tells the code page of text by its kana: read by the wrong one,
// some of them are small letters or nothing.
func sniffEBCDIC(b []byte) *ebcdic {
	kana290, kana1027 := 0, 0
	for _, c := range b {
		if halfKana(ebcdic290[c]) {
			kana290++
		}
		if halfKana(ebcdic1027[c]) {
			kana1027++
		}
	}
	if kana1027 > kana290 {
		return ebcdic1027
	}
	return ebcdic290
}

// halfKana reports whether r is a half-width katakana or a mark of one.
func halfKana(r rune) bool { return r >= 'ｦ' && r <= 'ﾟ' }

// appendEBCDIC appends src, in code page t, as UTF-8.
func appendEBCDIC(dst, src []byte, t *ebcdic) []byte {
	for _, c := range src {
		dst = utf8.AppendRune(dst, t[c])
	}
	return dst
}
