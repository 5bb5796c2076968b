package detect

import "bytes"

// Honorifics stand behind names in kana too: ヤマダ様, やまだたろう様, さとう花子様,
// スミスさん. What is no known name may be anybody: お客さま, ユーザー様.

// honoredKana looks for the name in kana, or with a surname in kana, that ends at
// end before the honorific at at, in the word that begins at start, and reports
// whether it is for no one else to judge.
func (s *Scanner) honoredKana(start, end, at int) bool {
	text := s.c.Text
	if s.set.kana < 0 || end-start < 6 || end-start > 60 {
		return false
	}
	from := runBefore(text, start, end, 1<<katakana|1<<hiragana|1<<halfKana)
	detector, conf := s.set.kana, None
	switch {
	case from == end: // さとう花子
		if kana := kanaEnd(text, start, end); kana > start && kanaWord(text[start:kana], true) == full && wordQuality(text[kana:end], false) == full {
			detector, from, conf = s.set.name, start, High
		}
	case from > start && !s.freeLeft(from): // 株式会社ヤマダ
		return false
	case s.afterWord(from): // 鷺沼 さくら 様
		return false
	default:
		conf = kanaHonored(text[from:end])
	}
	if conf == None || s.foundAfter(from) {
		return false
	}
	if bytes.HasPrefix(text[at:], san) && !isForeign(text[from:end], false) {
		conf = min(conf, Low)
	}
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = from, end, ByHonorific|ByDictionary, false
	s.emit(detector, conf, 0, s.columnOrFrame(from, end))
	return true
}

// afterWord reports whether another word of kanji stands before i and a space.
func (s *Scanner) afterWord(i int) bool {
	s.c.Start = i
	return s.c.wordBefore()
}

// kanaHonored judges kana before an honorific.
func kanaHonored(b []byte) Confidence {
	n := kanaRunes(b)
	if w, ok := lexWords.lookup(b); n < 2 || kanaPlaceholders.has(b) || ok && w&wordCommon != 0 && w&wordName == 0 {
		return None
	}
	r, _ := runeAt(b, 0)
	if scriptOf(r) != hiragana && isForeign(b, false) {
		return Medium
	}
	var buf foldBuffer
	v, ok := lexKana.lookup(buf.katakana(b))
	switch {
	case n >= joinedRunes && kanaQuality(b) == full && scriptOf(r) != hiragana:
		return High
	case n >= joinedRunes && kanaQuality(b) == full:
		return Medium
	case ok && n >= 3 && scriptOf(r) != hiragana && (lexSurnameWeight(v) >= commonSurname || lexGivenWeight(v) >= commonSurname):
		return Medium
	}
	return None
}
