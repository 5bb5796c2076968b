package replay

import (
	"fmt"
	"strings"
)

var labelledStyles = []style{
	{name: "atena", sets: allJapanese, ext: ".log", keys: []string{"宛名", "氏名", "お客様名", "宛先", "受取人"}, begin: plainBegin, noise: plainNoise, end: plainEnd,
		entry: func(j *job, p *person) {
			j.f.linef("%s INFO %s=\"%s 様\" 結果=%s", j.clock(), j.sys.key, j.name(p), j.result())
		}},
	{name: "key-value", sets: []charset{utf8, cp932, eucJP}, ext: ".log", keys: []string{"name", "atena", "NM", "custName", "shimei", "CUST_NM"},
		entry: func(j *job, p *person) {
			j.f.linef("time=%s level=info job=%s seq=%d %s=\"%s\" status=%s", j.at.Format("2006-01-02T15:04:05+09:00"), j.id, j.n, j.sys.key, j.name(p), strings.ToLower(j.result()))
		},
		noise: func(j *job) {
			j.f.linef("time=%s level=warn job=%s msg=\"%s\"", j.at.Format("2006-01-02T15:04:05+09:00"), j.id, pick(j.r, machineLines))
		}},
	{name: "xml", sets: []charset{utf8, cp932, utf16LE}, ext: ".xml", keys: []string{"宛名", "atena", "name", "氏名"},
		begin: func(j *job) {
			j.f.linef("<?xml version=\"1.0\" encoding=\"%s\"?>\n<job id=\"%s\" title=\"%s\">", map[charset]string{utf8: "UTF-8", cp932: "Shift_JIS", utf16LE: "UTF-16"}[j.sys.set], j.id, j.title)
		},
		entry: func(j *job, p *person) {
			j.f.linef("  <rec seq=\"%d\" at=\"%s\"><%[3]s>%[4]s</%[3]s><result>%[5]s</result></rec>", j.n, j.clock(), j.sys.key, j.name(p), j.result())
		},
		end: func(j *job) { j.f.line("</job>") }},
	{name: "ndjson", sets: []charset{utf8}, ext: ".json", keys: []string{"name", "宛名", "recipient", "customer_name"}, entry: jsonEntry(false), noise: jsonNoise},
	{name: "ndjson-escaped", sets: []charset{utf8}, ext: ".ndjson", keys: []string{"name", "addressee", "atena"}, entry: jsonEntry(true), noise: jsonNoise},
	{name: "tsv-header", sets: allJapanese, ext: ".tsv", keys: []string{"氏名", "宛名", "顧客名", "お名前"},
		begin: func(j *job) { j.f.linef("No\t日時\t%s\tページ\t結果", j.sys.key) }, entry: tsvEntry},
	{name: "multi-line", class: class{address: true}, sets: []charset{cp932, utf8, eucJP, iso2022JP}, ext: ".txt", keys: []string{"氏名", "宛名", "お名前"},
		entry: func(j *job, p *person) {
			j.f.linef("---- %04d ----\n%s: %s\n住所: 〒%s %s\n結果: %s\n", j.n, j.sys.key, j.name(p), p.address.postal(), p.address.whole(), j.result())
		}},
	{name: "csv-quoted", class: class{address: true}, sets: []charset{cp932, utf8BOM, utf8}, ext: ".csv", keys: []string{"宛名", "氏名"},
		begin: func(j *job) { j.f.linef("\"通番\",\"%s\",\"住所\",\"結果\"", j.sys.key) },
		entry: func(j *job, p *person) {
			where := p.address.line()
			if p.address.building != "" {
				where += "\n" + p.address.building
			}
			j.f.linef("\"%d\",\"%s\",\"%s\",\"%s\"", j.n, j.name(p), where, j.result())
		}},
	{name: "half-kana-labelled", class: class{script: halfKatakana}, sets: []charset{cp932, utf8}, ext: ".log", keys: []string{"ｶﾅｼﾒｲ", "ｱﾃﾅ", "ｵﾅﾏｴ"},
		begin: func(j *job) { j.f.linef("%s ｼﾞｮﾌﾞｶｲｼ ID=%s", j.clock(), j.id) },
		entry: func(j *job, p *person) {
			j.f.linef("%s %s:%s ｹｯｶ:%s", j.clock(), j.sys.key, j.name(p), j.result())
		}},
	{name: "katakana-labelled", class: class{script: katakana}, sets: []charset{utf8, cp932, eucJP, iso2022JP}, ext: ".log", keys: []string{"フリガナ", "カナ氏名", "宛名カナ"}, begin: plainBegin,
		entry: func(j *job, p *person) {
			j.f.linef("%s [印字] %s：%s 枚数：%d", j.clock(), j.sys.key, j.name(p), j.r.IntN(3)+1)
		}},
	{name: "honorific", sets: allJapanese, ext: ".log", begin: syslogBegin, noise: syslogNoise,
		entry: func(j *job, p *person) {
			j.f.linef("%s prt03 dmjob[4312]: [INFO] %s様 page=%d tray=2", j.at.Format("Jan _2 15:04:05"), j.name(p), j.n)
		}},
	{name: "honorific-sentence", sets: allJapanese, ext: ".log", noise: plainNoise,
		entry: func(j *job, p *person) {
			j.f.linef("[%s] [printd:2231] (job=%s) %s 様の%sを印字しました", j.at.Format("2006-01-02 15:04:05.000"), j.id, j.name(p), j.title)
		}},
	{name: "file-name", sets: []charset{cp932, utf8, utf16LE}, ext: ".log", noise: plainNoise,
		entry: func(j *job, p *person) {
			j.f.linef("%s 情報 印刷ジョブ %d: 文書「ご案内_%s様.pdf」を印刷しました。所有者: svc-print ポート: IP_10.10.3.%d", j.at.Format("2006/01/02 15:04"), 300+j.n, p.name(""), j.r.IntN(200)+1)
		}},
	{name: "romaji-labelled", class: class{script: latin}, sets: []charset{utf8}, ext: ".log", keys: []string{"given", "upper", "family"},
		entry: func(j *job, p *person) {
			j.f.linef("%s INFO job=%s name=\"%s\" pages=%d result=%s", j.at.Format("2006-01-02T15:04:05+09:00"), j.id, j.name(p), j.r.IntN(3)+1, j.result())
		},
		noise: func(j *job) {
			j.f.linef("%s WARN job=%s paper low tray=2", j.at.Format("2006-01-02T15:04:05+09:00"), j.id)
		}},
}

