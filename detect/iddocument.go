package detect

import (
	"bytes"
	"strings"
	"unicode"
)

func init() {
	register(&Detector{
		ID: "id-document",
		Doc: "身分証の画像\n\nThe picture of a driver's licence, My Number card or notification of the number, residence card, health insurance card, passport, disability or pension handbook," +
			" told by what is printed on it. Only in text that was recognised in a picture (--ocr): once for each.",
		Picture: checkIDDocument,
		Good: []string{
			"氏名 架空 太郎 昭和55年 1月15日生\n交付 令和04年02月03日 12345\n2027年(令和09年)02月15日まで有効\n免許の\n条件等 眼鏡等\n番号 第309012345620号\n運転免許証 東京都公安委員会",
			"氏名 架空 太郎\n交付 令和94年92月93日\n2027年(令和09年)92月15日まで有効\n条件等 眼鏡等\n連転免許\n東京都公安委貞会", // misread
			"通知カード\n個人番号 1234 5678 9018\n氏名 架空 花子\n発行日 平成27年11月1日",
			"個人番号 氏名 架空 花子\nカード 住所 架空県見本市1-1\n平成2年3月4日生 性別 女\n2030年3月4日まで有効\n電子証明書の有効期限 2026年3月4日\n臓器提供意思",
			"日本国政府 GOVERNMENT OF JAPAN\n在留カード 番号 AB12345678CD\n在留資格 技術・人文知識・国際業務\n就労制限の有無\n2027年05月06日まで有効",
			"健康保険 本人(被保険者)\n微保険者証\n記号 12345678 番号 123\n氏名 架空 太郎\n資格取得年月日 令和 2年 4月 1日\n保険者番号 01130012\n保険者名称 架空健康保険組合",
			"資格確認書\n有効期限 令和 8年 3月31日\n記号 12345678 番号 123\n氏名 架空 太郎\n資格取得年月日 令和 2年 4月 1日\n保険者番号 01130012",
			"日本国 旅券 JAPAN PASSPORT\n姓/Surname\nKAKUU\n名/Given name\nTARO\n発行年月日/Date of issue\n有効期間満了日/Date of expiry",
			"PくJPNKAKUU<<TARO<<<<<くくくくく<<<<<<<<<<<<<<<<<<",
			"身体障害者手帳\n交付 平成20年4月1日\n氏名 架空 太郎\n障害名 上肢機能障害\n級別 3級",
			"年金手帳\n基礎年金番号 1234-567890\n氏名 架空 太郎\n生年月日 昭和55年1月15日",
		},
		Bad: []string{
			"運転免許証、健康保険証、パスポート等の写しをご提出ください。\n氏名・生年月日・住所が確認できるものに限ります。\n有効期限内のものをお送りください。個人番号カードの場合は\n裏面のコピーは不要です。在留カードは両面が必要です。",
			"会員申込書\n氏名 架空 太郎\n生年月日 昭和55年1月15日\n本人確認書類 運転免許証 健康保険証\n免許証番号 309012345620\n交付日 令和4年2月3日 有効期限 令和9年2月15日",
			"健康保険 傷病手当金 支給申請書\n被保険者証の記号 12345678 番号 123\n氏名 架空 太郎\n事業所名称 架空商事\n保険者番号 01130012",
			"マイナンバー収集台紙\n氏名 架空 花子\n個人番号 1234 5678 9018\n生年月日 平成2年3月4日",
			"東京都公安委員会の許可を得て営業しています。",
			"JAPAN PASSPORT CENTER",
		},
	})
}

// A printed is a text printed on identity documents and what it weighs: 1 for
// what forms have too, 3 for a title or what stands on nothing else.
type printed struct {
	text   string
	weight int
	title  bool // the document is one of those that have this text, or an anchor
}

// An idDocument is a kind of identity document. One is recognised if something
// is there that only it has, and all that is there weighs enough.
type idDocument struct {
	texts  []printed
	number func(digits []byte, before, behind []rune) bool // the form of its number, which weighs 3; nil: none
	enough int
}

