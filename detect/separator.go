package detect

// What stands between a label and its value, and behind the value.

// afterLabel skips what stands between a label and its value and reports
// whether any of it separates: at least one of = : > or the like, or a space.
func afterLabel(text []byte, i, hi int) (v int, separated bool) {
	for n := 0; i < hi && n < 40; n++ {
		r, w := runeAt(text, i)
		switch r {
		case ':', '=', '>', '：', '＝', '】', '］', '」', '』', '|', '｜', '→', '⇒', '…', '＞', '〉', '》', ']', '‥', '━', '─', '│', '┃', ';', '；', '/', '／', '〕':
			separated = true
		case '・', '･': // 氏名・・・・甲野, 電話・03, but 所有者・グループ is a list of words
			next, _ := runeAt(text[:hi], min(i+w, hi-1))
			if !separated && (i+w >= hi || next != r && !digitOrWide(text, i+w, hi)) {
				return i, false
			}
			separated = true
		case ' ', '　', '\t', '"', '\'', '\\', '「', '『', '【', '［', '[', '`', '“', '”', '＂', '\u00a0', '〔':
			separated = separated || r != '"' && r != '\'' && r != '\\' && r != '`'
		case ')', '）':
		case '-', '－', '–': // ->, and a dash between spaces or wide ones
			switch dash := i > 0 && text[i-1] == ' ' && i+w < hi && text[i+w] == ' '; {
			case dash, r == '－' && i+w < hi && text[i+w] >= 0xE3:
				separated = true
			case r != '-' || i+1 == hi || text[i+1] != '>':
				return i, separated
			}
		case '.':
			if i+1 == hi || text[i+1] != '.' && text[i-1] != '.' {
				return i, separated
			}
			separated = true
		case '<', '〈', '《', '＜':
			if !separated {
				return i, false
			}
		default:
			return i, separated
		}
		i += w
	}
	return i, separated
}

// valueEnds reports whether a value certainly ends at i: a quote, a bracket, a
// comma or the end of the line, and not the space before the next field.
func valueEnds(b []byte, i, hi int) bool {
	if n := skipSpaces(b, i, hi); n < hi && b[n] == '|' {
		i = n
	}
	if i >= hi {
		return true
	}
	switch r, _ := runeAt(b[:hi], i); r {
	case '"', '\'', ',', ';', '<', '|', '\t', ']', ')', '}', '、', '。', '」', '』', '】', '）', '］':
		return true
	}
	return honorificAt(b, i, hi) > 0
}

// isParticle reports whether r goes on with a sentence behind a name.
func isParticle(r rune) bool {
	switch r {
	case 'は', 'が', 'を', 'の', 'に', 'と', 'も', 'へ', 'で':
		return true
	}
	return false
}

// withoutParticle returns the end of the name at [i,end) without the particle that
// a sentence goes on with: 借主 佐藤は.
func (c *Candidate) withoutParticle(i, end int) int {
	if end == c.End {
		return end
	}
	r, w := runeBefore(c.Text[:end], end)
	if before, _ := runeBefore(c.Text[:end], end-w); (r == 'は' || r == 'が' || r == 'を') && end-w > i && scriptOf(before) == kanji {
		return end - w
	}
	return end
}
