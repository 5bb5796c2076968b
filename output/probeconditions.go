package output

import (
	"fmt"
	"strings"
	"time"

	"github.com/shikiri/shikiri/report"
)

// conditions returns how a probe tried, and what it did not try.
func (v *probeView) conditions() []condition {
	w := v.words
	sweep, verify := false, false
	var tried, pace []string
	for i := range v.run.Vantages {
		x := &v.run.Vantages[i]
		sweep, verify = sweep || x.Sweep, verify || x.Verify
		tried = appendNew(tried, visible(ports(x.Ports)))
		pace = appendNew(pace, v.how(x))
	}
	way, scope := w.Says["way"]+v.space()+w.Says["guess"], w.Says["hosts"]
	if verify {
		way = w.Says["way"] + v.space() + w.Says["verify"]
	}
	if sweep {
		scope = w.Says["sweep"]
	}
	c := w.Conditions
	return []condition{
		{c["way"], way}, {c["scope"], scope}, {c["ports"], strings.Join(tried, " / ")}, {c["pace"], strings.Join(pace, " / ")},
		{c["not"], w.Says["not"]}, {c["proof"], w.Says["proof"]}, {c["clock"], w.Says["clock"]},
	}
}

// space stands between two sentences.
func (v *probeView) space() string {
	if v.page.opts.Lang == "ja" {
		return ""
	}
	return " "
}

func appendNew(all []string, text string) []string {
	for _, s := range all {
		if s == text {
			return all
		}
	}
	return append(all, text)
}

// evidence is what a test of segmentation has to show, item by item: PCI DSS
// v4.0.1, 11.4.5 and 11.4.6. moment says a time as the format has it.
func (v *probeView) evidence(moment func(time.Time) string) []condition {
	w, c, r := v.words, countPaths(v.run), v.run
	var sources, times, tools, policies []string
	for i := range r.Vantages {
		x := &r.Vantages[i]
		source := visible(x.Host)
		if len(x.Addresses) > 0 {
			source += " (" + v.some(x.Addresses, 8) + ")"
		}
		sources = appendNew(sources, source)
		times = appendNew(times, moment(x.Started)+" - "+moment(x.Finished))
		tools = appendNew(tools, visible(strings.TrimSpace(x.Tool.Name+" "+x.Tool.Version)))
		policies = appendNew(policies, visible(x.Tool.Policy))
	}
	swept := int64(0)
	for i := range r.Swept {
		swept += r.Swept[i].Hosts
	}
	result := fmt.Sprintf(w.Says["result"], grouped(c.Open), grouped(c.Refused), grouped(c.Filtered), grouped(c.Unreachable), grouped(c.Intercepted), grouped(c.NotTried))
	n := w.Conditions
	return []condition{
		{n["source"], strings.Join(sources, ", ")}, {n["target"], fmt.Sprintf(w.Says["target"], grouped(len(r.Targets)), grouped(swept))}, {n["port"], w.Says["port"]},
		{n["attempts"], fmt.Sprintf(w.Says["attempts"], grouped(c.Attempts), grouped(c.Tried))}, {n["result"], result + " · " + v.verdicts()}, {n["time"], strings.Join(times, ", ")},
		{n["tool"], strings.Join(tools, ", ")}, {n["policy"], strings.Join(policies, ", ")}, {n["rest"], w.Says["rest"]},
	}
}

// verdicts counts flows by their verdicts.
func (v *probeView) verdicts() string {
	counts := map[string]int{}
	for i := range v.run.Flows {
		counts[v.run.Flows[i].Judged()]++
	}
	var all []string
	for _, verdict := range []string{report.PathViolation, report.PathNotProved, report.PathClosed, report.PathAllowed, report.PathNotOpen} {
		if n := counts[verdict]; n > 0 {
			all = append(all, "["+v.words.Verdicts[verdict]+"] "+grouped(n))
		}
	}
	return strings.Join(all, " ")
}
