package replay

import "unicode/utf16"

// bareStyles have no label and no honorific: the slot, or the column's other
// values, must tell.
var bareStyles = []style{
	{name: "tsv-bare", sets: allJapanese, ext: ".txt", entry: tsvEntry},
	{name: "pipe", sets: []charset{cp932, utf8, eucJP}, ext: ".log",
		entry: func(j *job, p *person) {
			j.f.linef("%s|%s|%04d|%s|%s", j.at.Format("20060102"), j.at.Format("150405"), j.n, j.name(p), j.result())
		},
		noise: func(j *job) {
			j.f.linef("%s|%s|----|%s|-", j.at.Format("20060102"), j.at.Format("150405"), pick(j.r, machineLines))
		}},
	{name: "fixed-columns", sets: []charset{cp932, utf8, eucJP}, ext: ".lst",
		begin: func(j *job) { j.f.linef("** 宛名印刷処理結果 %s **  PAGE  1", j.at.Format("2006.01.02")) },
		entry: func(j *job, p *person) {
			j.f.linef("%06d %s %s %-5s A4", j.n, padTo(p.name("　"), 24, "　"), j.at.Format("20060102"), j.result())
		},
		end: func(j *job) { j.f.linef("** 合計 %d 件 **", j.count) }},
	{name: "half-kana-columns", class: class{script: halfKatakana}, sets: []charset{cp932}, ext: ".prn",
		entry: func(j *job, p *person) {
			j.f.linef("%s PRT%04d %s %s", j.at.Format("15:04:05"), j.n, padTo(j.name(p), 30, " "), j.result())
		},
		end: func(j *job) { j.f.linef("%s ｼｮﾘｹﾝｽｳ %d", j.at.Format("15:04:05"), j.count) }},
	{name: "bare-fields", sets: []charset{utf8, cp932, eucJP, iso2022JP}, ext: ".log",
		begin: func(j *job) { j.f.linef("%s --- 開始 %s ---", j.at.Format("15:04:05"), j.title) },
		entry: func(j *job, p *person) {
			j.f.linef("%s %03d %04d %s A4 %d 正常", j.at.Format("15:04:05"), j.n%7, j.n, p.name(""), j.r.IntN(3)+1)
		},
		noise: func(j *job) { j.f.linef("%s --- %s ---", j.at.Format("15:04:05"), pick(j.r, machineLines)) }},
	{name: "busy-frame", sets: []charset{utf8, cp932, utf16LE}, ext: ".log",
		begin: func(j *job) {
			j.f.linef("%s %s支店発送分 受付 %s 担当端末 OP%03d", j.at.Format("2006/01/02 15:04"), j.station(), j.title, j.r.IntN(40))
		},
		entry: func(j *job, p *person) {
			j.f.linef("%s %s支店発送 %s %s %s駅前センター OP%03d 完了", j.at.Format("2006/01/02 15:04"), j.station(), j.title, p.name(j.nonempty()), j.station(), j.r.IntN(40))
		},
		noise: func(j *job) {
			j.f.linef("%s %s支店発送 %s 休止 %s駅前センター OP%03d 再開待ち", j.at.Format("2006/01/02 15:04"), j.station(), j.title, j.station(), j.r.IntN(40))
		}},
	{name: "arrow", sets: []charset{utf8, cp932, eucJP, utf8BOM}, ext: ".log",
		begin: func(j *job) { j.f.linef("# %s %s", j.id, j.title) },
		entry: func(j *job, p *person) {
			j.f.linef("[%s] 封入 #%d <%s> -> 区分%d", j.at.Format("01/02 15:04:05"), j.n, j.name(p), j.r.IntN(9)+1)
		},
		noise: func(j *job) { j.f.linef("[%s] %s", j.at.Format("01/02 15:04:05"), pick(j.r, machineLines)) }},
	{name: "romaji-bare", class: class{script: latin}, sets: []charset{utf8}, ext: ".log", keys: []string{"upper", "given", "family"},
		entry: func(j *job, p *person) {
			j.f.linef("%s printed %s (sheet %d)", j.at.Format("2006-01-02T15:04:05+09:00"), j.name(p), j.n)
		},
		noise: func(j *job) { j.f.linef("%s waiting for paper", j.at.Format("2006-01-02T15:04:05+09:00")) }},
	{name: "katakana-bare", class: class{script: katakana}, sets: []charset{cp932, utf8}, ext: ".log",
		entry: func(j *job, p *person) {
			j.f.linef("%s,%s,%04d,%s,%s", j.id, j.at.Format("20060102150405"), j.n, p.kana("　"), j.result())
		}},
	{name: "csv-bare", class: class{address: true}, sets: []charset{cp932, utf8}, ext: ".csv",
		entry: func(j *job, p *person) {
			j.f.linef("%s,%d,%s,%s,%s,%s", j.id, j.n, p.name("　"), p.address.postal(), p.address.whole(), j.result())
		}},
}

// nonempty returns the separator of surname and given name, or a full-width
// space: between fields parted by spaces a name without one reads as a word.
func (j *job) nonempty() string {
	if j.sys.sep == "" || j.sys.sep == " " {
		return "　"
	}
	return j.sys.sep
}

func utf16Units(s string) []uint16 { return utf16.Encode([]rune(s)) }
