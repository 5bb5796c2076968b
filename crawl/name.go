package crawl

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/transform"
)

// DecodeName returns a name as people can read it: UTF-8 in which nothing is
// hidden. Names of old file servers are CP932 or EUC-JP, told apart for each
// element between slashes by what is valid and plausible; half-width katakana
// of few letters can be mistaken for kanji. Bytes that belong to no character
// are shown as \x8c, and what could forge a line of a report or drive a terminal
// (control characters, line separators, bidirectional and other invisible
// formatting) as \x1b or \u202e.
//
// The result is for the eye: it does not lead back to the file, and two names
// can look the same, for a name may really hold a backslash and "x1b", or exist
// in two encodings.
func DecodeName(raw string) string {
	if shown(raw) {
		return raw
	}
	var b strings.Builder
	for i, element := range strings.Split(raw, "/") { // 0x2F is no second byte in any of these encodings
		if i > 0 {
			b.WriteByte('/')
		}
		writeElement(&b, element)
	}
	return b.String()
}

// shown reports whether name can be shown as it is.
func shown(name string) bool {
	for i := range len(name) {
		if c := name[i]; c < 0x20 || c >= 0x7f {
			return utf8.ValidString(name) && strings.IndexFunc(name, hidden) < 0
		}
	}
	return true
}

// hidden reports whether r is not to be shown as it is. The joiners are in the
// names of ordinary emoji.
func hidden(r rune) bool {
	const nonJoiner, joiner = 0x200c, 0x200d
	if r >= 0x3000 && r < 0xfb00 {
		return false // kana and kanji: these blocks hold nothing hidden, and asking doubles the time (1,020 against 540 ns a name)
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) && r != nonJoiner && r != joiner
}

// A code reads the first character of s, which is not empty and begins with a
// byte from 0x80. n is its length; r is utf8.RuneError if those bytes are none.
// cost says how odd such a character is in a file's name.
type code func(s string, before rune) (r rune, n, cost int)

// The costs are tuned on invented names (TestDecodeNamePlausible). Half-width
// katakana cost less than the rare kanji, and more than the common kanji, that
// the same two bytes are in EUC-JP.
const (
	costUsual   = 4  // kana, common kanji
	costSymbol  = 12 // punctuation, full-width letters
	costHalf    = 12 // half-width katakana
	costLevel1  = 28 // other kanji of JIS level 1
	costLevel2  = 45 // of level 2; and vendors' kanji
	costOdd     = 60 // scripts and signs that names seldom hold
	costInvalid = 400
)

func writeElement(b *strings.Builder, s string) {
	codes := []code{readUTF8}
	if !utf8.ValidString(s) {
		codes = append(codes, cp932(), eucJP())
	}
	var best string
	least := -1
	for _, c := range codes {
		if text, cost := read(s, c); least < 0 || cost < least {
			best, least = text, cost
		}
	}
	b.WriteString(best)
}

// read decodes s and says what it costs to believe the result.
func read(s string, c code) (text string, cost int) {
	var b strings.Builder
	var before rune
	for len(s) > 0 {
		r, n, odd := rune(s[0]), 1, 0
		if r >= utf8.RuneSelf {
			r, n, odd = c(s, before)
		}
		cost += odd
		switch {
		case r == utf8.RuneError && s[:n] != string(utf8.RuneError):
			for _, c := range []byte(s[:n]) {
				fmt.Fprintf(&b, `\x%02x`, c)
			}
		case !hidden(r):
			b.WriteRune(r)
		case r < utf8.RuneSelf:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
		before, s = r, s[n:]
	}
	return b.String(), cost
}

// readUTF8 costs little, so that a UTF-8 name that was cut in the middle of a
// character is still taken for UTF-8. Two bytes are UTF-8 by chance in EUC-JP.
func readUTF8(s string, _ rune) (rune, int, int) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case n == 1:
		return r, 1, costInvalid / 4
	case n == 2:
		return r, n, costOdd
	}
	return r, n, costUsual
}

// cp932 returns the code of Windows' Shift_JIS. Users' own characters (F0 to F9)
// have no meaning outside the machine that made them and are left as bytes.
func cp932() code {
	decode := decoder(japanese.ShiftJIS.NewDecoder())
	return func(s string, before rune) (rune, int, int) {
		c := s[0]
		if c >= 0xa1 && c <= 0xdf {
			r := rune(c) - 0xa1 + '｡'
			return r, 1, halfCost(r, before)
		}
		double := (c >= 0x81 && c <= 0x9f || c >= 0xe0 && c <= 0xfc) && len(s) > 1 && s[1] >= 0x40 && s[1] != 0x7f && s[1] <= 0xfc
		if !double {
			return utf8.RuneError, 1, costInvalid
		}
		if c >= 0xf0 && c <= 0xf9 {
			return utf8.RuneError, 2, costOdd
		}
		r := decode(s[:2])
		if r == utf8.RuneError {
			return r, 1, costInvalid
		}
		return r, 2, charCost(r, c < 0x98 || c == 0x98 && s[1] < 0x9f)
	}
}

