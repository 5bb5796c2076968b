package replay

import (
	"fmt"
	"time"
)

// What lay on the USB stick of Amagasaki, 2022.
const amagasakiResidents, amagasakiTaxed = 460517, 360573

var relations = []string{"世帯主", "妻", "子", "子", "子", "父", "母"}

// writeAmagasaki writes residents.csv and tax.csv. A household shares surname
// and address; the column 世帯主 repeats the name of its head, who is another
// record's person.
func writeAmagasaki(b *builder) {
	a := &amagasakiTown{
		b: b, cast: newCast(b.rng, b.towns(func(t town) bool { return t.city == "尼崎市" }), cp932),
		left: b.scaled(amagasakiResidents), taxed: min(b.scaled(amagasakiTaxed), b.scaled(amagasakiResidents)),
	}
	// Neither with the birth date nor with the address may two residents be one.
	a.cast.key = func(p *person) []string {
		n := foldName(p.name(""))
		return []string{n + p.birth.Format("20060102"), n + p.address.whole()}
	}
	client := "尼崎市"
	a.residents = b.create(place{share: "share", path: "委託データ/residents.csv", client: client, style: "resident register", set: cp932, eol: "\r\n"})
	a.tax = b.create(place{share: "share", path: "委託データ/tax.csv", client: client, style: "tax table", set: cp932, eol: "\r\n"})
	a.residents.line("宛名番号,世帯番号,氏名,フリガナ,生年月日,性別,郵便番号,住所,方書,世帯主,続柄,異動日,異動事由")
	a.tax.line("宛名番号,氏名,住所,年度,均等割額,所得割額,年税額,徴収区分")
	for house := 1; a.left > 0 && b.err == nil; house++ {
		a.household(house)
	}
	a.residents.close()
	a.tax.close()
	b.config("version: 1\nzones:\n  - name: office\n    title: 一般事務ネットワーク\n    networks: [10.10.0.0/16]\n    personal-data: forbidden\nclients:\n  - {name: 尼崎市, paths: [\"委託データ/**\"]}\n")
}

type amagasakiTown struct {
	b              *builder
	cast           *cast
	residents, tax *file
	no             int
	left           int // residents to write
	taxed          int // rows of the tax table to write
}

func (a *amagasakiTown) household(house int) {
	r := a.b.rng
	head := a.cast.next()
	size := min(between(r, 1, 4), a.left)
	for i := range size {
		p := head
		for i > 0 {
			q := a.cast.any()
			q.surname, q.address = head.surname, head.address
			if a.cast.set.can(q.name("")) && a.cast.admit(q) {
				p = q
				break
			}
		}
		rel := relations[0]
		if i > 0 {
			rel = relations[between(r, 1, len(relations)-1)]
		}
		a.resident(house, p, head, rel)
	}
}

func (a *amagasakiTown) resident(house int, p, head *person, relation string) {
	r := a.b.rng
	a.no++
	id := 10000000 + a.no*3
	a.residents.linef("%08d,%07d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s", id, house, p.name("　"), p.kana("　"),
		a.date(p.birth), pick(r, []string{"男", "女"}), p.address.postal(), p.address.line(), p.address.building,
		head.name("　"), relation, time.Date(between(r, 1990, 2022), time.Month(between(r, 1, 12)), 5, 0, 0, 0, 0, time.UTC).Format("2006/01/02"),
		pick(r, []string{"転入", "出生", "転居", "職権記載"}))
	a.residents.holds(holding{kinds: []string{"jp-address", "postal-code", "birth-date", "jp-name-kana"}})
	if r.IntN(a.left) < a.taxed {
		a.taxed--
		levy := between(r, 0, 400) * 1000
		a.tax.linef("%08d,%s,%s,令和4年度,%d,%d,%d,%s", id, p.name("　"), p.address.line(), 5000, levy, levy+5000,
			pick(r, []string{"特別徴収", "普通徴収"}))
		a.tax.holds(holding{again: true, kinds: []string{"jp-address"}})
	}
	a.left--
}

// date writes a date in the manner that the seed chooses.
func (a *amagasakiTown) date(t time.Time) string {
	switch a.b.seed % 4 {
	case 1:
		return wareki(t, true)
	case 2:
		return wareki(t, false)
	case 3:
		return t.Format("20060102")
	}
	return t.Format("2006/01/02")
}

// wareki returns a date in the Japanese calendar: 昭和60年01月02日 or S60.01.02.
func wareki(t time.Time, long bool) string {
	name, letter, first := "昭和", "S", 1926
	switch d := t.Format("20060102"); {
	case d >= "20190501":
		name, letter, first = "令和", "R", 2019
	case d >= "19890108":
		name, letter, first = "平成", "H", 1989
	}
	y := t.Year() - first + 1
	if long {
		return fmt.Sprintf("%s%02d年%02d月%02d日", name, y, t.Month(), t.Day())
	}
	return fmt.Sprintf("%s%02d.%02d.%02d", letter, y, t.Month(), t.Day())
}
