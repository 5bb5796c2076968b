package main

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// readItaiji reads itaiji.txt and returns, for each variant, the kanji it is
// looked up as. The kanji of a pair is never itself a variant.
func readItaiji(text []byte) (map[rune]rune, error) {
	canon := map[rune]rune{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		if lines.Text() == "" || lines.Text()[0] == '#' {
			continue
		}
		to, variants, ok := strings.Cut(lines.Text(), "\t")
		r, size := utf8.DecodeRuneInString(to)
		if !ok || size != len(to) {
			return nil, fmt.Errorf("line %d: not a kanji, a tab and its variants", n)
		}
		for _, v := range variants {
			if canon[v] != 0 {
				return nil, fmt.Errorf("line %d: %c is a variant twice", n, v)
			}
			canon[v] = r
		}
	}
	for v, r := range canon {
		if canon[r] != 0 {
			return nil, fmt.Errorf("%c stands for %c, which is a variant", r, v)
		}
	}
	return canon, lines.Err()
}

// A folder says which rune a rune is looked up as.
type folder struct {
	itaiji map[rune]rune
	more   map[rune]rune // after that: what only one dictionary folds
}

func (f folder) fold(r rune) rune {
	r = compatible(r)
	if to, ok := f.itaiji[r]; ok {
		r = to
	}
	if to, ok := f.more[r]; ok {
		r = to
	}
	return r
}

// compatible returns the one rune that r is a compatibility form of: full-width
// ASCII, the ideographs that Unicode has twice (U+F900-FAFF and
// U+2F800-2FA1F) and the radicals, which some PDF files have for kanji. Other
// compatibility forms stay: ① is no 1 where a word is looked for, and a kana of
// half width may be half of a character.
func compatible(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E, r >= 0xF900 && r <= 0xFAFF, r >= 0x2F800 && r <= 0x2FA1F, r >= 0x2E80 && r <= 0x2FDF:
		whole := norm.NFKC.String(string(r))
		if to, size := utf8.DecodeRuneInString(whole); size == len(whole) {
			return to
		}
	}
	return r
}

// katakana maps hiragana, and ゝ ゞ, to katakana.
func katakana() map[rune]rune {
	m := map[rune]rune{'ゝ': 'ヽ', 'ゞ': 'ヾ'}
	for r := 'ぁ'; r <= 'ゖ'; r++ {
		m[r] = r + ('ァ' - 'ぁ')
	}
	return m
}

// placeForms maps what offices, maps and people write one for the other in
// names of places: 霞ヶ関 霞ケ関 霞が関, 井ノ頭 井の頭 井之頭, 三ツ沢 三ッ沢,
// 塩竈 塩釜.
func placeForms() map[rune]rune {
	return map[rune]rune{
		'ヶ': 'ケ', 'が': 'ケ', 'ガ': 'ケ', 'ヵ': 'ケ',
		'の': 'ノ', '之': 'ノ', '乃': 'ノ',
		'ッ': 'ツ', 'っ': 'ツ', 'つ': 'ツ',
		'竈': '釜', // 塩竈市 writes itself so, nearly nobody else does
		'娄': '婁', '巿': '市', '阪': '坂', '斉': '斎', '畠': '畑', '淵': '渕',
	}
}