// idDocuments are laid out by law: 道路交通法施行規則 別記様式第14, 個人番号カード等に関する命令,
// 入管法施行規則 別記様式第29号の7, 健康保険法施行規則 様式第9号, ICAO 9303.
var idDocuments = []idDocument{
	{enough: 7, number: func(d []byte, _, _ []rune) bool { return len(d) == 12 }, texts: []printed{
		{"運転免許証", 3, false}, {"運転経歴証明書", 3, true}, {"公安委員会", 3, true}, {"まで有効", 2, true}, {"条件等", 2, true}, {"二・小・原", 2, true}, {"二小原", 2, true},
		{"優良", 1, false}, {"交付", 1, false}, {"日生", 1, false}, {"準中型", 1, false}, {"免許の", 1, false},
	}},
	{enough: 7, number: func(d []byte, _, _ []rune) bool { return len(d) == 12 && myNumberValid(d) }, texts: []printed{
		{"個人番号カード", 3, true}, {"臓器提供意思", 3, true}, {"臓器提供の意思", 3, true}, {"電子証明書の有効期限", 3, true}, {"個人番号", 1, false}, {"まで有効", 2, false}, {"日生", 1, false}, {"性別", 1, false},
	}},
	{enough: 6, number: func(d []byte, _, _ []rune) bool { return len(d) == 12 && myNumberValid(d) }, texts: []printed{
		{"通知カード", 3, true}, {"個人番号通知書", 3, true}, {"個人番号", 1, false}, {"発行日", 1, false}, {"生年月日", 1, false}, {"性別", 1, false},
	}},
	{enough: 7, number: cardOfResidence, texts: []printed{
		{"在留カード", 3, true}, {"特別永住者証明書", 3, true}, {"RESIDENCECARD", 3, true}, {"日本国政府", 2, true}, {"GOVERNMENTOFJAPAN", 2, true}, {"就労制限の有無", 2, false}, {"このカードは", 2, false}, {"この証明書は", 2, false},
		{"在留資格", 1, false}, {"在留期間", 1, false}, {"住居地", 1, false}, {"国籍・地域", 1, false}, {"許可の種類", 1, false}, {"まで有効", 1, false},
	}},
	{enough: 8, texts: []printed{
		{"=保険者証", 3, true}, {"=健康保険証", 3, true}, {"資格確認書", 3, true}, {"受給資格者証", 3, true}, {"高齢受給者証", 3, true}, {"保険者番号", 2, false}, {"資格取得年月日", 2, false}, {"保険者名称", 2, false}, {"適用開始年月日", 2, false},
		{"記号", 1, false}, {"枝番", 1, false}, {"事業所名称", 1, false}, {"保険者所在地", 1, false}, {"交付", 1, false}, {"世帯主", 1, false}, {"有効期限", 1, false}, {"生年月日", 1, false}, {"氏名", 1, false},
	}},
	{enough: 7, texts: []printed{
		{"日本国旅券", 4, true}, {"PASSPORT", 2, true}, {"旅券番号", 2, false}, {"PassportNo", 2, false}, {"Surname", 1, true}, {"Givenname", 1, false}, {"Dateofissue", 1, false}, {"Dateofexpiry", 1, false}, {"Dateofbirth", 1, false},
		{"RegisteredDomicile", 2, false}, {"発行官庁", 2, false}, {"有効期間満了日", 2, false}, {"MINISTRYOFFOREIGNAFFAIRS", 2, false},
	}},
	{enough: 7, texts: []printed{
		{"身体障害者手帳", 3, true}, {"精神障害者保健福祉手帳", 3, true}, {"療育手帳", 3, true}, {"障害名", 2, false}, {"障害等級", 2, false}, {"級別", 2, false}, {"旅客運賃減額", 3, false}, {"交付", 1, false}, {"氏名", 1, false}, {"有効期限", 1, false},
	}},
	{enough: 7, number: func(d []byte, _, _ []rune) bool { return len(d) == 10 }, texts: []printed{
		{"年金手帳", 3, true}, {"基礎年金番号通知書", 3, true}, {"基礎年金番号", 2, false}, {"社会保険庁", 2, false}, {"日本年金機構", 2, false}, {"交付年月日", 1, false}, {"生年月日", 1, false}, {"氏名", 1, false},
	}},
}

// noIDDocument is what stands on papers that ask for a document, not on one.
// Sheets with the copy of a document on them may have one of these.
var noIDDocument = []string{"提出", "写し", "コピー", "ください", "申込書", "申請書", "収集台紙", "本人確認書類", "お問い合わせ", "許可を得て", "規約", "のうえ"}

// against is what each of them takes away, up to twice.
const against = 2

// maxPictureText bounds the characters of a picture that are looked at: a card
// has some 200, a page of small print 5,000.
const maxPictureText = 20_000

// checkIDDocument judges all of a picture's text.
func checkIDDocument(c *Candidate) Confidence {
	t := newPictureText(c.Text[c.Start:c.End], c.Start)
	if at, end := t.passportLine(); at >= 0 {
		c.Start, c.End, c.Evidence = t.at[at], t.ends[end-1], ByShape|ByWord
		return High
	}
	minus := 0
	for _, w := range noIDDocument {
		if at, _ := t.find([]rune(w), 0); at >= 0 && minus < 2*against {
			minus += against
		}
	}
	numbers := t.numbers()
	best, conf := -1, None
	for i := range idDocuments {
		d := &idDocuments[i]
		score, at, end := d.score(t, numbers)
		if score -= minus; at < 0 || score < d.enough || score-d.enough <= best {
			continue
		}
		best, conf = score-d.enough, Medium
		if best >= 2 {
			conf = High
		}
		c.Start, c.End, c.Evidence = t.at[at], t.ends[end-1], ByWord|ByShape
	}
	return conf
}