func tsvEntry(j *job, p *person) {
	j.f.linef("%d\t%s\t%s\t%d\t%s", j.n, j.clock(), j.name(p), j.r.IntN(3)+1, j.result())
}

func jsonEntry(escape bool) func(j *job, p *person) {
	return func(j *job, p *person) {
		name, key := `"`+j.name(p)+`"`, `"`+j.sys.key+`"`
		if escape {
			name = escapeJSON(j.name(p))
		}
		j.f.linef(`{"ts":"%s","job":"%s","seq":%d,%s:%s,"status":"%s"}`, j.at.Format("2006-01-02T15:04:05.000+09:00"), j.id, j.n, key, name, j.result())
	}
}

func jsonNoise(j *job) {
	j.f.linef(`{"ts":"%s","job":"%s","event":"machine","message":"%s"}`, j.at.Format("2006-01-02T15:04:05.000+09:00"), j.id, pick(j.r, machineLines))
}

// escapeJSON returns a JSON string in ASCII.
func escapeJSON(s string) string {
	b := `"`
	for _, u := range utf16Units(s) {
		if u < 0x80 {
			b += string(rune(u))
			continue
		}
		b += fmt.Sprintf(`\u%04x`, u)
	}
	return b + `"`
}

func syslogBegin(j *job) {
	j.f.linef("%s prt03 dmjob[4312]: [INFO] start job=%s title=%s count=%d", j.at.Format("Jan _2 15:04:05"), j.id, j.title, j.count)
}

func syslogNoise(j *job) {
	j.f.linef("%s prt03 dmjob[4312]: [WARN] %s", j.at.Format("Jan _2 15:04:05"), pick(j.r, machineLines))
}
