package detect

import (
	"bytes"
	"strings"
)

// Labels are put together from few words: who it is, what is said of him, and in
// which script. KNSIMEI, SHIMEI_KANA and NM_KN are all the reading of a name.

// A mark says in which script a value is written.
type mark int

const (
	anyScript mark = iota
	kanaMark
	kanjiMark
	romajiMark
	englishMark // or the name of a thing, in English
	markEnd
)

// marks stand behind a label, or before it, as normal and respell write them.
var marks = []struct {
	text   string
	mark   mark
	before bool
}{
	{"kana", kanaMark, true}, {"kn", kanaMark, true}, {"hurigana", kanaMark, true}, {"huri", kanaMark, true}, {"yomigana", kanaMark, false}, {"yomi", kanaMark, false}, {"katakana", kanaMark, true}, {"hankana", kanaMark, true},
	{"カナ", kanaMark, true}, {"かな", kanaMark, true}, {"フリガナ", kanaMark, true}, {"ふりがな", kanaMark, true}, {"ヨミ", kanaMark, false}, {"よみ", kanaMark, false}, {"読み", kanaMark, false}, {"よみがな", kanaMark, false}, {"ヨミガナ", kanaMark, false}, {"読み仮名", kanaMark, false},
	{"kanzi", kanjiMark, true}, {"kj", kanjiMark, true}, {"knj", kanjiMark, true}, {"漢字", kanjiMark, true},
	{"romazi", romajiMark, true}, {"roman", romajiMark, false}, {"eizi", romajiMark, true}, {"alphabet", romajiMark, false}, {"en", englishMark, false}, {"eng", englishMark, false}, {"半角英字", romajiMark, false}, {"全角漢字", kanjiMark, false}, {"ローマ字", romajiMark, true}, {"表記", anyScript, false}, {"英字", romajiMark, true}, {"英語", englishMark, false}, {"アルファベット", romajiMark, false}, {"英語表記", romajiMark, false}, {"ローマ字表記", romajiMark, false},
	{"様", anyScript, false}, {"さま", anyScript, false}, {"さん", anyScript, false}, {"漢字表記", kanjiMark, false}, {"カナ表記", kanaMark, false}, {"全角", anyScript, false},
}

// markBytes has the bytes that marks begin and end with.
var markBytes = func() (t [256]bool) {
	for i := range marks {
		m := marks[i].text
		t[m[len(m)-1]] = true
		t[m[0]] = t[m[0]] || marks[i].before && m[0] < 0x80
	}
	return t
}()

// find returns the label that key is, with or without marks at its ends.
func (ls *labels) find(key []byte) (label, bool) {
	if l, ok := ls.by[string(key)]; ok {
		return l, true
	}
	if len(key) < 3 || key[0] < 0x80 && !markBytes[key[0]] && !markBytes[key[len(key)-1]] {
		return label{}, false
	}
	for i := range marks {
		m := &marks[i]
		if core, ok := bytes.CutSuffix(key, []byte(m.text)); ok && len(core) > 1 {
			if l, ok := ls.by[string(core)]; ok && ls.mark(&l, m.mark) {
				return l, true
			}
		}
		if core, ok := bytes.CutPrefix(key, []byte(m.text)); m.before && ok && len(core) > 1 {
			if l, ok := ls.by[string(core)]; ok && ls.mark(&l, m.mark) {
				return l, true
			}
		}
	}
	return label{}, false
}

// markEnds notes how a label ends with marks behind it.
func (s *Set) markEnds(key string, l label) {
	if !s.isName(l.detector) && l.detector != s.address {
		return
	}
	ascii := key[len(key)-1] < 0x80
	for i := range marks {
		if m := marks[i].text; m[0] >= 0x80 {
			s.labelEnd(m)
		} else if ascii {
			s.labelEnd(key[max(0, len(key)-4):] + m)
			if len(key) < 3 && marks[i].before {
				s.labelEnd(m + key) // KJNM
			}
		}
	}
}

