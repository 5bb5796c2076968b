package detect

import "bytes"

func init() {
	register(&Detector{
		ID:       "jp-name",
		Doc:      "Name of a person in kanji\n\nSurname and given name, with or without a space, old and new forms of kanji alike.",
		Japanese: true,
		Check:    checkName,
		Labels: []string{
			"氏名", "姓名", "~名前", "=氏", "=姓", "苗字", "名字", "=名/2", "氏名漢字", "漢字氏名", "氏名姓", "氏名名/2", "名前姓", "名前名/2", "姓漢字", "名漢字/2", "=セイ", "=メイ/2",
			"宛名", "宛先氏名", "=宛先", "宛名漢字", "受取人", "受取人名", "受取人氏名", "名義人", "名義人名", "口座名義", "口座名義人", "名義", "預金者名", "預金者", "契約者", "契約者名", "加入者名", "加入者",
			"被保険者", "被保険者名", "受給者名", "受給者", "対象者名", "対象者", "申込者", "申込者名", "申込人", "申請者", "申請者名", "届出人", "請求者名", "お客様名", "お客さま名", "顧客名", "=お客様", "会員名", "患者名", "=患者",
			"本人氏名", "世帯主/9", "世帯主名/9", "納税者名", "納税義務者", "納税義務者名", "債務者名", "債務者", "連帯保証人/9", "保証人/9", "利用者名", "生徒名", "児童名", "園児名", "保護者名/9", "学生名", "受験者名", "応募者名", "会葬者名", "差出人/9", "=利用者", "納税者", "保護者/9", "フルネーム", "あて名", "~customer", "~owner", "~displayname", "~cn", "被験者名", "=被験者", "送付先名", "送付先氏名", "届け先名", "届先名", "配送先名", "購入者名", "注文者名", "発送先名", "差出人名/9", "依頼人名/9", "振込依頼人", "振込人", "振込先名義", "住人名", "居住者名", "株主名", "寄付者名", "参加者名", "登録者名", "従業員名", "社員名", "職員名", "相続人", "家族氏名/9", "代理人名/9",
			"債権者名", "債権者", "貸主", "貸主名", "借主", "借主名", "賃貸人", "賃借人", "買主", "買主名", "売主", "売主名", "借受人", "委任者", "受任者", "被相続人", "面談者", "来訪者", "訪問者", "来客者", "応対者", "相談者", "通報者", "遺族", "喪主", "故人", "入居者", "入所者", "入院患者", "所有者", "名義変更先", "受診者", "受験者", "応募者", "当選者", "寄附者", "寄附者名", "組合員名", "株主", "依頼主", "依頼人", "注文者", "購入者", "送り主", "届け先", "お届け先", "受取主", "贈り主", "支払人", "請求先氏名", "振込名義", "振込人名義", "カード名義", "カード名義人", "人物名", "人名", "~者名", "個人名", "実名", "本名", "ご芳名", "芳名", "旧姓/9", "故人名", "筆頭者", "当事者", "被害者", "加害者", "容疑者名", "原告", "被告", "口座名", "本人名", "相手方", "相手先氏名", "患者様名", "受講者", "受講者名", "講習生", "会員", "=seimei", "seimeikanzi", "namelast", "namefamily", "namefirst/2", "namegiven/2", "nameja", "namejp", "~kname", "ownernm", "clntnm", "fullnm", "uktrnm", "セイメイ", "~kyknm", "~kyksnm", "~hhknm", "~uktnm", "~mgnm", "~atnm", "setainushi/9", "setainushimei/9", "setainushishimei/9", "アテナ", "シメイ", "ナマエ", "メイギ", "メイギニン", "ウケトリニン", "ケイヤクシャ", "ケイヤクシヤ", "オキャクサマメイ", "shimei", "simei", "atena", "meigi", "meiginin", "uketorinin", "keiyakusha", "namekanji", "nmkanji", "kanjiname", "kanjishimei", "shimeikanji", "atenakanji",
			// Staff: who made or approved a paper. Their names must be known, and are
			// not those of the persons that an entry is about.
			"~担当者名/9", "~担当者/9", "=~担当/9", "~作成者/9", "~更新者/9", "~登録者/9", "~承認者/9", "~確認者/9", "~検印/9", "~起案者/9", "~起票者/9", "~tanto/9", "~tantosha/9", "~tantousha/9", "~報告者/9", "~記録者/9", "~議事録作成者/9", "~出席者/9", "~欠席者/9", "~参加者/9", "~司会/9", "=~議長/9", "=~書記/9", "~発表者/9", "~講師/9", "~著者/9", "~編集者/9", "~責任者/9", "~オペレータ/9", "~操作者/9", "~実行者/9", "~作業者/9", "~作業担当/9",
			"~name", "~nm", "~namae", "fullname", "customername", "custname", "custnm", "clientname", "membername", "personname", "holdername", "accountholder", "~accountname", "kozamei", "kozaname", "kozameigi", "cardholder", "recipient", "recipientname", "addressee", "addresseename", "patientname", "applicant", "applicantname", "insuredname", "policyholder", "subscribername", "employeename", "studentname", "residentname", "ownername", "payeename", "payername", "~holder",
			"lastname", "lname", "familyname", "surname", "sei", "namesei", "seikanji", "myoji", "lastnm", "firstname/2", "fname/2", "givenname/2", "forename/2", "firstnm/2", "mei/2", "namemei/2", "meikanji/2", "simeimei/2", "nmmei/2",
		},
		Field: fieldName,
		Good:  []string{"氏名：山田太郎", "宛名=\"佐藤 花子 様\"", "山田太郎様", "鈴木一郎 殿"},
		Bad:   []string{"氏名：不明", "お客様各位", "東京駅", "山田", "氏名　住所　電話番号"},
	})
}

