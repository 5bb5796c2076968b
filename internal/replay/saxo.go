package replay

import (
	"fmt"
	"strings"
	"time"
)

// saxoDays is for how long Saxo Bank's automatic deletion had stood still.
const saxoDays = 200

const saxoRetention = 7 * 24 * time.Hour

// writeSaxo writes the daily files of a print share: day i is i days and one
// hour old. At another scale there are as many days and fewer customers.
func writeSaxo(b *builder) {
	if b.now.IsZero() {
		b.fail(ErrNow)
		return
	}
	s := &saxoShare{b: b, cast: newCast(b.rng, b.towns(anyTown), cp932)}
	for day := range saxoDays {
		s.day(day)
	}
	b.config("version: 1\nzones:\n  - name: print\n    title: 閉域印刷ネットワーク\n    networks: [10.20.0.0/16]\n    personal-data: allowed\n    retention: 7d\nclients:\n  - {name: 北辰証券, paths: [\"**/北辰証券/**\"]}\n")
}

type saxoShare struct {
	b    *builder
	cast *cast
}

func (s *saxoShare) day(i int) {
	age := time.Duration(i)*24*time.Hour + time.Hour
	when := s.b.now.Add(-age)
	dir := when.Format("2006/01/02") + "/北辰証券"
	s.slips(i, age, dir+"/mynumber_"+when.Format("20060102")+".csv")
	s.letters(age, dir+"/取引報告書_"+when.Format("20060102")+".txt", when)
	f := s.b.create(place{share: "share", path: dir + "/jobsummary.log", client: "北辰証券", set: utf8, age: age})
	f.linef("%[1]s 05:00:01 INFO job start\n%[1]s 05:10:22 INFO pages=%[2]d\n%[1]s 05:21:40 INFO job end", when.Format("2006-01-02"), s.b.rng.IntN(900))
	f.close()
}

// slips writes a list of My Number forms. One day in three the numbers are in
// full, else they are masked in one of three ways.
func (s *saxoShare) slips(day int, age time.Duration, path string) {
	r := s.b.rng
	f := s.b.create(place{share: "share", path: path, client: "北辰証券", style: "my number slips", set: []charset{cp932, utf8BOM, utf8}[day%3], eol: "\r\n", age: age})
	f.line("口座番号,氏名,生年月日,個人番号,提出日")
	for n := range s.b.scaled(40) {
		p := s.cast.next()
		no := myNumber(r)
		h := holding{kinds: []string{"birth-date"}}
		switch full := day%3 == 0; {
		case full && n%3 == 1:
			no = no[:4] + "-" + no[4:8] + "-" + no[8:]
			fallthrough
		case full:
			h.kinds = append(h.kinds, "my-number")
		default:
			no = maskedMyNumber(no, day/3%3)
			h.masked = []string{"my-number"}
		}
		f.linef("%07d,%s,%s,%s,%s", 2000000+r.IntN(900000), p.name("　"), p.birth.Format("2006/01/02"), no, s.b.now.Add(-age).Format("2006/01/02"))
		f.holds(h)
	}
	s.finish(f)
}

func maskedMyNumber(no string, manner int) string {
	switch manner {
	case 0:
		return "********" + no[8:]
	case 1:
		return no[:4] + "****" + no[8:]
	}
	return "＊＊＊＊＊＊＊＊" + full(no[8:])
}

func (s *saxoShare) letters(age time.Duration, path string, when time.Time) {
	r := s.b.rng
	f := s.b.create(place{share: "share", path: path, client: "北辰証券", style: "letters", set: cp932, eol: "\r\n", age: age})
	for range s.b.scaled(20) {
		p := s.cast.next()
		var t strings.Builder
		fmt.Fprintf(&t, "〒%s\n%s\n\n%s　様\n\n取引報告書　作成日 %s\n", p.address.postal(), p.address.whole(), p.name("　"), wareki(when, true))
		fmt.Fprintf(&t, "下記のとおりお取引が成立しましたのでご報告いたします。\n銘柄 %s 数量 %d 約定金額 %d 円\n\f\n", pick(r, []string{"架空電力", "東和鉄道", "新星化学", "外国為替証拠金"}), r.IntN(90)*100+100, r.IntN(900000)+1000)
		f.put(t.String())
		f.holds(holding{kinds: []string{"jp-address", "postal-code"}})
	}
	s.finish(f)
}

// finish closes f and notes it if it is past the retention.
func (s *saxoShare) finish(f *file) {
	f.close()
	if f.age > saxoRetention {
		s.b.truth.Overdue = append(s.b.truth.Overdue, f.path)
	}
}