// mark changes l to what it announces with a mark, and reports whether there
// is such a thing: numbers are written in no script.
func (ls *labels) mark(l *label, m mark) bool {
	switch l.detector {
	case notPersonal:
		return true
	case ls.kinds[kanjiMark], ls.kinds[kanaMark], ls.kinds[romajiMark]:
	case ls.kinds[anyScript]: // an address
		return true
	default:
		return m == anyScript
	}
	if m == anyScript {
		return true
	}
	if d := ls.kinds[m]; d >= 0 {
		l.detector = d
	}
	if m != englishMark {
		l.weak = false // few things but persons have a reading beside their name
	}
	l.exact = false
	return true
}

// holders are the persons and papers whose name systems call by a word of two
// parts: KOKYAKU_MEI, custNm.
var holders = []string{
	"kokyaku", "okyaku", "okyakusama", "keiyakusha", "keiyaksha", "keiyakunin", "keiyaku", "hihokensha", "hihoken", "uketorinin", "uketori", "meiginin", "meigi", "kozameigi", "kouzameiginin", "atena", "atesaki", "todokesaki", "soufusaki", "sofusaki", "haisosaki", "hassosaki", "seikyusaki", "irainin", "furikominin", "honnin", "hogosha", "daihyo", "daihyosha", "dairinin", "hoshonin", "saimusha", "saikensha", "kaiin", "kanja", "riyosha", "shinseisha", "moushikominin", "moshikomisha", "todokedenin", "shain", "shokuin", "seito", "jido", "gakusei", "jumin", "kazoku", "zeimu", "nozeisha", "kanyusha", "koinu", "kumiaiin", "kabunushi", "oubosha",
	"customer", "cust", "cst", "client", "member", "mbr", "person", "patient", "applicant", "insured", "beneficiary", "contractor", "holder", "accountholder", "recipient", "receiver", "addressee", "payee", "payer", "employee", "emp", "student", "resident", "tenant", "guest", "subscriber", "policyholder", "debtor", "shipto", "billto", "shipping", "billing", "purchaser", "buyer", "orderer", "sender", "passenger", "attendee", "donor", "cardholder", "contact", "delivery",
}

// kanaHolders are the same in katakana, as host systems print them, with and
// without small letters.
var kanaHolders = []string{"コキャク", "コキヤク", "オキャクサマ", "オキヤクサマ", "ケイヤクシャ", "ケイヤクシヤ", "ヒホケンシャ", "ヒホケンシヤ", "ウケトリニン", "ウケトリ", "メイギニン", "アテサキ", "トドケサキ", "ソウフサキ", "カイイン", "カンジャ", "カンジヤ", "リヨウシャ", "リヨウシヤ", "シンセイシャ", "シンセイシヤ", "モウシコミニン", "イライニン", "フリコミニン", "ヨキンシャ", "ヨキンシヤ", "ホンニン", "ダイヒョウシャ", "ダイヒヨウシヤ"}

// nameWords follow holders.
var nameWords = []string{"mei", "nm", "name", "simei", "namae", "fullname"}