// checkName judges names that nothing announced: a full name of the dictionary
// standing free or before an honorific. It stays low without an honorific,
// since places and words look the same; slots and neighbours may raise it.
func checkName(c *Candidate) Confidence {
	s, ok := longestSplit(c.Text, c.Start, c.Hi)
	if !ok {
		return None
	}
	honorific := honorificAt(c.Text, s.end, c.Hi)
	if honorific == 0 {
		if s.end < c.Hi {
			if r, _ := runeAt(c.Text, s.end); scriptOf(r) == kanji || scriptOf(r) == katakana || scriptOf(r) == halfKana {
				return None
			}
		}
	}
	n := nameRunes(c.Text[c.Start:s.end])
	if r, _ := runeAt(c.Text, s.mid); honorific == 0 && !s.spaced && scriptOf(r) != kanji {
		return None // 関ビル, 与える: a given name in kana hardly stands so without a title
	}
	if s.common || n > 8 || n < 3 && !s.spaced && honorific == 0 {
		return None
	}
	if n < 3 && !s.spaced && c.wordBefore() {
		return None // 鷺沼 蓮音 様: the second word of a name
	}
	c.End = s.end
	c.Evidence |= ByDictionary
	switch {
	case honorific > 0:
		if c.Text[s.end] == 0xE6 && bytes.HasPrefix(c.Text[s.end:], dono) && isWord(c.Text[c.Start:s.end+len(dono)]) {
			return None // 東新殿 is a place
		}
		c.Evidence |= ByHonorific
		if s.weight == 0 && n < 4 && c.Start == c.Lo && s.end+honorific == c.Hi {
			return Low // 阿仁小様, 山端大君: entries of a list of places
		}
		return High
	case s.spaced && s.weight > 0 && n >= 3 && !s.places:
		return Medium // hardly anything but names is written so
	}
	return Low
}

// wordBefore reports whether another word of kanji stands before the candidate
// and a single space.
func (c *Candidate) wordBefore() bool {
	space := trimSpaces(c.Text, c.Lo, c.Start)
	if gap := c.Start - space; gap != 1 && !(gap == 3 && c.Text[space] == 0xE3) || space == c.Lo {
		return false
	}
	r, _ := runeBefore(c.Text, space)
	return scriptOf(r) == kanji
}

