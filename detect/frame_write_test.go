package detect

import (
	"fmt"
	"strings"
)

// writers lay records out as files do.
var writers = map[string]func(v *inventor, f *frame, rows [][]field){
	"log": func(v *inventor, f *frame, rows [][]field) {
		sep := v.pick("=%", "=\"%\"", ": %", ":%", "='%'", "=[%]", "：%", "：「%」", "->%", " = %", " => %", "：『%』")
		gap := v.pick(" ", ", ", ",", " | ", "; ", "、", "　")
		if !strings.ContainsAny(sep, "\"'[「『") {
			gap = v.pick(", ", ",", " | ", "; ", "、", " ")
		}
		before, after, _ := strings.Cut(sep, "%")
		for i, r := range rows {
			fmt.Fprintf(&f.text, "2026-04-01 12:%02d:%02d INFO [main] ", i/60, i%60)
			for j, d := range r {
				if j > 0 {
					f.text.WriteString(gap)
				}
				f.text.WriteString(d.label + before)
				d.after += after
				f.put(d)
			}
			f.text.WriteString("\n")
		}
	},
	"form": func(v *inventor, f *frame, rows [][]field) {
		sep := v.pick("：%", ": %", "　%", " : %", "\t%", "】%", "】 %", "： %", "　　　：%", "（必須）：%", " %", "」%", "|%|", "……%", "\t：%", "：\t%", "　:　%")
		open := ""
		if strings.HasPrefix(sep, "】") {
			open = "【"
		} else if strings.HasPrefix(sep, "」") {
			open = "「"
		} else {
			open = v.pick("", "・", "■", "● ", "  ", "1. ", "* ", "- ", "◆", "> ", "(1)", "① ")
		}
		before, after, _ := strings.Cut(sep, "%")
		for _, r := range rows {
			for _, d := range r {
				if d.label[0] < 0x80 && !strings.HasPrefix(d.label, "TEL") { // in forms labels are Japanese
					f.text.WriteString(d.label + ": ")
				} else {
					f.text.WriteString(open + d.label + before)
					d.after += after
				}
				d.after += "\n"
				f.put(d)
			}
			f.text.WriteString(v.pick("\n", "----------\n"))
		}
	},
	"above": func(v *inventor, f *frame, rows [][]field) {
		sep := v.pick("%\n", "■%\n", "【%】\n", "%：\n", "＜%＞\n", "%\n  ", "[%]\n", "%:\n\t", "●%\n　")
		before, after, _ := strings.Cut(sep, "%")
		for _, r := range rows {
			for _, d := range r {
				f.text.WriteString(before + d.label + after)
				d.after += "\n" + v.pick("", "\n")
				f.put(d)
			}
			f.text.WriteString("\n")
		}
	},
	"json": func(v *inventor, f *frame, rows [][]field) {
		sep, indent := v.pick(":", ": "), v.pick("", "\n  ")
		f.text.WriteString("[\n")
		for i, r := range rows {
			f.text.WriteString(" {")
			for j, d := range r {
				if j > 0 {
					f.text.WriteString("," + v.pick(" ", ""))
				}
				f.text.WriteString(indent + `"` + d.label + `"` + sep + `"`)
				d.after += `"`
				f.put(d)
			}
			f.text.WriteString(strings.TrimRight(indent, " ") + "}")
			if i+1 < len(rows) {
				f.text.WriteString(",")
			}
			f.text.WriteString("\n")
		}
		f.text.WriteString("]\n")
	},
	"xml": func(v *inventor, f *frame, rows [][]field) {
		attribute := v.r.Intn(3) == 0
		for _, r := range rows {
			f.text.WriteString("<rec")
			for _, d := range r {
				label := strings.NewReplacer("（", "_", "）", "", " ", "").Replace(d.label)
				if attribute {
					f.text.WriteString(" " + label + `="`)
					d.after += `"`
				} else {
					f.text.WriteString(v.pick("><", ">\n  <") + label + ">")
					d.after += "</" + label
				}
				f.put(d)
			}
			f.text.WriteString(">\n")
		}
	},
	"ini": func(v *inventor, f *frame, rows [][]field) {
		sep := v.pick("=", " = ", ": ", ": \"", ": '")
		for i, r := range rows {
			fmt.Fprintf(&f.text, "%s\n", []string{fmt.Sprintf("[customer%d]", i), "-"}[v.r.Intn(2)])
			for _, d := range r {
				f.text.WriteString(v.pick("", "  ") + d.label + sep)
				d.after += strings.TrimLeft(sep, " =:") + "\n"
				f.put(d)
			}
		}
	},
	"object": func(v *inventor, f *frame, rows [][]field) {
		for _, r := range rows {
			f.text.WriteString(v.pick("DEBUG ", "", "params: ") + v.pick("Customer(", "KokyakuDto[", "{", "Row("))
			for j, d := range r {
				if j > 0 {
					f.text.WriteString(", ")
				}
				f.text.WriteString(d.label + "=")
				f.put(d)
			}
			f.text.WriteString(v.pick(")", "]", "}") + "\n")
		}
	},
	"sql": func(v *inventor, f *frame, rows [][]field) {
		quote := v.pick("", "`", "\"")
		head := func() {
			f.text.WriteString("INSERT INTO M_KOKYAKU (")
			for j, d := range rows[0] {
				if j > 0 {
					f.text.WriteString(", ")
				}
				f.text.WriteString(quote + d.label + quote)
			}
			f.text.WriteString(") VALUES")
		}
		many := v.r.Intn(2) == 0
		for i, r := range rows {
			if !many || i == 0 {
				head()
				f.text.WriteString(v.pick(" ", "\n"))
			}
			f.text.WriteString("(")
			for j, d := range r {
				if j > 0 {
					f.text.WriteString(",")
				}
				if j == 0 {
					f.text.WriteString(d.value)
					continue
				}
				f.text.WriteString("'")
				d.after += "'"
				f.put(d)
			}
			f.text.WriteString(")")
			if many && i+1 < len(rows) {
				f.text.WriteString(",\n")
			} else {
				f.text.WriteString(";\n")
			}
		}
	},
	"csv": func(v *inventor, f *frame, rows [][]field) {
		f.delim = v.pick(",", "\t", "|")[0]
		f.cells(labelsOf(rows[0]))
		for _, r := range rows {
			f.cells(r)
		}
	},
	"left": func(v *inventor, f *frame, rows [][]field) {
		f.delim = v.pick(",", "\t")[0]
		for _, d := range rows[0] {
			f.cells([]field{{value: d.label}, d})
		}
	},
	"left, two beside": func(v *inventor, f *frame, rows [][]field) {
		f.delim = '\t'
		for i := 0; i+1 < len(rows[0]); i += 2 {
			a, b := rows[0][i], rows[0][i+1]
			f.cells([]field{{value: a.label}, a, {value: b.label}, b})
		}
	},
}

func labelsOf(r []field) (ds []field) {
	for _, d := range r {
		ds = append(ds, field{value: d.label})
	}
	return ds
}

func (f *frame) cells(r []field) {
	for j, d := range r {
		if j > 0 {
			f.text.WriteByte(f.delim)
		}
		f.put(d)
	}
	f.text.WriteByte('\n')
}
