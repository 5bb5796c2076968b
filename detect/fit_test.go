package detect

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

var fitOn = flag.String("fit", "", "fit the weights of names in sentences on these `FILES`, separated by spaces, and write proseweights.go")

// TestFit fits the weights of prose.go by logistic regression, on texts whose
// names are known (internal/eval has the format), and writes proseweights.go.
// With two halves of the texts it first prints what one half teaches for the
// other.
func TestFit(t *testing.T) {
	if *fitOn == "" {
		t.Skip("-fit is not given")
	}
	var all []*fitText
	for _, name := range strings.Fields(*fitOn) {
		all = append(all, readFit(t, name)...)
	}
	for half := range 2 {
		var learn, check []*fitText
		for i, x := range all {
			if i/40%2 == half {
				learn = append(learn, x)
			} else {
				check = append(check, x)
			}
		}
		m := fit(learn)
		for _, from := range []float64{-1.5, -1, -0.5, 0, 0.5, 1, 2, 3} {
			t.Log(m.measure(check, from))
		}
	}
	m := fit(all)
	t.Log("all on itself: ", m.measure(all, -1), m.measure(all, 0))
	if err := os.WriteFile("proseweights.go", m.source(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A fitText is a clause with the spans in it.
type fitText struct {
	spans []fitSpan
	gold  int // names in Japanese script that it holds
	bytes int
}

type fitSpan struct {
	features
	start, end int
	name       bool
}

func readFit(t *testing.T, name string) (all []*fitText) {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	s := set.Scanner()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var row struct {
			Text  string
			Spans []struct {
				Start int `json:"start_byte"`
				End   int `json:"end_byte"`
				Type  string
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		gold := map[[2]int]bool{}
		x := &fitText{bytes: len(row.Text)}
		for _, g := range row.Spans {
			if g.Type == "NAME" && strings.ContainsFunc(row.Text[g.Start:g.End], func(r rune) bool { return scriptOf(r) == kanji || scriptOf(r) == hiragana }) {
				gold[[2]int{g.Start, g.End}] = true
			}
		}
		x.gold = len(gold)
		s.c.Text = []byte(row.Text)
		for lo := 0; lo < len(row.Text); {
			hi := lo
			for hi < len(row.Text) && row.Text[hi] != '\n' {
				hi++
			}
			s.fitLine(x, lo, hi, gold)
			lo = hi + 1
		}
		all = append(all, x)
	}
	return all
}

// fitLine adds the spans of all clauses of a line.
func (s *Scanner) fitLine(x *fitText, lo, hi int, gold map[[2]int]bool) {
	text, p := s.c.Text, &s.prose
	for i := lo; i < hi; {
		r, w := runeAt(text[:hi], i)
		if scriptOf(r) != kanji {
			i += w
			continue
		}
		l := &p.lattice
		l.read(text, clauseStart(text, lo, i), clauseEnd(text, i, hi))
		l.weigh()
		s.score(lo, hi)
		for k := range l.nspans {
			sp := &l.spans[k]
			start, end := int(l.at[sp.start]), int(l.at[sp.end])
			if start < i || scriptOf(l.runes[sp.start]) != kanji {
				continue
			}
			f := fitSpan{start: start, end: end, name: gold[[2]int{start, end}]}
			s.features(&f.features, k, lo, hi)
			x.spans = append(x.spans, f)
		}
		i = max(i+w, int(l.at[l.n]))
	}
}

type fitModel struct {
	bias   float64
	slopes [nameGroups]float64
	w      [featureCount]float64
}

func (m *fitModel) score(f *features) float64 {
	sum := m.bias + m.slopes[f.group]*f.logit
	for _, at := range f.list[:f.n] {
		sum += m.w[at]
	}
	return sum
}

// fit learns by stochastic descent with AdaGrad; what is rare is held near 0.
func fit(texts []*fitText) *fitModel {
	var all []*fitSpan
	for _, x := range texts {
		for i := range x.spans {
			all = append(all, &x.spans[i])
		}
	}
	m := &fitModel{slopes: [nameGroups]float64{0.6, 0.6, 0.4, 0.3}}
	var g fitModel
	random := rand.New(rand.NewPCG(1, 1))
	const hold = 0.0005
	for range 30 {
		for _, i := range random.Perm(len(all)) {
			f := all[i]
			d := 1 / (1 + math.Exp(-m.score(&f.features)))
			if f.name {
				d--
			}
			step := func(w, sum *float64, grad float64) {
				*sum += grad * grad
				*w -= 0.15 * grad / (0.01 + math.Sqrt(*sum))
			}
			for _, at := range f.list[:f.n] {
				step(&m.w[at], &g.w[at], d+hold*m.w[at])
			}
			step(&m.slopes[f.group], &g.slopes[f.group], d*f.logit)
			step(&m.bias, &g.bias, d)
		}
	}
	return m
}

// measure picks the surest spans, as clause does, and counts.
func (m *fitModel) measure(texts []*fitText, from float64) string {
	gold, found, right, bytes := 0, 0, 0, 0
	for _, x := range texts {
		gold += x.gold
		bytes += x.bytes
		taken := map[int]bool{}
		for {
			best, top := -1, from
			for k := range x.spans {
				if sc := m.score(&x.spans[k].features); sc >= top && !overlaps(taken, &x.spans[k]) {
					best, top = k, sc
				}
			}
			if best < 0 {
				break
			}
			for i := x.spans[best].start; i < x.spans[best].end; i++ {
				taken[i] = true
			}
			found++
			if x.spans[best].name {
				right++
			}
		}
	}
	p, r := float64(right)/float64(max(1, found)), float64(right)/float64(max(1, gold))
	return fmt.Sprintf("from %4.1f: %d of %d, found %d: P %.3f R %.3f F1 %.3f", from, right, gold, found, p, r, 2*p*r/(p+r))
}

func overlaps(taken map[int]bool, s *fitSpan) bool {
	for i := s.start; i < s.end; i++ {
		if taken[i] {
			return true
		}
	}
	return false
}

// source writes the weights in hundredths, as Go.
func (m *fitModel) source() []byte {
	var b strings.Builder
	h := func(v float64) int { return int(math.Round(min(max(v, -20), 20) * 100)) }
	fmt.Fprintf(&b, "package detect\n\n// Written by fit_test.go: hundredths of log odds.\n\nconst proseBias = %d\n\nvar proseSlopes = [nameGroups]int16{", h(m.bias))
	for i, v := range m.slopes {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, h(v))
	}
	b.WriteString("}\n\nvar proseWeights = [featureCount]int16{")
	for i, v := range m.w {
		if i%20 == 0 {
			b.WriteString("\n\t")
		} else {
			b.WriteString(" ")
		}
		fmt.Fprintf(&b, "%d,", h(v))
	}
	b.WriteString("\n}\n")
	return []byte(b.String())
}
