package detect

import "bytes"

// What stands around a name in a sentence, in a few classes.

type before uint8

const (
	beforeStart before = iota // of the line
	beforeTitle               // 監督, 首相, 長女
	beforeComma
	beforeDot
	beforeOpen // 「（
	beforeClose
	beforeNo // の
	beforeTo // と, や
	beforeParticle
	beforeHiragana
	beforeKanji
	beforeKatakana
	beforeLetter
	beforeSpace
	beforeSymbol
	befores
)

type after uint8

const (
	afterEnd after = iota
	afterHonorific
	afterTitle
	afterShortTitle // of one kanji
	afterComma
	afterStop
	afterDot
	afterOpen
	afterAge     // （46）
	afterReading // （やまだ・たろう）
	afterClose
	afterHa // は
	afterGa
	afterMo
	afterWo
	afterNo
	afterNi
	afterTo
	afterHe
	afterYa
	afterDe
	afterHiragana
	afterFamily // 家
	afterPlace  // 市, 駅, 川
	afterBody   // 社, 派, 党
	afterKanji
	afterKatakana
	afterLetter
	afterSpace
	afterSymbol
	afters
)

// titlesAfter stand behind a name: 山田首相.
var titlesAfter = wordSet("首相", "総理", "大統領", "総統", "主席", "書記長", "書記", "議長", "議員", "大臣", "外相", "財務相", "長官", "知事", "都知事", "市長", "町長", "村長", "区長", "社長", "会長", "副社長", "専務", "常務", "取締役", "代表", "部長", "課長", "係長", "局長", "室長", "次長", "主任", "主査", "所長", "支店長", "店長", "工場長", "院長", "校長", "教頭", "園長", "学長", "総長", "理事長", "理事", "委員長", "委員", "総裁", "頭取", "監督", "選手", "投手", "捕手", "内野手", "外野手", "主将", "コーチ", "騎手", "棋士", "名人", "九段", "八段", "七段", "六段", "五段", "四段", "三段", "二段", "初段", "親方", "教授", "准教授", "助教授", "講師", "博士", "教諭", "医師", "弁護士", "検事", "判事", "裁判官", "被告", "容疑者", "受刑者", "死刑囚", "元帥", "大将", "中将", "少将", "大佐", "中佐", "少佐", "大尉", "中尉", "少尉", "将軍", "提督", "艦長", "隊長", "団長", "司令官", "天皇", "皇后", "親王", "内親王", "上皇", "法皇", "女王", "王子", "伯爵", "侯爵", "公爵", "男爵", "子爵", "上人", "和尚", "師匠", "アナウンサー", "アナ", "キャスター", "記者", "編集長", "プロデューサー", "ディレクター", "オーナー", "党首", "幹事長", "代議士", "参議", "奉行", "監査役", "顧問", "夫人", "婦人", "一家", "兄弟", "姉妹", "巡査", "警部", "刑事", "本部長", "参事官", "党委員長")

// officesAfter are those of titlesAfter that colleagues have: minutes and memos of
// any company call them so, 山田部長, and hold no more than that.
var officesAfter = wordSet("社長", "会長", "副社長", "専務", "常務", "取締役", "代表", "部長", "課長", "係長", "局長", "室長", "次長", "主任", "主査", "所長", "支店長", "店長", "工場長", "本部長", "監査役", "顧問", "理事", "委員", "委員長", "理事長", "議長", "校長", "教頭", "園長", "講師", "オーナー")

// politeAfter stand behind a name and say nothing of an office.
var politeAfter = wordSet("氏", "さん", "様", "殿", "君", "くん", "ちゃん", "さま", "先生", "女史", "嬢", "夫妻", "自身", "本人", "ら")

// shortTitles are offices of one kanji; other words begin with them too.
var shortTitles = wordSet("関", "王", "公", "侯", "卿", "師", "守", "役", "翁", "女", "達")

