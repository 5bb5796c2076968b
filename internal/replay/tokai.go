package replay

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// tokaiClients are invented, but for the first, which is in the incident's
// report with 2,702 people.
var tokaiClients = strings.Fields(`静清信用金庫 朝霧信用金庫 白波信用金庫 遠嶺信用金庫 若汐信用金庫 青垣台信用金庫 天城野信用金庫
	湾岸みかわ信用金庫 駒形原信用金庫 蒼海信用金庫 深志野信用金庫 水窪中央信用金庫 富士見岳信用金庫 柚野信用金庫 菊水原信用金庫
	鷹根信用金庫 美濃路信用金庫 伊良湖崎信用金庫 安倍川東信用金庫 高草信用金庫 鳥羽路信用金庫 海津原信用金庫 熊野灘信用金庫
	北勢野信用金庫 桜ヶ谷信用金庫 新居宿信用金庫 金谷峠信用金庫 二俣台信用金庫 知多湾信用金庫 渥美野信用金庫 井伊谷信用金庫
	藤ヶ原信用金庫 ひかり野信用金庫 みなと台信用金庫`)

// Of Tokai Shinkin Business, 2024: 延べ, 名寄せ, and one of its clients.
const (
	tokaiRecords, tokaiPeople = 77202, 69403
	seiseiPeople              = 2702
)

func writeTokai(b *builder) {
	towns := b.towns(inPrefs("静岡県", "愛知県", "岐阜県", "三重県"))
	records := split(b.rng, tokaiRecords-seiseiPeople, len(tokaiClients)-1)
	people := make([]int, len(records))
	again := tokaiRecords - tokaiPeople
	for i, n := range records {
		r := n * again / (tokaiRecords - seiseiPeople)
		people[i] = n - r
	}
	sum := 0
	for _, n := range people {
		sum += n
	}
	people[0] -= sum - (tokaiPeople - seiseiPeople)
	for i, name := range tokaiClients {
		t := &tokaiClient{b: b, name: name, no: i, pools: map[class][]*person{}, shift: int(b.seed % 120)}
		t.cast = newCast(b.rng, towns, utf8)
		t.left, t.fresh = b.scaled(seiseiPeople), b.scaled(seiseiPeople)
		if i > 0 {
			t.left = b.scaled(records[i-1])
			t.fresh = min(t.left, b.scaled(people[i-1]))
		}
		t.write()
	}
	b.text("share", "README.txt", cp932, "共有フォルダの使い方\n業務フォルダ以下に委託元ごとの処理結果を置くこと。\n保存期間は運用手順書に従う。\n")
	b.config(tokaiConfig())
}

func tokaiConfig() string {
	var s strings.Builder
	s.WriteString("version: 1\nzones:\n  - name: office\n    title: 一般事務ネットワーク\n    networks: [10.10.0.0/16]\n    personal-data: forbidden\nclients:\n")
	for _, name := range tokaiClients {
		fmt.Fprintf(&s, "  - {name: %s, paths: [\"**/%s/**\"]}\n", name, name)
	}
	return s.String()
}

// split divides n into k uneven parts, none below a tenth of the mean.
func split(r *rand.Rand, n, k int) []int {
	weights := make([]float64, k)
	sum := 0.0
	for i := range weights {
		u := r.Float64()
		weights[i] = 0.1 + 3*u*u
		sum += weights[i]
	}
	parts := make([]int, k)
	rest := n
	for i := range parts {
		parts[i] = int(float64(n) * weights[i] / sum)
		rest -= parts[i]
	}
	parts[0] += rest
	return parts
}

// A class says which records can be told to be about the same person: those
// in the same script with the same fields.
type class struct {
	script  script
	address bool
}

type script uint8

const (
	kanji script = iota
	halfKatakana
	katakana
	latin
)

// A tokaiClient writes the logs of one client until left records, with fresh
// people among them, are written.
type tokaiClient struct {
	b           *builder
	name        string
	no          int
	shift       int // by the seed: of the choice of styles and folders
	cast        *cast
	pools       map[class][]*person // people written so far
	left, fresh int
	files       int
}

func (t *tokaiClient) write() {
	systems := t.systems()
	day := time.Date(2024, 4, 1, 9, 0, 0, 0, time.UTC)
	layout := (t.no + t.shift) % 4
	for t.left > 0 && t.b.err == nil {
		s := systems[t.files%len(systems)]
		if t.fresh == 0 && len(t.pools[s.style.class]) == 0 {
			t.files++
			continue
		}
		day = day.AddDate(0, 0, 1+t.b.rng.IntN(4))
		dir, name := t.place(layout, s, day)
		t.job(s, dir, name, day)
		t.files++
	}
	t.summary(layout)
}

