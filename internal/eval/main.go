// Eval measures the detectors of shikiri on texts whose personal data is known.
//
//	go run ./internal/eval [-json] [-alone] [-all] [-show KIND [-from CONFIDENCE]] FILE.jsonl...
//
// Each line of a file is an object with a text and its gold spans, in bytes of
// UTF-8:
//
//	{"text": "…", "spans": [{"start_byte": 0, "end_byte": 12, "type": "NAME", "script": "kanji"}], "source": "…"}
//
// Lines that follow each other with one source are the lines of one file, which
// is read and scanned as `shikiri scan` would; -alone scans each by itself.
// docs/accuracy.md tells how to read the figures.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/shikiri/shikiri/detect"
)

func main() {
	asJSON := flag.Bool("json", false, "write an array of rows, for programs")
	alone := flag.Bool("alone", false, "scan each text by itself, as if it were a file")
	all := flag.Bool("all", false, "show all confidences, and kinds that have no gold")
	show := flag.String("show", "", "show instead what is wrong of this `KIND`, with the text around it")
	from := flag.String("from", "low", "the least `CONFIDENCE` of what -show counts as found")
	flag.Parse()
	least := slices.IndexFunc(confidences, func(c confidence) bool { return c.name == *from })
	if flag.NArg() == 0 || least < 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(os.Stdout, flag.Args(), options{*asJSON, *alone, *all, *show, confidences[least].min}); err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		os.Exit(1)
	}
}

type options struct {
	json, alone, all bool
	show             string
	from             detect.Confidence // of what is shown
}

func run(w io.Writer, names []string, o options) error {
	set, err := detect.Default()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	rows := []Row{}
	var total, spent float64
	for _, name := range names {
		gold, err := readGold(name)
		if err != nil {
			return err
		}
		started := time.Now()
		if err := gold.scan(set, o.alone); err != nil {
			return fmt.Errorf("scan %s: %w", name, err)
		}
		total, spent = total+float64(gold.bytes)/1e6, spent+time.Since(started).Seconds()
		if o.show != "" {
			gold.writeWrong(out, o.show, o.from)
			continue
		}
		rows = append(rows, gold.score(set)...)
	}
	switch {
	case o.show != "":
	case o.json:
		e := json.NewEncoder(out)
		e.SetIndent("", " ")
		if err := e.Encode(rows); err != nil {
			return err
		}
	default:
		writeTable(out, rows, o.all)
		fmt.Fprintf(out, "\n%.1f MB in %.2f s\n", total, spent)
	}
	return out.Flush()
}

// writeTable writes rows for people: the default confidence alone unless all.
func writeTable(w io.Writer, rows []Row, all bool) {
	fmt.Fprintf(w, "%-40s %-20s %-8s %6s %6s  %-20s  %-20s  %-20s %8s\n", "file", "kind", "from", "gold", "found", "exact P R F1", "overlap P R F1", "japanese P R F1", "false/MB")
	for i, r := range rows {
		last := i+1 == len(rows) || rows[i+1].File != r.File
		if all && (r.Gold > 0 || r.Found > 0) || r.From == "default" && r.Gold > 0 {
			japanese := ""
			if r.Japanese != nil {
				japanese = r.Japanese.String()
			}
			fmt.Fprintf(w, "%-40s %-20s %-8s %6d %6d  %-20s  %-20s  %-20s %8.1f\n", tail(r.File, 40), r.Kind, r.From, r.Gold, r.Found, r.Exact, r.Overlap, japanese, r.FalsePerMB)
		}
		if last {
			sum := map[string]float64{}
			for _, o := range rows {
				if o.File == r.File && !o.explains {
					sum[o.From] += o.FalsePerMB
				}
			}
			fmt.Fprintf(w, "%-40s %-20s low %.1f, medium %.1f, high %.1f false alarms per MB\n", tail(r.File, 40), "of all kinds", sum["low"], sum["medium"], sum["high"])
		}
	}
}

func (s Score) String() string { return fmt.Sprintf("%.3f %.3f %.3f", s.Precision, s.Recall, s.F1) }

func tail(s string, n int) string { return s[max(0, len(s)-n):] }

// writeWrong writes each text with a false or missed value of kind, these in
// brackets: + found and not gold, - gold and not found. It is for the eyes of
// who develops: nothing of it may be committed.
func (g *gold) writeWrong(w io.Writer, kind string, from detect.Confidence) {
	for i := range g.texts {
		t := &g.texts[i]
		var wrong []span
		for _, f := range t.found {
			if f.kind == kind && f.confidence >= from && !t.has(t.spans, f) {
				wrong = append(wrong, f)
			}
		}
		for _, s := range t.spans {
			if s.kind == kind && !t.has(sure(t.found, from), s) {
				s.missed = true
				wrong = append(wrong, s)
			}
		}
		for _, s := range wrong {
			sign := "+" + s.confidence.String()
			if s.missed {
				sign = "-"
			}
			before, after := t.text[max(0, s.start-60):s.start], t.text[s.end:min(len(t.text), s.end+60)]
			fmt.Fprintf(w, "%-7s %s: …%q [%s] %q…\n", sign, cmp.Or(s.script, "?"), before, t.text[s.start:s.end], after)
		}
	}
}

// sure returns the spans that were found with at least this confidence.
func sure(found []span, from detect.Confidence) []span {
	return slices.DeleteFunc(slices.Clone(found), func(s span) bool { return s.confidence < from })
}
