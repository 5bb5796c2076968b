package extract

import (
	"sync"
	"unicode/utf8"
)

// How unlikely a character is in Japanese text, as half bits of information.
// The charset under which bytes are the most likely text is the one they are
// in: that needs no thresholds, and is right for one name as for a whole book.
const (
	costASCII    = 12
	costSign     = 17 // the rarer signs of ASCII
	costKana     = 17 // hiragana
	costKatakana = 19
	costCommon   = 22 // the kanji in commonKanji
	costLevel1   = 29 // the other kanji of JIS level 1
	costLevel2   = 38
	costRare     = 44 // kanji outside of JIS, gaiji
	costSymbol   = 23
	costWide     = 22 // full-width letters and digits
	costHalf     = 21 // half-width katakana after something else,
	costHalfNext = 12 // and after another
	costForeign  = 36 // another script,
	costNext     = 14 // and when the character before was of the same
	costLatin    = 24 // é
	costControl  = 30
	costBroken   = 60 // no character
)

// commonKanji are the kanji that names, addresses and business papers are
// mostly made of.
const commonKanji = "一二三四五六七八九十百千万円年月日時分秒上下左右中大小高低長短新旧東西南北内外前後間以" +
	"山川田村中本木林森石井上下野原口谷沢島崎橋藤佐伊加斉斎齋渡辺邊邉高髙吉小松竹梅清水青阿安岡岩今近内金" +
	"久久保熊栗黒桑郡坂酒桜笹塩柴清菅杉鈴須関瀬千宗曽相武滝谷千堤土戸富豊永長成西根野服浜濱林原馬場樋平広廣福" +
	"古星堀細前牧増町丸三宮向宗村望持森矢柳吉米和若渡太郎次子美恵智明正和義弘博幸浩信隆英俊健一雄夫男彦介助樹" +
	"翔拓真純修勝茂実敏昭誠治久仁勇武哲也康洋由里香奈菜優花華愛結衣佳代枝江絵利理梨沙紗希紀絹貴孝公好行光輝宏晃" +
	"章文典敬啓景賢建憲源元玄五悟剛豪克国栄永衛円延応温佑祐悠雅海開凱岳寛感希喜季貴規基儀吉京恭教強協桐琴均錦" +
	"都道府県市区町村丁目番地号室階棟郵便電話氏名住所生性別男女様殿御支店本社株式会社有限口座普通当座預金銀行信用" +
	"庫金融保険契約者番号個人情報顧客注文商品発送請求書領収支払入出納税額合計残高取引日付登録更新削除確認処理" +
	"結果完了失敗成功開始終了送信受信印刷宛先担当部課長係主任員連絡先備考件数量単価税込込消費料手続申込受付機関" +
	"札幌仙台埼玉葉神奈静愛阪京兵庫広福沖縄長崎熊鹿児宮城秋形茨栃群新潟富石川梨岐阜重滋賀良和歌鳥取根徳香媛" +
	"私的者人方自分見出入来言思行手気持今何事物場合作用使学校生活動家国会社業者体全部同心問題必要意味世界現在実際" +
	"対応設定表示検索記録変更追加管理利用可能情報通信技術開発運営計画調査研究報告書類申請許可証明認定期間内容詳細" +
	"第回版語文字化力主年度月末初頭最大小多少不無非未済為替振込座名義他立交代公共法律制産農工芸医療病院科学教育"

// runeCosts holds the cost of each character of the basic plane.
type runeCosts [1 << 16]uint8

var costs = sync.OnceValue(buildCosts)