// titlesBefore stand before a name: 監督の山田 has の between, 監督山田 has not.
var titlesBefore = wordSet("首相", "総理", "大統領", "主席", "書記長", "議長", "議員", "大臣", "外相", "長官", "知事", "市長", "町長", "村長", "社長", "会長", "取締役", "代表", "部長", "課長", "局長", "院長", "所長", "校長", "学長", "総長", "理事長", "委員長", "総裁", "頭取", "監督", "選手", "投手", "捕手", "内野手", "外野手", "コーチ", "騎手", "棋士", "教授", "博士", "医師", "弁護士", "被告", "容疑者", "元帥", "大将", "中将", "少将", "大佐", "中佐", "少佐", "将軍", "俳優", "女優", "歌手", "作家", "漫画家", "画家", "声優", "脚本家", "小説家", "詩人", "作曲家", "作詞家", "評論家", "ジャーナリスト", "アナウンサー", "記者", "プロデューサー", "ディレクター", "オーナー", "党首", "幹事長", "タレント", "モデル", "芸人", "落語家", "武将", "大名", "藩主", "当主", "城主", "家老", "初代", "長男", "次男", "三男", "長女", "次女", "三女", "父", "母", "兄", "弟", "姉", "妹", "妻", "夫", "娘", "息子", "祖父", "祖母", "叔父", "甥", "孫", "師匠", "弟子", "本名", "旧姓", "主人公", "主演", "監修", "作詞", "作曲", "編曲", "脚本", "演出", "原作", "作画", "著者", "担当", "役", "無職", "会社員", "社員", "店員", "従業員", "職員", "団員", "部員", "作業員", "乗務員", "運転手", "住職", "農業", "自営業", "大学生", "高校生", "中学生", "小学生", "園児", "大学院生", "生徒", "児童", "二男", "三男", "四男", "五男", "四女", "学者", "横綱", "大関", "関脇", "小結", "前頭", "力士", "騎士", "皇帝", "国王", "女王", "王子", "首席", "研究者", "創業者", "創設者", "指揮者", "演奏家", "写真家", "建築家", "評議員", "代議士", "容疑", "受刑者", "妃", "母親", "父親", "長兄", "義父", "義弟", "実弟", "実兄", "養子", "側室", "正室", "家臣", "重臣", "従兄弟", "ボーカル", "ギタリスト", "ドラマー", "ベーシスト", "キャスター", "パーソナリティ", "主将", "捕虜", "刑事", "警部", "僧", "将軍", "大納言", "中納言", "関白", "執権")

// titleAhead reports whether a title or an honorific may begin with r.
func titleAhead(r rune) bool { return r <= 0xFFFF && scripts[r]&tells != 0 }

// wordBehind returns the width of the longest of words that text begins with,
// of at most 6 runes.
func wordBehind(text []byte, words *phrases) (width int) {
	for i, n := 0, 0; i < len(text) && n < 6; n++ {
		_, w := runeAt(text, i)
		i += w
		if words.has(text[:i]) {
			width = i
		}
	}
	return width
}

// endsWith reports whether one of words, of at most 5 runes, ends text.
func endsWith(text []byte, words *phrases) bool {
	i := len(text)
	for range 5 {
		_, w := runeBefore(text, i)
		if w == 0 {
			return false
		}
		if i -= w; words.has(text[i:]) {
			return true
		}
	}
	return false
}

// officesBefore are those of titlesBefore that colleagues have.
var officesBefore = wordSet("社員", "店員", "従業員", "職員", "部員", "作業員", "社長", "会長", "取締役", "代表", "部長", "課長", "局長", "所長", "担当", "役", "理事長", "委員長", "オーナー", "本名", "旧姓", "著者")

// isPublic reports whether somebody is called at text[i:end], in the line
// text[lo:hi], as the news call people and colleagues do not.
func isPublic(text []byte, lo, i, end, hi int) bool {
	rest := text[end:min(hi, end+24)]
	if afterAt(text, end, hi) == afterHonorific {
		return bytes.HasPrefix(rest, shi)
	}
	if w := wordBehind(rest, titlesAfter); w > 0 {
		_, first := runeAt(rest, 0)
		_, place := lexPlaces.lookup(text[i : end+first]) // 成田市長
		return !place && !officesAfter.has(rest[:w])
	}
	return beforeAt(text, lo, i) == beforeTitle && !endsWith(text[max(lo, i-24):i], officesBefore)
}

