package hostcode

// A Page is a code page of one byte: the character of each byte, U+FFFD for
// bytes that stand for none. Controls, which text has no use for, are blanks.
type Page [256]rune

// The two code pages that Japanese hosts use for one byte a character (IBM CDRA:
// CCSID 290, the first half of 930 and 1390, and CCSID 1027, that of 939 and
// 1399). The "kana EBCDIC" of banks is 290: capitals, digits and kana are where
// Hitachi's EBCDIK and Fujitsu's have them too. 1027 has small letters where 290
// has kana.
var (
	Page290 = newPage([12]string{
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
	Page1027 = newPage([12]string{
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

// newPage makes a code page of its rows of 16, from 0x40 on.
func newPage(rows [12]string) *Page {
	t := new(Page)
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

// HalfKana reports whether r is a half-width katakana or a mark of one.
func HalfKana(r rune) bool { return r >= 'ｦ' && r <= 'ﾟ' }

// SniffPage tells the code page of text by its kana: read by the wrong one, some
// of them are small letters or nothing.
func SniffPage(b []byte) *Page {
	kana290, kana1027 := 0, 0
	for _, c := range b {
		if HalfKana(Page290[c]) {
			kana290++
		}
		if HalfKana(Page1027[c]) {
			kana1027++
		}
	}
	if kana1027 > kana290 {
		return Page1027
	}
	return Page290
}