// things have names too, and no person's.
var things = []string{
	"商品", "製品", "品目", "部品", "駅", "店舗", "施設", "部署", "部門", "会社", "企業", "法人", "団体", "銀行", "支店", "学校", "病院", "建物", "ファイル", "フォルダ", "サーバ", "ホスト", "システム", "テーブル", "項目", "区分", "コード", "種別", "種類", "拠点", "取引先", "仕入先", "得意先", "メーカー", "機器", "装置", "資産", "備品", "工事", "案件", "業務", "工程", "処理", "帳票", "画面", "機能", "設定", "クラス", "グループ", "カテゴリ", "地区", "地域", "路線", "会場", "講座", "科目", "材料", "原料", "植物", "動物", "作品", "曲", "番組", "書籍",
	"shohin", "seihin", "hin", "hinmoku", "buhin", "eki", "tenpo", "mise", "shisetsu", "busho", "bumon", "kaisha", "kigyo", "hojin", "ginko", "shiten", "gakko", "byoin", "tatemono", "torihikisaki", "shiiresaki", "kyoten", "kubun", "kbn", "komoku", "shubetsu", "shurui", "bunrui", "kikai", "sochi", "anken", "koji", "gyomu", "shori", "chohyo", "gamen", "kino", "chiku", "chiiki", "rosen", "kaijo", "kamoku", "zairyo", "hoken", "shohi", "shikutyoson", "todofuken", "pref", "machi", "oaza",
	"item", "product", "prd", "goods", "article", "file", "folder", "dir", "directory", "host", "server", "table", "tbl", "column", "field", "class", "method", "function", "system", "sys", "event", "project", "prj", "job", "module", "menu", "group", "role", "place", "spot", "facility", "city", "town", "station", "line", "company", "corp", "shop", "store", "bank", "branch", "office", "dept", "department", "section", "building", "plan", "model", "type", "category", "brand", "tag", "template", "app", "application", "service", "domain", "db", "database", "schema", "queue", "topic", "bucket", "node", "cluster", "pod", "container", "image", "key", "param", "parameter", "attr", "attribute", "var", "variable", "element", "event", "action", "step", "task", "process", "thread", "device", "printer", "machine", "kind", "code", "status", "state", "country", "region", "area", "school", "hospital", "vendor", "supplier", "maker", "manufacturer", "course", "book", "song", "album", "menu", "recipe", "color", "font", "style", "unit", "package", "pkg", "artifact", "repo", "repository", "branch", "user", "login", "display", "screen", "page", "form", "report", "sheet", "policy", "rule", "config", "setting", "profile", "scope", "namespace", "interface", "property", "constraint", "index", "view", "trigger", "sequence", "procedure", "pg", "program", "logger", "channel", "account",
}

// numbered are words that systems put others behind: TEL_NO, YUBIN_CD.
var numbered = []struct {
	kind         func(*Set) int
	words, tails []string
}{
	{func(s *Set) int { return s.postal }, []string{"yubin", "yuubin", "ybn", "ubin", "zip", "post", "postal"}, []string{"no", "cd", "code", "bango", "num", "number"}},
	{func(s *Set) int { return s.phone }, []string{"tel", "denwa", "dnw", "phone", "telephone", "keitai", "mobile", "cell", "renrakusaki", "ktel", "htel", "jitakutel", "hometel", "telbango"}, []string{"", "no", "num", "number", "bango"}},
	{func(s *Set) int { return s.account }, []string{"kouza", "kz", "kza", "account", "acct", "acc", "bankaccount", "bankacct", "yokin", "furikomikouza", "hikiotoshikouza"}, []string{"no", "num", "number", "bango", "bng"}},
	{func(s *Set) int { return s.birth }, []string{"seinengappi", "seinengapi", "seinengp", "seinen", "snengp", "umare", "birth", "birthday", "tanjo", "tanjobi", "tanjoubi", "dob", "dateofbirth"}, []string{"", "ymd", "dt", "date", "day", "bi", "gp", "gappi"}},
	{func(s *Set) int { return s.address }, []string{"jusho", "jsho", "adrs", "kyojuchi", "genjusho", "todokesakijusho", "jitakujusho", "addrs", "residence"}, []string{""}},
}

// compose adds the labels that are made of these words.
func (s *Set) compose() {
	for _, t := range things {
		if t[0] >= 0x80 {
			s.labels.add(t+"名", notPersonal)
			s.labels.add(t+"名称", notPersonal)
			continue
		}
		for _, w := range []string{"mei", "nm", "name", "meisho", "kana"} {
			s.labels.add(t+w, notPersonal)
		}
	}
	for _, n := range numbered {
		d := n.kind(s)
		for _, w := range n.words {
			for _, t := range n.tails {
				if d >= 0 && (t != "" || w != "seinen" && w != "umare" && w != "tanjo") {
					s.labels.add(w+t, d)
				}
			}
		}
	}
	if s.name < 0 {
		return
	}
	for _, h := range kanaHolders {
		s.labels.add(h+"メイ", s.name)
	}
	for _, h := range holders {
		if strings.HasSuffix(h, "sha") || strings.HasSuffix(h, "nin") {
			s.labels.add(h, s.name)
		}
		for _, w := range nameWords {
			s.labels.add(h+w, s.name)
		}
	}
}