// afterAt tells what stands at text[i:hi].
func afterAt(text []byte, i, hi int) after {
	if i >= hi {
		return afterEnd
	}
	rest := text[i:min(hi, i+36)]
	r, _ := runeAt(rest, 0)
	sc := scriptOf(r)
	if titleAhead(r) {
		switch {
		case wordBehind(rest, politeAfter) > 0:
			return afterHonorific
		case wordBehind(rest, titlesAfter) > 0:
			return afterTitle
		case wordBehind(rest, shortTitles) > 0:
			return afterShortTitle
		}
	}
	switch r {
	case '、', '，', ',':
		return afterComma
	case '。', '．', '.':
		return afterStop
	case '・':
		return afterDot
	case '（', '(', '〈', '＜', '[', '［':
		return afterBracket(rest)
	case '」', '』', '）', ')', '】', ']', '］':
		return afterClose
	case 'は':
		return afterHa
	case 'が':
		return afterGa
	case 'も':
		return afterMo
	case 'を':
		return afterWo
	case 'の':
		return afterNo
	case 'に':
		return afterNi
	case 'と':
		return afterTo
	case 'へ':
		return afterHe
	case 'や':
		return afterYa
	case 'で':
		return afterDe
	case '家':
		return afterFamily
	case '市', '町', '村', '区', '県', '郡', '駅', '線', '川', '山', '島', '城', '寺', '橋', '港', '州', '国':
		return afterPlace
	case '社', '館', '店', '院', '校', '所', '会', '組', '党', '派', '系', '型', '流', '式', '賞', '杯', '戦', '園', '場', '台':
		return afterBody
	}
	switch {
	case sc == hiragana:
		return afterHiragana
	case sc == kanji:
		return afterKanji
	case sc == katakana || sc == halfKana:
		return afterKatakana
	case isSpace(r):
		return afterSpace
	case sc == wideLetter || sc == wideDigit || r < 0x80 && (isLetter(byte(r)) || isDigit(byte(r))):
		return afterLetter
	}
	return afterSymbol
}

// afterBracket tells what the bracket that b begins with holds: an age, a reading
// in kana, or anything.
func afterBracket(b []byte) after {
	_, i := runeAt(b, 0)
	digits, kanas := 0, 0
	for i < len(b) {
		if _, w := digitAt(b, i); w > 0 && kanas == 0 {
			digits++
			i += w
			continue
		}
		r, w := runeAt(b, i)
		switch sc := scriptOf(r); {
		case (sc == hiragana || sc == katakana) && digits == 0:
			kanas++
		case (r == '・' || isSpace(r)) && kanas > 0:
		case digits > 0 && digits < 4 && (r == ')' || r == '）' || r == '歳' || r == '、'):
			return afterAge
		case kanas > 2 && (r == ')' || r == '）' || r == '、'):
			return afterReading
		default:
			return afterOpen
		}
		i += w
	}
	if kanas > 4 {
		return afterReading
	}
	return afterOpen
}

// beforeAt tells what stands before text[lo:i].
func beforeAt(text []byte, lo, i int) before {
	if i <= lo {
		return beforeStart
	}
	r, _ := runeBefore(text[lo:], i-lo)
	sc := scriptOf(r)
	if (sc == kanji || sc == hiragana || sc == katakana) && endsWith(text[max(lo, i-24):i], titlesBefore) {
		return beforeTitle
	}
	switch r {
	case '、', '，', ',', '。', '．':
		return beforeComma
	case '・':
		return beforeDot
	case '「', '『', '【', '（', '(', '[', '［':
		return beforeOpen
	case '」', '』', '）', ')', '】', ']', '］':
		return beforeClose
	case 'の':
		return beforeNo
	case 'と', 'や':
		return beforeTo
	case 'は', 'が', 'を', 'に', 'も', 'で', 'る':
		return beforeParticle
	}
	switch {
	case sc == hiragana:
		return beforeHiragana
	case sc == kanji:
		return beforeKanji
	case sc == katakana || sc == halfKana:
		return beforeKatakana
	case isSpace(r):
		return beforeSpace
	case sc == wideLetter || sc == wideDigit || r < 0x80 && (isLetter(byte(r)) || isDigit(byte(r))):
		return beforeLetter
	}
	return beforeSymbol
}

// quoted reports whether an opening corner bracket stands before i in its line
// and is not closed: titles of works stand in them.
func quoted(text []byte, lo, i int) bool {
	lo = max(lo, i-150)
	open := max(bytes.LastIndex(text[lo:i], []byte("「")), bytes.LastIndex(text[lo:i], []byte("『")))
	return open >= 0 && open > bytes.LastIndex(text[lo:i], []byte("」")) && open > bytes.LastIndex(text[lo:i], []byte("』"))
}
