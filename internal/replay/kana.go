package replay

import "strings"

// halfKana returns katakana in half-width form, sound marks on their own. Small
// kana are written large if large is set, as banks do.
func halfKana(s string, large bool) string {
	var b strings.Builder
	for _, r := range s {
		if large {
			if big, ok := largeKana[r]; ok {
				r = big
			}
		}
		if h, ok := halfWidth[r]; ok {
			b.WriteString(h)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

var largeKana = map[rune]rune{'ァ': 'ア', 'ィ': 'イ', 'ゥ': 'ウ', 'ェ': 'エ', 'ォ': 'オ', 'ッ': 'ツ', 'ャ': 'ヤ', 'ュ': 'ユ', 'ョ': 'ヨ'}

var halfWidth = func() map[rune]string {
	full := []rune("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォッャュョー　")
	half := []rune("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｯｬｭｮｰ ")
	m := map[rune]string{'ヴ': "ｳﾞ", 'ヶ': "ｹ"}
	for i, r := range full {
		m[r] = string(half[i])
	}
	for i, r := range []rune("ガギグゲゴザジズゼゾダヂヅデドバビブベボ") {
		m[r] = m[[]rune("カキクケコサシスセソタチツテトハヒフヘホ")[i]] + "ﾞ"
	}
	for i, r := range []rune("パピプペポ") {
		m[r] = m[[]rune("ハヒフヘホ")[i]] + "ﾟ"
	}
	return m
}()

// hiragana returns katakana as hiragana.
func hiragana(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'ァ' && r <= 'ヴ' {
			return r - 0x60
		}
		return r
	}, s)
}

var syllables = func() map[string]string {
	m := map[string]string{}
	for _, w := range strings.Fields(`ア=a イ=i ウ=u エ=e オ=o カ=ka キ=ki ク=ku ケ=ke コ=ko サ=sa シ=shi ス=su セ=se ソ=so
		タ=ta チ=chi ツ=tsu テ=te ト=to ナ=na ニ=ni ヌ=nu ネ=ne ノ=no ハ=ha ヒ=hi フ=fu ヘ=he ホ=ho マ=ma ミ=mi ム=mu メ=me モ=mo
		ヤ=ya ユ=yu ヨ=yo ラ=ra リ=ri ル=ru レ=re ロ=ro ワ=wa ヲ=o ン=n ガ=ga ギ=gi グ=gu ゲ=ge ゴ=go ザ=za ジ=ji ズ=zu ゼ=ze ゾ=zo
		ダ=da ヂ=ji ヅ=zu デ=de ド=do バ=ba ビ=bi ブ=bu ベ=be ボ=bo パ=pa ピ=pi プ=pu ペ=pe ポ=po ヴ=vu
		キャ=kya キュ=kyu キョ=kyo シャ=sha シュ=shu ショ=sho チャ=cha チュ=chu チョ=cho ニャ=nya ニュ=nyu ニョ=nyo ヒャ=hya ヒュ=hyu
		ヒョ=hyo ミャ=mya ミュ=myu ミョ=myo リャ=rya リュ=ryu リョ=ryo ギャ=gya ギュ=gyu ギョ=gyo ジャ=ja ジュ=ju ジョ=jo ビャ=bya ビュ=byu
		ビョ=byo ピャ=pya ピュ=pyu ピョ=pyo フィ=fi フェ=fe ファ=fa ティ=ti ディ=di シェ=she ジェ=je チェ=che ヴィ=vi ェ=e ィ=i ァ=a ォ=o ゥ=u`) {
		k, v, _ := strings.Cut(w, "=")
		m[k] = v
	}
	return m
}()

// romaji returns katakana in Hepburn romaji as passports have it: long vowels
// are not marked (オオノ Ono, ユウコ Yuko), the first letter is a capital.
func romaji(s string) string {
	rs := []rune(s)
	out := ""
	double := false
	for i := 0; i < len(rs); i++ {
		syl, ok := "", false
		if i+1 < len(rs) {
			if syl, ok = syllables[string(rs[i:i+2])]; ok {
				i++
			}
		}
		if !ok {
			switch rs[i] {
			case 'ッ':
				double = true
				continue
			case 'ー':
				continue
			}
			syl = syllables[string(rs[i])]
		}
		if double && syl != "" {
			syl = strings.Replace(syl[:1], "c", "t", 1) + syl
			double = false
		}
		out += syl
	}
	out = strings.NewReplacer("ou", "o", "oo", "o", "uu", "u", "nb", "mb", "np", "mp", "nm", "mm").Replace(out)
	return strings.ToUpper(out[:1]) + out[1:]
}
