package detect

import "bytes"

func init() {
	register(&Detector{
		ID:       "company-name",
		Doc:      "Name of a company or body\n\nRecognised so that it is not counted as a person; no personal data on its own.",
		Explains: true,
		Labels: []string{
			"会社名", "=会社", "企業名", "法人名", "=商号", "法人名称", "取引先名", "事業者名", "屋号", "団体名", "勤務先名", "=勤務先",
			"companyname", "company", "corporatename", "corpname", "companynm",
		},
		Field: fieldCompany,
		Good:  []string{"会社名：株式会社架空商事", "宛名=㈱見本製作所"},
		Bad:   []string{"会社名：", "株式の会社"},
	})
}

// fieldCompany judges a value that a label or column announced: of a company
// if a legal form or a word for a business is in it.
func fieldCompany(c *Candidate) Confidence {
	i := skipSpaces(c.Text, c.Start, c.End)
	end := c.End
	if !c.Cell {
		end = valueEnd(c.Text, i, c.End)
	}
	end = trimSpaces(c.Text, i, end)
	if h := bytes.Index(c.Text[i:end], []byte("御中")); h > 0 {
		end = trimSpaces(c.Text, i, i+h)
	}
	if end-i < 6 || end-i > 120 || !isCompany(c.Text[i:end]) {
		return None
	}
	c.Start, c.End = i, end
	c.Evidence |= ByCompany
	return High
}

// legalForms stand in a company's name, in full or as abbreviated.
var legalForms = [][]byte{
	[]byte("株式会社"), []byte("有限会社"), []byte("合同会社"), []byte("合資会社"), []byte("合名会社"), []byte("相互会社"), []byte("特殊会社"),
	[]byte("(株)"), []byte("（株）"), []byte("(有)"), []byte("（有）"), []byte("(合)"), []byte("（合）"), []byte("(同)"), []byte("（同）"),
	[]byte("(医)"), []byte("（医）"), []byte("(社)"), []byte("（社）"), []byte("(財)"), []byte("（財）"), []byte("(学)"), []byte("（学）"), []byte("(福)"), []byte("（福）"), []byte("(宗)"), []byte("（宗）"), []byte("(特)"), []byte("（特）"), []byte("(独)"), []byte("（独）"),
	[]byte("医療法人"), []byte("学校法人"), []byte("宗教法人"), []byte("社会福祉法人"), []byte("社団法人"), []byte("財団法人"), []byte("特定非営利活動法人"), []byte("NPO法人"), []byte("ＮＰＯ法人"), []byte("行政法人"), []byte("監査法人"), []byte("税理士法人"), []byte("弁護士法人"), []byte("司法書士法人"), []byte("農事組合法人"), []byte("管理組合"),
	// In kana the forms are cut short: カ) before a name, (カ after it (全銀協).
	[]byte("カ)"), []byte("ｶ)"), []byte("(カ"), []byte("(ｶ"), []byte("カ）"), []byte("（カ"), []byte("ユ)"), []byte("ﾕ)"), []byte("(ユ"), []byte("(ﾕ"), []byte("ユ）"), []byte("（ユ"), []byte("ド)"), []byte("ﾄﾞ)"), []byte("(ド"), []byte("(ﾄﾞ"), []byte("ド）"), []byte("（ド"), []byte("シ)"), []byte("ｼ)"), []byte("メ)"), []byte("ﾒ)"),
	[]byte("イ)"), []byte("ｲ)"), []byte("イ）"), []byte("フク)"), []byte("ﾌｸ)"), []byte("ガク)"), []byte("ｶﾞｸ)"), []byte("シユウ)"), []byte("ｼﾕｳ)"), []byte("ザイ)"), []byte("ｻﾞｲ)"), []byte("シヤ)"), []byte("ｼﾔ)"), []byte("トクヒ)"), []byte("ﾄｸﾋ)"),
	[]byte("カブシキ"), []byte("ｶﾌﾞｼｷ"), []byte("ユウゲンガイシャ"), []byte("ﾕｳｹﾞﾝｶﾞｲ"), []byte("ゴウドウガイシャ"), []byte("ｺﾞｳﾄﾞｳｶﾞｲ"), []byte("イリョウホウジン"), []byte("ｲﾘﾖｳﾎｳｼﾞﾝ"), []byte("ガッコウホウジン"), []byte("ｶﾞﾂｺｳﾎｳｼﾞﾝ"),
}