// fieldName judges a value that a label, column or slot says is a name: the
// frame speaks for it, so its form is enough.
func fieldName(c *Candidate) Confidence {
	if !c.takeName() {
		return None
	}
	value := c.Bytes()
	if notAName(c.set, value) {
		return None
	}
	n := nameRunes(value)
	if c.Cell && !c.Weak && c.Evidence&ByHeader != 0 && n > 1 {
		return High // whatever the dictionary says
	}
	q := nameQuality(value)
	if !c.Cell && c.End < c.Hi && isDigit(c.Text[c.End]) && (n < 3 || q < fullTier2) {
		return None // 令和2年
	}
	if c.Weak && spaceIn(value) < 0 && otherThing(value, n) {
		return None
	}
	switch byCells := c.Evidence&ByHeader == 0; {
	case byCells && c.Cell && isPlace(value):
		return None
	case q >= fullTier2:
		c.Evidence |= ByDictionary
	case n == 1 && !c.OneWord && !(c.Evidence&ByLabel != 0 && !c.Weak && isSurname(value)) && (!c.Cell || byCells):
		return None
	case c.OneWord && n <= 4 && (q >= partly || !isWord(value)):
	case n > 1 && (!c.Cell || byCells) && !plausibleName(value, n):
		return None
	}
	switch {
	case isWord(value) && !c.OneWord && (c.Weak || !c.Cell):
		return None
	case q >= fullTier2:
		if c.Weak {
			return weakName(value)
		}
		return High
	case c.Weak && (n < 3 || n > 6 || !plausibleName(value, n) || isPhrase(value) || endsWith(value, offices)):
		if q == unknown {
			return None
		}
		return Low
	case c.Weak && c.label != "" && c.label[0] >= 0x80:
		return Medium // 名前：, 担当者： and no word
	case c.Weak:
		return Low // "name": where others there are known, so is this
	case c.Cell:
		return High
	}
	return Medium
}

// otherThing reports whether a value under a word such as "name" is a place,
// a thing or no more than a surname.
func otherThing(b []byte, n int) bool {
	if n < 3 || isPlace(b) {
		return true
	}
	if v, ok := lexNames.lookup(b); ok && v&(lexPlace|lexCommon|lexOrganization|lexSurname) != 0 {
		return true
	}
	last, _ := runeBefore(b, len(b))
	switch last {
	case '駅', '港', '湖', '岳', '橋', '寺', '城', '丘', '台', '湾', '岬', '峠', '滝', '市', '山', '川', '島':
		return true
	}
	return roleEndings.words[string(last)]
}

// takeName sets the bounds of the name that begins at c.Start: at most two
// words of kanji and kana, without a title, an honorific or what follows.
func (c *Candidate) takeName() bool {
	b := c.Text
	i := skipSpaces(b, c.Start, c.End)
	if c.Cell { // 普通山田　太郎: two fields of a fixed-length record without a gap
		if w := prefixOf(b[i:c.End], accountTypes[:3]); c.End-i > w+3 {
			i += w
		}
	}
	c.Start = i
	first := wordEnd(b, i, c.End)
	if first == i {
		return false
	}
	end := first
	if next := skipOneSpace(b, first, c.End); next > first && (c.Cell || !c.OneWord) {
		if second := wordEnd(b, next, c.End); second > next && honorificAt(b, next, c.End) != second-next && c.belongs(i, first, next, second-honorificEnding(b[next:second])) {
			end = second
		}
	}
	if h := honorificEnding(b[i:end]); h > 0 && nameRunes(b[i:end-h]) > 1 {
		end = trimSpaces(b, i, end-h)
	}
	if c.Cell && trimSpaces(b, i, c.End) != end && honorificAt(b, skipSpaces(b, end, c.End), c.End) == 0 {
		return false // a cell holds more than a name
	}
	if !c.Cell {
		end = c.withoutParticle(i, end)
	}
	c.End = end
	n := nameRunes(b[i:end])
	return n >= 1 && n <= 14 && hasKanji(b[i:end])
}

// belongs reports whether the word at [next,second) is the given name that
// goes with the word at [i,first), and not the next field of a log.
func (c *Candidate) belongs(i, first, next, second int) bool {
	b := c.Text
	if c.Cell {
		return true
	}
	if second < c.End && (b[second] == '=' || b[second] == ':' || bytes.HasPrefix(b[second:c.End], wideColon)) {
		return false // it is a label
	}
	if second < c.End && c.set.isLabel(b[next:second]) {
		return false
	}
	n1, n2 := nameRunes(b[i:first]), nameRunes(b[next:second])
	v1, ok1 := lexNames.lookup(b[i:first])
	v2, ok2 := lexNames.lookup(b[next:second])
	switch given := ok2 && v2&lexGiven != 0; {
	case ok1 && v1&lexSurname != 0:
		return given || n2 <= 4 && (!isWord(b[next:second]) && (n2 < 4 || !madeOfWords(b[next:second])) || n2 == 1 && valueEnds(b, second, c.End))
	case n1 > 2 && nameQuality(b[i:first]) >= fullTier2 && !given:
		return false
	case given:
		return n1 <= 5
	}
	return n1 <= 3 && n2 <= 3 && (!isWord(b[next:second]) || n2 == 1 && valueEnds(b, second, c.End))
}

var wideColon = []byte("：")