// score is what the texts of d that are in t weigh. at to end is the first
// that only d has; at is -1 without one.
func (d *idDocument) score(t *pictureText, numbers []pictureNumber) (score, at, end int) {
	at = -1
	for _, p := range d.texts {
		text, strict := strings.CutPrefix(p.text, "=")
		w := []rune(text)
		wrong := slack(len(w))
		if strict {
			wrong = 0
		}
		k, exact := t.find(w, wrong)
		if k < 0 {
			continue
		}
		score += p.weight
		if p.title && (at < 0 || exact && k < at) {
			at, end = k, k+len(w)
		}
	}
	if d.number == nil {
		return score, at, end
	}
	for _, n := range numbers {
		if d.number(n.digits, t.runes[max(0, n.from-2):n.from], t.runes[n.to:min(len(t.runes), n.to+2)]) {
			return score + 3, at, end
		}
	}
	return score, at, end
}

// slack is how many characters of a word may be misread.
func slack(n int) int {
	switch {
	case n >= 8:
		return 2
	case n >= 4:
		return 1
	}
	return 0
}

// cardOfResidence is the form AB12345678CD.
func cardOfResidence(d []byte, before, behind []rune) bool {
	return len(d) == 8 && allUpper(before) && allUpper(behind)
}

func allUpper(r []rune) bool {
	return len(r) == 2 && 'A' <= r[0] && r[0] <= 'Z' && 'A' <= r[1] && r[1] <= 'Z'
}

// A pictureText is the text of a picture without white space, in half width.
type pictureText struct {
	runes []rune
	at    []int // where each begins in the block
	ends  []int // and ends
	lines []int // where lines begin in runes
}

func newPictureText(text []byte, base int) *pictureText {
	t := &pictureText{lines: []int{0}}
	i := 0
	for i < len(text) && len(t.runes) < maxPictureText {
		r, w := runeAt(text, i)
		if r == '\n' && t.lines[len(t.lines)-1] < len(t.runes) {
			t.lines = append(t.lines, len(t.runes))
		}
		if 0xFF01 <= r && r <= 0xFF5E {
			r -= 0xFEE0
		}
		if !unicode.IsSpace(r) {
			t.runes, t.at, t.ends = append(t.runes, r), append(t.at, base+i), append(t.ends, base+i+w)
		}
		i += w
	}
	return t
}

// find returns where word is, with up to wrong characters that differ, or -1.
// The place with the fewest is the one.
func (t *pictureText) find(word []rune, wrong int) (at int, exact bool) {
	at = -1
	for i := 0; i+len(word) <= len(t.runes); i++ {
		miss := 0
		for k, r := range word {
			if x := t.runes[i+k]; x != r && !bytes.EqualFold([]byte(string(x)), []byte(string(r))) {
				if miss++; miss > wrong {
					break
				}
			}
		}
		if miss <= wrong {
			if at, wrong = i, miss-1; miss == 0 {
				return at, true
			}
		}
	}
	return at, false
}

// A pictureNumber is a run of digits, perhaps with dashes between them.
type pictureNumber struct {
	from, to int
	digits   []byte
}

func (t *pictureText) numbers() (all []pictureNumber) {
	for i := 0; i < len(t.runes); i++ {
		if t.runes[i] < '0' || t.runes[i] > '9' {
			continue
		}
		n := pictureNumber{from: i}
		for ; i < len(t.runes) && ('0' <= t.runes[i] && t.runes[i] <= '9' || t.runes[i] == '-'); i++ {
			if t.runes[i] != '-' {
				n.digits = append(n.digits, byte(t.runes[i]))
			}
		}
		n.to = i
		all = append(all, n)
	}
	return all
}

// passportLine returns the first line of a passport that machines read: its
// signs are < and letters, and the former may be misread.
func (t *pictureText) passportLine() (at, end int) {
	for i, from := range t.lines {
		to := len(t.runes)
		if i+1 < len(t.lines) {
			to = t.lines[i+1]
		}
		for k := 0; k < 3 && from < to && t.runes[from] != 'P'; k++ { // specks
			from++
		}
		if to-from < 36 || to-from > 52 || t.runes[from] != 'P' {
			continue
		}
		fill, letters := 0, 0
		for _, r := range t.runes[from:to] {
			switch {
			case r == '<' || r == 'く' || r == '«' || r == '(' || r == 'K':
				fill++
			case 'A' <= r && r <= 'Z' || '0' <= r && r <= '9':
				letters++
			}
		}
		if fill+letters >= to-from-2 && fill >= 10 && letters >= 6 {
			return from, to
		}
	}
	return -1, -1
}