// eucJP returns the code of EUC-JP with the kanji of JIS X 0212 (8F).
func eucJP() code {
	decode := decoder(japanese.EUCJP.NewDecoder())
	return func(s string, before rune) (rune, int, int) {
		n := 2
		if s[0] == 0x8f {
			n = 3
		}
		if len(s) < n || s[0] < 0xa1 && s[0] != 0x8e && s[0] != 0x8f {
			return utf8.RuneError, 1, costInvalid
		}
		r := decode(s[:n])
		switch {
		case r == utf8.RuneError:
			return r, 1, costInvalid
		case s[0] == 0x8e:
			return r, n, halfCost(r, before)
		}
		return r, n, charCost(r, s[0] < 0xd0)
	}
}

// decoder returns a function that decodes one character without allocating.
func decoder(t transform.Transformer) func(char string) rune {
	var src [3]byte
	var dst [2 * utf8.UTFMax]byte
	return func(char string) rune {
		t.Reset()
		n, _, err := t.Transform(dst[:], src[:copy(src[:], char)], true)
		r, size := utf8.DecodeRune(dst[:n])
		if err != nil || size != n {
			return utf8.RuneError
		}
		return r
	}
}

func charCost(r rune, level1 bool) int {
	switch {
	case r >= 'ぁ' && r <= 'ー' || r == '々' || isCommon[r]:
		return costUsual
	case r >= 0x3000 && r <= 0x303f || r >= '！' && r <= '～' || r == '○' || r == '●' || r == '・':
		return costSymbol
	case unicode.Is(unicode.Han, r) && level1:
		return costLevel1
	case unicode.Is(unicode.Han, r):
		return costLevel2
	case r >= '①' && r <= '⑳' || r >= 'Ⅰ' && r <= 'Ⅹ' || r == '㈱' || r == '№':
		return costSymbol
	}
	return costOdd
}

// halfCost knows how half-width katakana follow each other.
func halfCost(r, before rune) int {
	kana := before >= 'ｦ' && before <= 'ﾟ'
	voiced := before == 'ｳ' || before >= 'ｶ' && before <= 'ﾄ' || before >= 'ﾊ' && before <= 'ﾎ'
	switch {
	case r <= '､', r == 'ｦ':
		return costOdd / 2 // no name is full of ､ and ｢, as hiragana of EUC-JP would be
	case r == 'ﾞ' && voiced, r == 'ﾟ' && before >= 'ﾊ' && before <= 'ﾎ':
		return 0
	case r == 'ﾞ', r == 'ﾟ', r == 'ｰ' && !kana, r >= 'ｧ' && r <= 'ｯ' && !kana:
		return costOdd
	case r == '･':
		return costHalf + costSymbol
	}
	return costHalf
}

// isCommon is commonKanji to look up.
var isCommon = func() map[rune]bool {
	is := map[rune]bool{}
	for _, r := range commonKanji {
		is[r] = true
	}
	return is
}()

// commonKanji are kanji that names of files and folders at work, of people and
// of places are full of.
const commonKanji = "一二三四五六七八九十百千万円年月日時分秒前後上下中左右内外大小高低新旧正副別" +
	"本社支店営業部課係室長員者人名氏様殿御各全総務経理財人事企画開発製造品質管理情報系統電算" +
	"顧客取引先得意仕入売買受注発送出荷納期請求領収書類票帳簿表一覧台資料議録報告申込届願契約" +
	"見積提案計画予算決実績集計明細内訳給与賃金税源泉徴控除保険健康厚生年金社会労働雇用退職採" +
	"個人番号住所電話口座銀行信用庫振替込入出残高金融融資貸借返済利息元帳顔写真画像印刷原稿版" +
	"作業手順説明図設定運用保守障害対応連絡網会議研修教育学校生徒児童保護成績試験問題答案卒入" +
	"病院患診療医師看薬検査結果記介護福祉施設市区町村県都道府役所場民国地域東西南北京阪神奈川" +
	"田中山本村林佐藤鈴木高橋伊渡辺加小野吉松井清水森池石原岡島谷崎阿部和子太郎次美恵幸男女夫" +
	"古新済未完了最終案稿改訂修復元削除廃棄保存控写共有個別秘密極重要急至緊公開限非確認済承可" +
	"通知案内文件名前住民税納付付額数量単価比率型式種区分項目条規程則法令基準方針目的概要参考" +
	"調達購入品在庫配送車両機械工事建設土木現場安全衛生環境点検備考他用途使変更追加登録変換移行" +
	"春夏秋冬朝昼夜週末始期初定例随時毎回度第号巻章節頁枚冊組班式典挨拶状宛封筒葉賀礼祝花"
