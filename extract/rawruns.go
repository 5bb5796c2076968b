package extract

import "slices"

// appendRuns8 appends the runs of all charsets but UTF-16, in order. No run
// holds a control character but tabs.
func appendRuns8(dst []run, b []byte) []run {
	g := gains()
	for i, last := 0, -nearGap-1; i < len(b); {
		need := runScore
		if i-last <= nearGap {
			need = nearRun
		}
		n, from, lanes := len(dst), 0, uint32(0)
		from, i, lanes = g.piece(b, i, need)
		dst = appendPiece(dst, b[:i], from, lanes, need, g)
		if far := len(dst) > n && dst[n].from-last > nearGap; far && need < runScore {
			need = runScore
			dst = append(dst[:n], takeRuns(dst[n:], need)...)
		}
		if len(dst) == n {
			continue
		}
		if need == runScore { // what comes shortly before is taken too
			first := slices.Clone(dst[n:])
			dst = dst[:n]
			for j := max(last, first[0].from-nearGap, 0); j < first[0].from; {
				from, j, lanes = g.piece(b[:first[0].from], j, nearRun)
				dst = appendPiece(dst, b[:j], from, lanes, nearRun, g)
			}
			dst = append(dst, first...)
		}
		last = dst[len(dst)-1].to
	}
	return dst
}

// piece finds the next piece between control characters, from i on, that may
// hold a run that reaches a score, and the lanes in which it may. Of random bytes
// few pieces are long and likely enough, so the loop does nothing but ask.
func (g *rawGains) piece(b []byte, i, need int) (from, to int, lanes uint32) {
	const top = 128 * laneOnes
	start := uint32(128-need) * laneOnes
	sum := start
	for low := i; i < len(b); i++ {
		v := g.bound[b[i]]
		mask := uint32(int32(v) >> 31)
		sum = (sum+v&^inRun)&mask | start&^mask
		if sum&top == 0 {
			continue
		}
		from = i
		for from > low && g.bound[b[from-1]] != 0 {
			from--
		}
		for to = i + 1; to < len(b) && g.bound[b[to]] != 0; to++ {
			lanes |= sum & top
			sum = sum&^top + g.bound[b[to]]&^inRun
		}
		return from, to, lanes | sum&top
	}
	return i, i, 0
}

// appendPiece appends the runs in b[from:] that reach a score.
func appendPiece(dst []run, b []byte, from int, lanes uint32, need int, g *rawGains) []run {
	n := len(dst)
	if lanes>>laneUTF8&128 != 0 {
		dst = appendUTF8Runs(dst, b, from, g)
	}
	if lanes>>8 != 0 && indexHigh(b[from:]) < len(b)-from {
		if lanes>>laneCP932&128 != 0 {
			dst = appendCP932Runs(dst, b, from, g)
		}
		if lanes>>laneEUC&128 != 0 {
			dst = appendEUCRuns(dst, b, from, g)
		}
	}
	if len(dst) == n {
		return dst
	}
	return append(dst[:n], takeRuns(untangle(dst[n:]), need)...)
}

// takeRuns returns those of runs that reach a score, and those near to them.
func takeRuns(runs []run, need int) []run {
	strong := slices.IndexFunc(runs, func(u run) bool { return u.score >= need })
	if strong < 0 {
		return nil
	}
	for strong > 0 && runs[strong].from-runs[strong-1].to <= nearGap {
		strong--
	}
	taken := runs[:0]
	for _, u := range runs[strong:] {
		if u.score >= need || len(taken) == 0 || u.from-taken[len(taken)-1].to <= nearGap {
			taken = append(taken, u)
		}
	}
	return taken
}

// A rise follows the score of text from character to character and remembers
// where it was highest, and since where it was above zero.
type rise struct {
	start, score int
	lead         int // where the character before start began, if a run may include it
	best         run
	trail        int // best.to, or after one more character
}

// again lowers the gain of the n bytes that end at i if the n before are the same
// character: pixels repeat. Text has a letter twice, seldom three times; digits
// may repeat.
func again(b []byte, i, n, gain int) int {
	if i < 2*n || b[i-1] != b[i-1-n] || b[i-n] != b[i-2*n] || '0' <= b[i-n] && b[i-n] <= '9' {
		return gain
	}
	if i < 3*n || b[i-1] != b[i-1-2*n] || b[i-n] != b[i-3*n] {
		return min(gain, 0)
	}
	return min(gain, -8)
}

// rareKanji reports whether a gain is that of a character which may begin or end
// a run though it is not likely: a rare kanji in a name.
func rareKanji(gain, n int) bool {
	return n > 1 && (gain == 16*n-costRare || gain == 16*n-costLevel2)
}

// add adds the gain of the n bytes that end at to. It returns false where a run
// ends.
func (s *rise) add(gain, n, to int) bool {
	s.score += gain
	switch {
	case s.score > 0 && s.score >= s.best.score:
		s.best.from, s.best.to, s.best.score = s.lead, to, s.score
		s.trail = to
	case s.score <= 0:
		s.score, s.start, s.lead = 0, to, to
		if rareKanji(gain, n) {
			s.lead = to - n
		}
		return s.best.score < nearRun
	case s.score < s.best.score-runDrop:
		return false
	case s.best.to == to-n && rareKanji(gain, n):
		s.trail = to
	}
	return true
}

// flush appends the best run to dst, if it is one, and begins anew at next.
func (s *rise) flush(dst []run, cs charset, next int) []run {
	if s.best.score >= nearRun && s.trail-s.best.from >= runBytes {
		s.best.cs, s.best.to = cs, s.trail
		dst = append(dst, s.best)
	}
	*s = rise{start: next, lead: next}
	return dst
}