// job writes one log: plain, or rotated into a ZIP or gzip file.
func (t *tokaiClient) job(s *system, dir, name string, day time.Time) {
	n := t.jobSize()
	p := place{share: "share", path: dir + "/" + name, client: t.name, style: s.style.name, set: s.set, eol: s.eol, rawName: t.no%9 == 2}
	switch {
	case t.files%11 == 7:
		p.path = fmt.Sprintf("%s/%s_%d_ローテート済.zip", dir, day.Format("20060102"), t.files)
		p.rawName = false
		zip := t.b.createZip(p)
		f := zip.add("ログ/"+name, s.style.name, s.set)
		t.log(f, s, day, n)
		f.end()
		zip.close()
		return
	case t.files%9 == 5:
		p.path += ".gz"
	}
	f := t.b.create(p)
	t.log(f, s, day, n)
	f.close()
}

// jobSize returns how many records the next job has: mostly some dozens,
// sometimes a few.
func (t *tokaiClient) jobSize() int {
	u := t.b.rng.Float64()
	n := 12 + int(u*u*300)
	if t.b.rng.IntN(20) == 0 {
		n = between(t.b.rng, 1, 5)
	}
	return min(n, t.left)
}

// place returns the folder and name of a job's log, in the client's manner.
func (t *tokaiClient) place(layout int, s *system, day time.Time) (dir, name string) {
	switch layout {
	case 0:
		return fmt.Sprintf("DM/%s/%s", day.Format("2006/01"), t.name), fmt.Sprintf("job_%s_%03d%s", day.Format("20060102"), t.files, s.style.ext)
	case 1:
		return fmt.Sprintf("業務/%s/ログ/%s", t.name, s.dir), fmt.Sprintf("%s印字結果%03d%s", day.Format("20060102"), t.files, s.style.ext)
	case 2:
		return fmt.Sprintf("共有/発送管理/%s/2024年度/%s", t.name, day.Format("1月")), fmt.Sprintf("発送ログ_%02d日_%d%s", day.Day(), t.files, s.style.ext)
	}
	return fmt.Sprintf("srv-prt%02d/logs/%s", t.no%5, t.name), fmt.Sprintf("%s.%s.%d%s", s.dir, day.Format("0102"), t.files, s.style.ext)
}

// log writes one job: lines before, n records with lines of the machine
// between them, lines after.
func (t *tokaiClient) log(f *file, s *system, day time.Time, n int) {
	j := &job{
		f: f, r: t.b.rng, sys: s, client: t.name, count: n,
		title: pick(t.b.rng, jobTitles), at: day.Add(time.Duration(t.b.rng.IntN(8*3600)) * time.Second),
		id: fmt.Sprintf("%c%04d", 'A'+rune(t.no%6), t.files),
	}
	if s.style.begin != nil {
		s.style.begin(j)
	}
	for i := range n {
		p, again := t.holder(s)
		if p == nil {
			return
		}
		j.n = i + 1
		j.at = j.at.Add(time.Duration(between(t.b.rng, 200, 4000)) * time.Millisecond)
		s.style.entry(j, p)
		h := holding{again: again, name: []string{kanji: "jp-name", halfKatakana: "jp-name-kana", katakana: "jp-name-kana", latin: "romaji-name"}[s.style.class.script]}
		if s.style.class.address {
			h.kinds = []string{"jp-address"}
		}
		f.holds(h)
		if s.style.noise != nil && t.b.rng.IntN(15) == 0 {
			s.style.noise(j)
		}
	}
	if s.style.end != nil {
		s.style.end(j)
	}
}

// holder returns who the next record is about: someone new, or someone of an
// earlier record of the class, as often as the truth has it.
func (t *tokaiClient) holder(s *system) (p *person, again bool) {
	pool := t.pools[s.style.class]
	repeat := len(pool) > 0 && t.b.rng.IntN(t.left) >= t.fresh
	t.left--
	for range 1000 {
		if !repeat {
			break
		}
		if p = pick(t.b.rng, pool); s.set.can(p.name("")) {
			return p, true
		}
	}
	if t.fresh == 0 {
		t.b.fail(fmt.Errorf("write logs of a client: no one left who can be written in %s", s.set))
		return nil, false
	}
	t.fresh--
	t.cast.set = s.set
	p = t.cast.next()
	t.pools[s.style.class] = append(pool, p)
	return p, false
}

// summary writes what lies beside the logs and is about nobody.
func (t *tokaiClient) summary(layout int) {
	s := &system{style: &style{ext: ".csv"}, dir: "summary"}
	dir, _ := t.place(layout, s, time.Date(2024, 4, 30, 0, 0, 0, 0, time.UTC))
	var rows strings.Builder
	rows.WriteString("支店番号,支店名,発送件数,不着件数\n")
	for i := range 12 {
		fmt.Fprintf(&rows, "%03d,%s支店,%d,%d\n", i+1, pick(t.b.rng, branchNames), between(t.b.rng, 100, 4000), t.b.rng.IntN(30))
	}
	t.b.text("share", dir+"/支店別集計.csv", cp932, rows.String())
	if t.no%3 == 0 {
		t.b.text("share", dir+"/dmjob.ini", cp932, "[job]\nname=DM発送\nprinter=PRT01\npaper=A4\n[log]\nlevel=INFO\nrotate=7\npath=D:\\dm\\logs\n")
	}
}