func buildCosts() *runeCosts {
	t := new(runeCosts)
	set := func(from, to rune, cost uint8) {
		for r := from; r <= to; r++ {
			t[r] = cost
		}
	}
	set(0, 0xFFFF, costForeign)
	set(0, 0x7F, costASCII)
	for _, r := range `!#$%&*+;<=>?@[\]^_{|}~` + "`" {
		t[r] = costSign
	}
	set(0, 0x1F, costControl)
	t['\t'], t['\n'], t['\r'] = costASCII, costASCII, costASCII
	set(0x80, 0x9F, costBroken)
	set(0xA0, 0xFF, costLatin)
	set(0x2500, 0x257F, costSymbol)
	set(0x2000, 0x206F, costLatin)
	set(0x3000, 0x303F, costSymbol)
	set(0x3041, 0x3096, costKana)
	set(0x30A0, 0x30FF, costKatakana)
	set(0x3400, 0x9FFF, costRare)
	set(0xD800, 0xDFFF, costBroken)
	set(0xE000, 0xF8FF, costRare)
	set(0xF900, 0xFAFF, costRare)
	set(0xFF01, 0xFF5E, costWide)
	set(0xFF61, 0xFF9F, costHalf)
	set(0xFFFE, 0xFFFF, costBroken)
	set(0xFFFD, 0xFFFD, costBroken)
	euc := eucTable()
	for row := 0xA1; row <= 0xF4; row++ {
		for cell := 0xA1; cell <= 0xFE; cell++ {
			e := euc[row-0x80][cell]
			switch {
			case e == 0:
			case row >= 0xB0 && row <= 0xCF:
				t[entryRune(e)] = costLevel1
			case row >= 0xD0:
				t[entryRune(e)] = costLevel2
			case row <= 0xA2 || row == 0xA8 || row == 0xAD:
				t[entryRune(e)] = costSymbol
			}
		}
	}
	for _, r := range commonKanji {
		t[r] = costCommon
	}
	return t
}

// A tally adds up what text costs under one charset.
type tally struct {
	table *runeCosts
	last  rune
	total int
}

func (t *tally) add(r rune) {
	c := costRare
	if uint32(r) < 1<<16 {
		c = int(t.table[r])
	}
	switch {
	case c == costHalf && t.last >= 0xFF61 && t.last <= 0xFF9F:
		c = costHalfNext + sound(t.last, r)
	case c == costHalf && r >= 0xFF9E:
		c += 20
	case (c == costForeign || c == costLatin) && r>>7 == t.last>>7:
		c = costNext
	}
	t.last = r
	t.total += c
}

// sound is what ﾞ or ﾟ costs after last, beyond what another kana does.
func sound(last, r rune) int {
	if r < 0xFF9E {
		return 0
	}
	if last >= 0xFF76 && last <= 0xFF84 && r == 0xFF9E || last >= 0xFF8A && last <= 0xFF8E || last == 0xFF73 {
		return -6
	}
	return 20
}

// cost8 is what b costs in a charset of 8 bits. ASCII counts if all is true;
// a character that the end of b cuts costs nothing.
func cost8(b []byte, cs charset, all bool) int {
	t := tally{table: costs()}
	for len(b) > 0 {
		c := b[0]
		if c < 0x80 {
			if t.last = rune(c); all {
				t.total += int(t.table[c])
			}
			b = b[1:]
			continue
		}
		r, n := oneRune(b, cs)
		if n == 0 {
			break
		}
		t.add(r)
		b = b[n:]
	}
	return t.total
}

// oneRune decodes the first character of b, which is not ASCII; U+FFFD is no
// character. n is 0 if b ends too soon.
func oneRune(b []byte, cs charset) (r rune, n int) {
	switch cs {
	case cp932:
		return oneCP932(b)
	case eucJP:
		return oneEUC(b)
	}
	if cutUTF8(b) {
		return '\uFFFD', 0
	}
	return utf8.DecodeRune(b)
}

// cost16 is what b costs in UTF-16.
func cost16(b []byte, cs charset) int {
	t := tally{table: costs()}
	var buf [64]byte
	for len(b) >= 2 {
		out, n := appendUTF16(buf[:0], b[:min(len(b), 16)], cs)
		if n == 0 {
			break
		}
		for len(out) > 0 {
			r, k := utf8.DecodeRune(out)
			if t.add(r); r < ' ' && t.table[r] == costControl {
				t.total += costBroken - costControl // small numbers of something binary
			}
			out = out[k:]
		}
		b = b[n:]
	}
	return t.total
}
