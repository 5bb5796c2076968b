package replay

import (
	"fmt"
	"slices"
	"time"
)

// writeDemo writes the two networks of an invented print vendor, 架空印刷: a
// print zone with data of two clients, some of it too old, and an office zone
// in which some of it should not be. run.sh beside it makes files old.
func writeDemo(b *builder) {
	d := &demoShare{b: b, cast: newCast(b.rng, b.towns(inPrefs("静岡県", "愛知県", "東京都")), cp932)}
	d.cast.key = func(p *person) []string { return []string{foldName(p.name(""))} }
	d.addresses(place{share: "print", path: "架空信用金庫/202405DM/宛名データ.csv", client: "架空信用金庫", style: "address list", set: cp932, eol: "\r\n"}, 40)
	d.log(place{share: "print", path: "架空信用金庫/202405DM/job.log", client: "架空信用金庫", set: utf8}, "honorific", 25)
	d.fixed(place{share: "print", path: "例示クレジット/202309/SEIKYU01.DAT", client: "例示クレジット", style: "fixed-length", set: cp932}, 60)
	d.addresses(place{share: "print", path: "例示クレジット/202309/差替分.csv", client: "例示クレジット", style: "address list", set: utf16LE, eol: "\r\n"}, 12)
	d.log(place{share: "office", path: "営業部/架空信用金庫/dm_0502.log", client: "架空信用金庫", set: eucJP}, "atena", 30)
	d.log(place{share: "office", path: "営業部/架空信用金庫/dm_0503.log", client: "架空信用金庫", set: cp932, eol: "\r\n"}, "bare-fields", 30)
	zip := b.createZip(place{share: "office", path: "共有/バックアップ.zip"})
	zip.stored = true // another version of Go may compress otherwise; the bytes are committed
	f := zip.add("作業中/宛名データのコピー.csv", "address list", cp932)
	d.rows(f, 15)
	f.end()
	zip.close()
	d.staff()
	d.clean()
	b.config(demoConfig)
}

const demoConfig = `version: 1
zones:
  - name: print
    title: 閉域印刷ネットワーク
    networks: [10.20.0.0/16]
    personal-data: allowed
    retention: 14d
  - name: office
    title: 一般事務ネットワーク
    networks: [10.10.0.0/16]
    personal-data: forbidden
    exceptions:
      - kinds: [jp-name, email]
        paths: ["人事/社員名簿/**"]
        until: 2099-03-31
        approved-by: 情報管理責任者
        why: 社員の連絡先
clients:
  - {name: 架空信用金庫, paths: ["**/架空信用金庫/**"]}
  - {name: 例示クレジット, paths: ["**/例示クレジット/**"]}
`

type demoShare struct {
	b    *builder
	cast *cast
}

func (d *demoShare) addresses(p place, n int) {
	f := d.b.create(p)
	d.rows(f, n)
	f.close()
}

func (d *demoShare) rows(f *file, n int) {
	f.line("No,氏名,フリガナ,郵便番号,住所,電話番号")
	for i := range n {
		p := d.cast.next()
		f.linef("%d,%s,%s,%s,%s,%s", i+1, p.name("　"), p.kana("　"), p.address.postal(), p.address.whole(), p.phone)
		f.holds(holding{kinds: []string{"jp-name-kana", "postal-code", "jp-address", "phone"}})
	}
}

// log writes a log of one of the styles of replay tokai.
func (d *demoShare) log(p place, styleName string, n int) {
	i := slices.IndexFunc(styles, func(s style) bool { return s.name == styleName })
	s := &system{style: &styles[i], set: p.set, sep: " "}
	if len(s.style.keys) > 0 {
		s.key = s.style.keys[0]
	}
	p.style = styleName
	t := &tokaiClient{b: d.b, name: p.client, cast: d.cast, pools: map[class][]*person{}, left: n, fresh: n}
	f := d.b.create(p)
	t.log(f, s, time.Date(2024, 5, 2, 9, 0, 0, 0, time.UTC), n)
	f.close()
	d.cast.set = cp932
}

func (d *demoShare) fixed(p place, n int) {
	k := &kubotaJob{b: d.b, fields: kubotaFields, holder: d.cast}
	k.write(p, 1, n)
}

func (d *demoShare) staff() {
	f := d.b.create(place{share: "office", path: "人事/社員名簿/名簿.csv", style: "staff list", set: utf8BOM, eol: "\r\n"})
	f.line("社員番号,氏名,部署,メール")
	for i := range 8 {
		p := d.cast.next()
		f.linef("K%04d,%s,%s,%s", 100+i, p.name(" "), pick(d.b.rng, departments), p.email)
		f.holds(holding{kinds: []string{"email"}})
	}
	f.close()
}

// clean writes what is about nobody.
func (d *demoShare) clean() {
	for i, set := range []charset{utf8, cp932} {
		d.b.text("office", fmt.Sprintf("総務部/会議/議事録%d.txt", i+1), set, officeMinutes(d.b.rng, i+1))
	}
	d.b.text("office", "総務部/手順書/宛名印刷.txt", iso2022JP, manuals[0])
	parts := d.b.create(place{share: "office", path: "工務部/部品表.csv", set: cp932, eol: "\r\n"})
	writeParts(parts, d.b.rng, 60)
	parts.close()
	d.b.text("print", "設備/printer.ini", cp932, "[printer]\nname=PRT01\naddress=10.20.0.31\ntray=2\n")
}
