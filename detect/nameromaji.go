package detect

func init() {
	register(&Detector{
		ID:  "romaji-name",
		Doc: "Name of a person in Latin letters\n\nSurname and given name in either order; found where a label or column announces it.",
		Labels: []string{
			"ローマ字", "ローマ字氏名", "氏名ローマ字", "英字氏名", "氏名英字", "英語氏名", "アルファベット氏名",
			"romaji", "nameromaji", "romajiname", "romanname", "nameroman", "nameen", "englishname", "eijishimei", "shimeieiji", "cardname", "namealphabet",
		},
		Field: fieldRomaji,
		Good:  []string{"ローマ字：YAMADA TARO", "romaji_name=Hanako Sato"},
		Bad:   []string{"romaji: on", "ローマ字：http://example.jp/"},
	})
}

// fieldRomaji judges two or three words of letters of which at least one reads
// as Japanese syllables.
func fieldRomaji(c *Candidate) Confidence {
	b := c.Text
	i := skipSpaces(b, c.Start, c.End)
	end, words, japanese, known := i, 0, 0, 0
	for j := i; j < c.End && words < 4; {
		k := j
		for k < c.End && (isLetter(b[k]) || b[k] == '\'' || b[k] == '-' && k > j) {
			k++
		}
		if k == j {
			break
		}
		words++
		var buf foldBuffer
		if kana := buf.fromRomaji(b[j:k]); kana != nil {
			japanese++
			if foldedWord(kana, true) > unknown || foldedWord(kana, false) > unknown {
				known++
			}
		}
		end = k
		if k < c.End && b[k] == ',' {
			k++
		}
		j = skipOneSpace(b, k, c.End)
		if j == k && b[k-1] != ',' {
			break
		}
	}
	if c.Cell && trimSpaces(b, i, c.End) != end {
		return None
	}
	if !c.Cell && end < c.End && (b[end] == '=' || b[end] == ':' || b[end] == '(' || b[end] == '.' || b[end] == '_' || b[end] == '/' || isDigit(b[end])) {
		return None
	}
	if words < 2 || words > 3 || end-i > 60 || end-i < 4 {
		return None
	}
	c.Start, c.End = i, end
	if known > 0 {
		c.Evidence |= ByDictionary
	}
	switch {
	case known >= 2 && !c.Weak:
		return High
	case known >= 2, japanese >= 1 && !c.Weak, c.Cell && !c.Weak:
		return Medium
	}
	return None
}
