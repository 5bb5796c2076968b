package detect

// insideWord reports whether what stands between the last word for a building
// and the end of the piece tells a place near or in it: 前, 敷地内.
func insideWord(b []byte) bool {
	if len(b) > 24 {
		return true
	}
	return insideWords.at(b) > 0
}

// kanjiAfter reports whether a kanji stands behind the one or two hiragana of a
// particle at i.
func kanjiAfter(b []byte, i, hi int) bool {
	for n := 0; n < 2 && i < hi; n++ {
		_, w := runeAt(b[:hi], i)
		i += w
		if i < hi && scriptOf(first(b, i)) == kanji {
			return true
		}
	}
	return false
}

// particleAt reports whether a particle stands at the start of b, behind what is
// no hiragana; behind a word for a building any will do.
func particleAt(b []byte, known bool) bool {
	if particleWords.at(b) > 0 {
		return true
	}
	if !known {
		return false
	}
	r, _ := runeAt(b, 0)
	switch r {
	case 'は', 'が', 'と', 'の', 'も', 'や', 'な', 'だ', 'か', 'し':
		return true
	}
	return false
}

// breaksSentence reports whether b goes on with what is said of an address.
func breaksSentence(b []byte) bool {
	return sentenceWords.at(b) > 0
}

// notBuilding reports whether a word after an address is that of the next field.
func notBuilding(b []byte) bool {
	if nextFields.at(b) > 0 {
		return true
	}
	return isCompany(b)
}

// labelAhead reports whether a separator follows: the word before it is a label.
func labelAhead(b []byte) bool {
	r, _ := runeAt(b, 0)
	return r == ':' || r == '：' || r == '=' || r == '＝' || r == '@' || r == '】'
}

// Words that are looked for at a place in the text.
var (
	insideWords   = listOf(`前 内 敷地 側 横 隣 裏 近 駐 玄関 入口 建 の`)
	particleWords = listOf(`に で を から まで より へ さん`)
	sentenceWords = listOf(`在住 居住 在勤 在学 所在 付近 周辺 宛 御中 転居 移転 出身 在宅 と記載 とある とし という の自宅 の部屋 の住 の男 の女 の患者 の本人 の家 の近 の敷地 の隣 の駐車 の店 の事務 である です`)
	nextFields    = listOf(`TEL Tel tel ＴＥＬ Ｔｅｌ FAX Fax ＦＡＸ 電話 携帯 E-mail Email Mail メール http 氏名 代表 担当 ℡`)
)