// businessEndings end the names of businesses and bodies that write no legal
// form. No given name of the dictionary ends so.
var businessEndings = cueWords(
	"商店", "商会", "商事", "工務店", "製作所", "建設", "工業", "産業", "興業", "運輸", "運送", "電機", "電気", "電設", "不動産", "印刷", "事務所", "病院", "医院", "診療所", "クリニック", "歯科", "薬局", "組合", "協会", "学園", "学院", "学校", "大学", "銀行", "信用金庫", "信金", "農協", "保育園", "幼稚園", "支店", "営業所", "出張所", "センター", "サービス", "システム", "システムズ", "ホールディングス", "グループ", "水産", "物産", "食品", "酒店", "書店", "塗装", "設備", "鉄工", "鉄工所", "工場", "農園", "旅館", "ホテル", "自治会", "町内会", "後援会", "委員会", "研究所", "製菓", "製薬", "化学", "金属", "石油", "瓦斯", "市役所", "役場", "税務署", "証券", "保険", "生命", "火災",
)

// isCompany reports whether a whole value names a company or body.
func isCompany(b []byte) bool {
	if len(b) < 6 {
		return false
	}
	last, w := runeBefore(b, len(b))
	if last < 1<<16 && companyRunes[last]&endsBody != 0 && endsLikeBody(b) {
		if company, ok := isKanaCompany(b); ok {
			return company
		}
	}
	if last < 1<<16 && companyRunes[last]&endsBusiness != 0 {
		for _, e := range businessEndings {
			if len(b) >= len(e)+3 && bytes.HasSuffix(b, e) && b[len(b)-w] == e[len(e)-w] {
				return true
			}
		}
	}
	prev := uint32(0)
	at, bracket := 0, false
	for i := 0; i < len(b); {
		r, w := three(b, i), 3
		if r == 0 {
			r, w = runeAt(b, i)
		}
		switch r {
		case '(', ')', '（', '）':
			if !bracket {
				if company, ok := isKanaCompany(b); ok {
					return company
				}
			}
			bracket = true
		case '㈱', '㈲', '㈳', '㈶', '㈻', '㈹':
			return true
		}
		if h := pairHash(prev, uint32(r)); formPairs[h>>6]>>(h&63)&1 != 0 {
			for _, f := range legalForms {
				if bytes.HasPrefix(b[at:], f) {
					return true
				}
			}
		}
		prev, at = uint32(r), i
		i += w
	}
	return false
}

const (
	endsBusiness = 1 << iota
	endsBody     // of kanaBodies
)

// companyRunes tells the runes that the name of a business ends with: few names
// of persons do, so that the list need not be gone through for them.
var companyRunes = func() *[1 << 16]uint8 {
	var t [1 << 16]uint8
	for _, e := range businessEndings {
		r, _ := runeBefore(e, len(e))
		t[r] |= endsBusiness
	}
	for _, e := range kanaBodies {
		r, _ := runeBefore([]byte(e), len(e))
		for _, r := range append(narrow(r), r, '-') {
			t[r] |= endsBody
		}
		if small := r - 1; r == 'ヨ' { // ショ
			for _, r := range append(narrow(small), small) {
				t[r] |= endsBody
			}
		}
	}
	return &t
}()

// formPairs has a bit for the first two runes of each legal form, for the same
// reason.
var formPairs = func() *[1 << 6]uint64 {
	var t [1 << 6]uint64
	for _, f := range legalForms {
		r1, w := runeAt(f, 0)
		if w < len(f) {
			r2, _ := runeAt(f, w)
			h := pairHash(uint32(r1), uint32(r2))
			t[h>>6] |= 1 << (h & 63)
		}
	}
	return &t
}()

func pairHash(r1, r2 uint32) uint32 { return (r1*0x9E3779B1 ^ r2*0x85EBCA77) >> 20 }

// valueEnd returns the end of a value in running text: where a quote, bracket,
// tab, comma or two spaces end it.
func valueEnd(b []byte, i, hi int) int {
	hi = min(hi, i+maxValue)
	for i < hi {
		switch c := b[i]; {
		case c == '"' || c == '\'' || c == '\t' || c == ',' || c == ';' || c == '<' || c == '|' || c == '\n' || c == '\r' || c == '{' || c == '}' || c == ']':
			return i
		case c == ' ' && i+1 < hi && b[i+1] == ' ':
			return i
		case c == 0xE3 && i+2 < hi && b[i+1] == 0x80 && (b[i+2] == 0x81 || b[i+2] == 0x82 || b[i+2] == 0x8D || b[i+2] == 0x8F || b[i+2] == 0x91): // 、。」』】
			return i
		case c == 0xE3 && i+5 < hi && b[i+1] == 0x80 && b[i+2] == 0x80 && b[i+3] == 0xE3 && b[i+4] == 0x80 && b[i+5] == 0x80: // two full-width spaces
			return i
		}
		i++
	}
	return hi
}
