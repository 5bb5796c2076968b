package replay

import (
	"fmt"
	"strings"
)

// writeOfficeClean writes an office share that holds nobody's data and much
// that resembles it: places that are also surnames, numbers with right check
// digits, flowers that are also given names. A scan of it ends with exit code 0.
func writeOfficeClean(b *builder) {
	c := &cleanShare{b: b}
	for _, dir := range []string{"総務部", "営業部", "工務部"} {
		c.dir = dir
		c.places()
		c.codes()
		c.lists()
		c.prose()
	}
	c.dir = "情報システム部"
	c.code()
	c.configs()
	c.logs()
	c.dir = "共有"
	c.templates()
	c.bundle()
	b.config("version: 1\nzones:\n  - name: office\n    title: 一般事務ネットワーク\n    networks: [10.10.0.0/16]\n    personal-data: forbidden\n")
}

type cleanShare struct {
	b    *builder
	dir  string
	next int // the character set of the next file
}

// file begins a file of the current folder, in the next character set that has
// all of sample.
func (c *cleanShare) file(path, sample string) *file {
	for {
		set := allCharsets[c.next%len(allCharsets)]
		c.next++
		if set.can(sample) {
			return c.b.create(place{share: "share", path: c.dir + "/" + path, set: set, eol: []string{"\n", "\r\n"}[c.next/2%2]})
		}
	}
}

func (c *cleanShare) write(path, text string) {
	f := c.file(path, text)
	f.put(text)
	f.close()
}

// rows writes n lines after a header, which may be "".
func (c *cleanShare) rows(path, header string, n int, row func(i int) string) {
	f := c.file(path, header+row(0)+row(1))
	if header != "" {
		f.line(header)
	}
	for i := range c.b.scaled(n) {
		f.line(row(i))
	}
	f.close()
}

// places writes stations, municipalities and branches.
func (c *cleanShare) places() {
	r := c.b.rng
	stations := strings.Fields(stationList)
	c.write("一覧/駅名.csv", "駅名,路線\n"+joinRows(stations, func(_ int, s string) string { return s + "," + pick(r, railways) }))
	c.write("一覧/駅.txt", joinRows(stations, func(_ int, s string) string { return s }))
	c.write("一覧/停車駅案内.txt", "本日の停車駅\n"+strings.Join(stations[:24], "・")+"\n")
	c.write("一覧/運賃.tsv", "発\t着\t運賃\n"+joinRows(stations, func(i int, s string) string {
		return fmt.Sprintf("%s\t%s\t%d", s, stations[(i*7+3)%len(stations)], 150+i*10)
	}))
	towns := c.b.towns(anyTown)
	f := c.file("一覧/市区町村.csv", "あ")
	f.line("郵便番号,都道府県,市区町村,町域")
	for _, t := range towns[:c.some(len(towns))] {
		f.linef("%s,%s,%s,%s", t.code, t.pref, t.city, t.name)
	}
	f.close()
	f = c.file("一覧/配送区分.txt", "あ")
	for i, t := range towns[:c.some(900)] {
		f.linef("%s %s %d", t.city, t.name, i%5+1)
	}
	f.close()
	f = c.file("一覧/座標.csv", "あ")
	f.line("地点,緯度,経度")
	for _, t := range towns[:c.some(700)] {
		f.linef("%s%s,%.6f,%.6f", t.city, t.name, 31+r.Float64()*12, 130+r.Float64()*14)
	}
	f.close()
	c.rows("一覧/支店.csv", "店番,支店名,区分", 200, func(i int) string {
		return fmt.Sprintf("%03d,%s支店,%s", i+1, pick(r, branchNames), pick(r, []string{"本店", "支店", "出張所"}))
	})
}

func (c *cleanShare) some(n int) int { return min(n, c.b.scaled(n)) }

func joinRows(of []string, row func(i int, s string) string) string {
	var b strings.Builder
	for i, s := range of {
		b.WriteString(row(i, s) + "\n")
	}
	return b.String()
}

// codes writes numbers of 7 to 16 digits that mean things, not people.
func (c *cleanShare) codes() {
	r := c.b.rng
	c.rows("台帳/製造番号.csv", "製造番号,型番,検査", 9000, func(i int) string {
		return fmt.Sprintf("%012d,%s,合格", 202400010000+i, partNumber(r))
	})
	c.rows("台帳/serial.txt", "", 9000, func(int) string { return fmt.Sprintf("%012d", r.Int64N(1e12)) })
	c.rows("台帳/番号.csv", "番号,数量", 6000, func(int) string { return fmt.Sprintf("%012d,%d", r.Int64N(1e12), r.IntN(90)) })
	c.rows("台帳/伝票.tsv", "伝票番号\t計上日\t金額", 6000, func(i int) string {
		return fmt.Sprintf("%d\t2024/%02d/%02d\t%d", 4500000000000+int64(i)*int64(between(r, 1, 9)), i%12+1, i%28+1, r.IntN(900000))
	})
	c.rows("台帳/価格表.csv", "JANコード,品名,単価", 4000, func(int) string {
		return fmt.Sprintf("%s,%s%s,%d", jan(fmt.Sprintf("49%010d", r.Int64N(1e10))), pick(r, goods), pick(r, sizes), r.IntN(5000)+80)
	})
	c.rows("台帳/jan_only.txt", "", 3000, func(int) string { return jan(fmt.Sprintf("45%010d", r.Int64N(1e10))) })
	c.rows("台帳/打刻.txt", "", 5000, func(i int) string {
		return fmt.Sprintf("2024%02d%02d%02d%02d", i%12+1, i%28+1, i%24, i*7%60)
	})
	c.rows("台帳/計測.csv", "epoch_ms,温度,湿度", 8000, func(i int) string {
		return fmt.Sprintf("%d,%.1f,%.1f", 1714612345678+int64(i)*60000, 20+r.Float64()*8, 40+r.Float64()*20)
	})
	c.rows("台帳/予算.csv", "科目コード,科目,前年度,今年度", 900, func(i int) string {
		return fmt.Sprintf("%07d,%s,%d,%d", 4010000+i*10, pick(r, accounts), r.IntN(1e7), r.IntN(1e7))
	})
	f := c.file("台帳/部品表.csv", "あ")
	writeParts(f, r, c.b.scaled(3000))
	f.close()
	c.rows("台帳/バージョン.txt", "", 300, func(i int) string {
		return fmt.Sprintf("%s %d.%d.%d (build %07d)", pick(r, products), i%9, r.IntN(20), r.IntN(99), r.IntN(1e7))
	})
}

// jan returns a code of 12 digits with the check digit of JAN and EAN.
func jan(s string) string {
	sum := 0
	for i := range len(s) {
		sum += int(s[i]-'0') * (1 + i%2*2)
	}
	return s + string(rune('0'+(10-sum%10)%10))
}

// bundle writes an archive of clean files, and a compressed one.
func (c *cleanShare) bundle() {
	zip := c.b.createZip(place{share: "share", path: c.dir + "/保管/2023年度.zip"})
	for i, set := range allCharsets {
		f := zip.add(fmt.Sprintf("議事録/第%d回.txt", i+1), "", set)
		f.put(officeMinutes(c.b.rng, i+1))
		f.end()
	}
	f := zip.add("部品表.csv", "", cp932)
	writeParts(f, c.b.rng, 200)
	f.end()
	zip.close()
	f = c.b.create(place{share: "share", path: c.dir + "/保管/手順書.txt.gz", set: eucJP})
	f.put(manuals[1])
	f.close()
}
