package replay

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// A style is how a program logs whom it printed a letter for.
type style struct {
	name  string
	class class
	sets  []charset // that such programs write
	ext   string
	keys  []string // one of which its system uses to label the name
	begin func(j *job)
	entry func(j *job, p *person)
	noise func(j *job) // a line about the machine
	end   func(j *job)
}

// A system is a style as one client's program writes it.
type system struct {
	style *style
	dir   string
	set   charset
	eol   string
	sep   string // between surname and given name
	key   string
}

// A job is one log being written.
type job struct {
	f      *file
	r      *rand.Rand
	sys    *system
	client string
	title  string
	id     string
	count  int
	n      int // of the record, from 1
	at     time.Time
}

func (j *job) clock() string   { return j.at.Format("2006-01-02 15:04:05") }
func (j *job) result() string  { return pick(j.r, []string{"OK", "OK", "OK", "OK", "NG", "RETRY"}) }
func (j *job) station() string { return pick(j.r, stationNames) }

// name returns the name as the system writes it.
func (j *job) name(p *person) string {
	switch j.sys.style.class.script {
	case halfKatakana:
		return halfKana(p.kana(" "), j.sys.eol == "\r\n")
	case katakana:
		return p.kana(j.sys.sep)
	case latin:
		return latinName(p, j.sys.key)
	}
	return p.name(j.sys.sep)
}

// latinName returns the romaji name, in one of three orders.
func latinName(p *person, order string) string {
	s, g := romaji(p.surname.kana), romaji(p.given.kana)
	switch order {
	case "upper":
		return strings.ToUpper(s + " " + g)
	case "family":
		return s + " " + g
	}
	return g + " " + s
}

// systems gives each client three to five styles, so that all are in use.
func (t *tokaiClient) systems() []*system {
	var out []*system
	n := 3 + t.no%3
	for i := range n {
		st := &styles[(t.no*3+t.shift+i*5)%len(styles)]
		s := &system{style: st, dir: fmt.Sprintf("sys%d", i+1), set: st.sets[(t.no+t.shift+i)%len(st.sets)]}
		s.eol = []string{"\n", "\r\n"}[(t.no+i)%2]
		s.sep = []string{" ", "　", "", " "}[(t.no+t.shift+2*i)%4]
		if len(st.keys) > 0 {
			s.key = st.keys[(t.no/2+t.shift)%len(st.keys)]
		}
		if !slices.ContainsFunc(out, func(o *system) bool { return o.style == st }) {
			out = append(out, s)
		}
	}
	return out
}

var (
	jobTitles = []string{"春のキャンペーンDM", "定期積金満期のご案内", "年金受取口座のご案内", "住宅ローン残高証明書", "カードローンのご案内",
		"利息計算書", "出資配当金通知", "総代会開催通知", "教育ローンのご案内", "口座振替結果通知", "子育て応援定期", "夏のありがとう定期"}
	branchNames = []string{"本店営業部", "清水", "草薙", "焼津", "藤枝", "島田", "掛川", "浜松", "豊橋", "岡崎", "刈谷", "大府", "桑名", "四日市", "津", "多治見"}
	// Stations and towns that are also surnames: what a careless detector takes for people.
	stationNames = []string{"三島", "清水", "草薙", "島田", "掛川", "豊橋", "岡崎", "大府", "安城", "桑名", "熱田", "金山", "藤枝", "川崎", "福島", "石川"}
	machineLines = []string{"用紙補給 トレイ2 A4", "トナー残量低下 K=12%", "給紙リトライ 1回", "排紙口変更 上段→下段", "スプール書込待ち",
		"両面ユニット 準備完了", "通信再接続 PRT03", "封入封緘機 速度変更 4500通/時"}
)

var allJapanese = []charset{cp932, utf8, eucJP, utf8BOM, iso2022JP, utf16LE}

func plainBegin(j *job) {
	j.f.linef("%s INFO ジョブ開始 id=%s 名称=%s 件数=%d", j.clock(), j.id, j.title, j.count)
	j.f.linef("%s INFO 出力先=PRT%02d 用紙=A4 委託元=%s", j.clock(), j.r.IntN(9)+1, j.client)
}

func plainNoise(j *job) { j.f.linef("%s WARN %s", j.clock(), pick(j.r, machineLines)) }

func plainEnd(j *job) {
	j.f.linef("%s INFO ジョブ終了 id=%s 正常=%d 異常=0", j.clock(), j.id, j.count)
}

// styles are in two files: those with a label beside the name, and those
// without.
var styles = slices.Concat(labelledStyles, bareStyles)
