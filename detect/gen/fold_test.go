package main

import (
	"os"
	"testing"
)

func TestFold(t *testing.T) {
	text, err := os.ReadFile("data/itaiji.txt")
	if err != nil {
		t.Fatal(err)
	}
	itaiji, err := readItaiji(text)
	if err != nil {
		t.Fatal(err)
	}
	persons, towns := folder{itaiji: itaiji}, folder{itaiji: itaiji, more: placeForms()}
	readings := folder{more: katakana()}
	for _, c := range []struct {
		folder
		what       string
		from, want rune
	}{
		{persons, "the printed and the written form", '髙', '高'},
		{persons, "one beyond U+FFFF", '𠮷', '吉'},
		{persons, "one that Unicode calls compatible but is none", '﨑', '崎'},
		{persons, "a compatibility form", '\uFA19', '神'},
		{persons, "a compatibility form of an old form", '\uFA45', '海'},
		{persons, "a radical", '⼭', '山'},
		{persons, "full width", 'Ａ', 'A'},
		{persons, "two characters that are read alike", '斎', '斎'},
		{persons, "their old forms", '齊', '斉'},
		{persons, "two that mean alike", '弘', '弘'},
		{persons, "kana", 'ヶ', 'ヶ'},
		{persons, "a half of a character", 'ｶ', 'ｶ'},
		{persons, "a sign", '①', '①'},
		{towns, "kana in a town", 'ヶ', 'ケ'},
		{towns, "hiragana in a town", 'が', 'ケ'},
		{towns, "kanji for kana in a town", '之', 'ノ'},
		{towns, "an old form in a town", '濱', '浜'},
		{readings, "hiragana in a reading", 'す', 'ス'},
		{readings, "the last hiragana", 'ゖ', 'ヶ'},
		{readings, "a repeated kana", 'ゞ', 'ヾ'},
	} {
		if got := c.fold(c.from); got != c.want {
			t.Errorf("%s: %c becomes %c, want %c", c.what, c.from, got, c.want)
		}
	}
}

func TestReadItaijiRefuses(t *testing.T) {
	for what, text := range map[string]string{
		"no tab": "高髙\n", "two kanji": "高橋\t髙\n", "a variant twice": "高\t髙\n橋\t髙\n", "a chain": "高\t髙\n髙\t橋\n",
	} {
		if _, err := readItaiji([]byte(text)); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}
