package output

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/report"
)

// manyTargets is a probe of a network in which each address answers on its own
// ports, with so many forbidden ports open.
func manyTargets(targets, opens int) *report.Run {
	r := probeRun()
	r.Targets, r.Open = nil, nil
	a := netip.MustParseAddr("10.20.0.0")
	for i := range targets {
		t := report.Target{From: "office", To: "print", Host: a.String(), Source: "10.10.1.21", Attempts: int64(40 + i%9), Refused: fmt.Sprintf("22,80,%d", 1024+i%60000), Filtered: "21,23,139,443,515,631,3389,9100", First: r.Started, Last: r.Finished}
		if i < opens {
			t.Open = "445"
			r.Open = append(r.Open, report.Open{From: "office", To: "print", Host: t.Host, Name: fmt.Sprintf("pc%04d.print.example", i), Port: 445, Protocol: "tcp", Service: "smb", Verified: i%2 == 0, Banner: "SMB 3.1.1", Verdict: report.PathViolation, Source: "10.10.1.21", Attempts: 1, At: r.Started, Millis: 0.5})
		}
		r.Targets = append(r.Targets, t)
		a = a.Next()
	}
	return r
}

// A network of 65,536 addresses with 1,000 open ports can be opened in every format.
func TestManyTargets(t *testing.T) {
	many := 65_536
	if raceDetector {
		many = 4096 // it looks for races, not for size
	}
	r := manyTargets(many, 1000)
	for _, format := range []string{"table", "markdown", "html", "xlsx"} {
		var b bytes.Buffer
		began := time.Now()
		if err := Lookup(format).Write(&b, r, Options{Lang: "ja"}); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %s in %v", format, size(int64(b.Len())), time.Since(began).Round(time.Millisecond))
		switch format {
		case "table", "markdown":
			if !strings.Contains(b.String(), "950 ") {
				t.Errorf("%s does not say that 950 open ports are left out", format)
			}
			if b.Len() > 1<<20 {
				t.Errorf("%s: got %d bytes, want a report that people read", format, b.Len())
			}
		case "html":
			var data struct {
				Rows    int
				Address []int
			}
			unpacked(t, b.String(), "targets-data", &data)
			if data.Rows != len(r.Targets) || len(data.Address) != data.Rows {
				t.Errorf("the page holds %d targets, want %d", data.Rows, len(r.Targets))
			}
			unpacked(t, b.String(), "opens-data", &data)
			if data.Rows != 1000 {
				t.Errorf("the page holds %d open ports, want 1,000", data.Rows)
			}
			if got := strings.Count(b.String(), "<tr>"); got > 2*htmlPrinted+200 {
				t.Errorf("got %d rows without the script, want %d of a list at most", got, htmlPrinted)
			}
			if !strings.Contains(b.String(), grouped(int64(len(r.Targets)))) {
				t.Error("the page does not say how many targets are left out")
			}
		}
	}
}

// In a browser the lists of a probe find, sort and open; the page complains about
// nothing and asks for nothing.
func TestProbeInBrowser(t *testing.T) {
	b := newBrowser(t)
	b.visit(pageFile(t, manyTargets(65_536, 1000), "ja"), true)
	b.eval(strings.ReplaceAll(listTools, "findings", "opens"))
	for _, test := range []struct{ what, expression, want string }{
		{"all open ports", "said()", "1,000 件 / 全 1,000 件"},
		{"the first", "cells('address')[0]", "10.20.0.0"},
		{"its verdict", "cells('verdict')[0]", "✕ 違反 (禁止・到達可)"},
		{"a name", "search('pc0999').then(() => said())", "1 件 / 全 1,000 件"},
		{"its address", "cells('address')[0]", "10.20.3.231"},
		{"all again", "(reset(), said())", "1,000 件 / 全 1,000 件"},
		{"numbers as numbers", "(sortBy('address'), sortBy('address'), cells('address')[0])", "10.20.3.231"},
		{"an opened row tells all", "rows()[0].click(), new Promise(done => setTimeout(done, 300)).then(() => document.querySelector('.list-opens .detail').textContent.includes('所要 (ms)0.5'))", "true"},
		{"targets", "document.querySelector('.list-targets .status').textContent", "65,536 件 / 全 65,536 件"},
		{"each ID once", "(() => { const all = [...document.querySelectorAll('[id]')].map(e => e.id); return all.length - new Set(all).size; })()", "0"},
		{"links lead somewhere", "[...document.querySelectorAll('a')].filter(a => !document.getElementById(a.getAttribute('href').slice(1))).length", "0"},
		{"fields have names", "[...document.querySelectorAll('input, select')].filter(e => !e.labels.length).length", "0"},
		{"headings of tables have a scope", "document.querySelectorAll('th:not([scope])').length", "0"},
		{"plain tables are replaced", "document.getElementById('targets-static').classList.contains('replaced')", "true"},
	} {
		if got := fmt.Sprint(b.eval(test.expression)); got != test.want {
			t.Errorf("%s: got %s, want %s", test.what, got, test.want)
		}
	}
	b.quiet()
}
