package replay

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// kubotaRecords is what Kubota Credit reported in 2024: print data of 2022-09.
const kubotaRecords = 61424

// A fixedField is one column of a fixed-length record; its width is in bytes
// of CP932.
type fixedField struct {
	name  string
	width int
	wide  bool // padded with full-width spaces
	zero  bool // a number, padded with zeros in front
}

var kubotaFields = []fixedField{
	{name: "customer", width: 10, zero: true}, {name: "name", width: 40, wide: true}, {name: "kana", width: 40},
	{name: "postal", width: 8}, {name: "address1", width: 60, wide: true}, {name: "address2", width: 40, wide: true},
	{name: "date", width: 8}, {name: "amount", width: 10, zero: true}, {name: "balance", width: 10, zero: true},
	{name: "bank", width: 30, wide: true}, {name: "branch", width: 30, wide: true}, {name: "type", width: 4},
	{name: "account", width: 7}, {name: "holder", width: 30}, {name: "filler", width: 13},
}

var kubotaBanks = []string{"架空銀行", "みらい野銀行", "東都中央銀行", "さくら丘信用金庫", "大地信用組合", "みずうみ銀行", "青空野農業協同組合"}

// writeKubota writes fixed-length CP932 records. The seed chooses the layout:
// order, widths and padding of the fields, line ends, a header and a trailer.
// Seed 0 is one plain layout: no line ends, fields as listed above.
func writeKubota(b *builder) {
	k := &kubotaJob{b: b, fields: kubotaLayout(b.seed, b.rng), holder: newCast(b.rng, b.towns(anyTown), cp932)}
	k.holder.key = func(p *person) []string { return []string{foldName(p.name("")) + p.address.line()} }
	if b.seed%2 == 1 {
		k.eol = "\r\n"
	}
	k.control = b.seed%3 == 2
	left := b.scaled(kubotaRecords)
	for run := 1; left > 0 && b.err == nil; run++ {
		n := min(left, b.scaled(25000))
		left -= n
		k.write(place{share: "share", path: fmt.Sprintf("印刷データ/みなもクレジット/202209/SEIKYU%02d.DAT", run),
			client: "みなもクレジット", style: "fixed-length", set: cp932}, run, n)
	}
	b.text("share", "印刷データ/レイアウト.txt", cp932, "請求明細印刷データ 固定長\n文字コード シフトJIS\n金額は円単位\n")
	b.config("version: 1\nzones:\n  - name: office\n    title: 一般事務ネットワーク\n    networks: [10.10.0.0/16]\n    personal-data: forbidden\nclients:\n  - {name: みなもクレジット, paths: [\"**/みなもクレジット/**\"]}\n")
}

func kubotaLayout(seed uint64, r *rand.Rand) []fixedField {
	fields := append([]fixedField(nil), kubotaFields...)
	if seed == 0 {
		return fields
	}
	r.Shuffle(len(fields)-1, func(i, j int) { fields[i], fields[j] = fields[j], fields[i] }) // the filler stays
	for i := range fields {
		f := &fields[i]
		switch f.name {
		case "name", "kana", "address1", "bank", "branch", "holder":
			f.width += 2 * r.IntN(6)
		}
		if f.wide && r.IntN(3) == 0 {
			f.wide = false
		}
	}
	return fields
}

type kubotaJob struct {
	b       *builder
	fields  []fixedField
	holder  *cast
	eol     string
	control bool // the file begins and ends with a record of its own
	no      int
}

func (k *kubotaJob) write(p place, run, n int) {
	f := k.b.create(p)
	width := 0
	for _, fd := range k.fields {
		width += fd.width
	}
	if k.control {
		f.put(padTo(fmt.Sprintf("H20220915%03d", run), width, " ") + k.eol)
	}
	for range n {
		k.record(f)
	}
	if k.control {
		f.put(padTo(fmt.Sprintf("T%09d", n), width, " ") + k.eol)
	}
	f.close()
}

func (k *kubotaJob) record(f *file) {
	r := k.b.rng
	k.no++
	p := k.holder.next()
	name, kana, holder := p.name("　"), halfKana(p.kana(" "), false), halfKana(p.kana(" "), true)
	h := holding{kinds: []string{"jp-address", "postal-code"}, masked: []string{"bank-account"}}
	if r.IntN(100) < 6 {
		c := newCompany(r)
		name, kana, holder = c.name, c.kana, c.kana
		h.company = true
	} else {
		h.kinds = append(h.kinds, "jp-name-kana")
	}
	account := fmt.Sprintf("***%04d", r.IntN(10000))
	if r.IntN(4) == 0 {
		account = fmt.Sprintf("%03d****", r.IntN(1000))
	}
	values := map[string]string{
		"customer": fmt.Sprintf("%d", 3000000+k.no*7), "name": full(name), "kana": kana, "postal": p.address.postal(),
		"address1": full(p.address.line()), "address2": full(p.address.building), "date": "20220930",
		"amount": fmt.Sprint(between(r, 1000, 400000)), "balance": fmt.Sprint(between(r, 0, 4000000)),
		"bank": pick(r, kubotaBanks), "branch": pick(r, branchNames) + "支店", "type": pick(r, []string{"普通", "普通", "当座"}),
		"account": account, "holder": holder, "filler": "",
	}
	var s strings.Builder
	for _, fd := range k.fields {
		s.WriteString(fd.format(values[fd.name]))
	}
	f.put(s.String() + k.eol)
	f.holds(h)
}

func (fd fixedField) format(v string) string {
	if fd.zero {
		return strings.Repeat("0", max(0, fd.width-len(v))) + v
	}
	pad := " "
	if fd.wide {
		pad = "　"
	}
	return padTo(v, fd.width, pad)
}
