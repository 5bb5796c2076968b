package detect

import (
	"fmt"
	"strings"
	"testing"
)

// Lists of addresses with any sign for an item hold one address a line, each
// to its end.
func TestAddressesInLists(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	addresses := []string{
		"東京都新宿区西新宿2丁目8番1号", "大阪府大阪市北区梅田1-2-3", "名古屋市中区栄3-4-5", "神奈川県横浜市西区みなとみらい2-2-1 若葉ビル3F", "北区赤羽台1-2-3", "札幌市中央区北一条西2丁目3-4",
		"福岡県福岡市博多区博多駅前3丁目1-1", "〒530-0001 大阪府大阪市北区梅田4-5-6", "千葉市美浜区中瀬2-6 ひまわり荘201",
	}
	var want []string
	for _, a := range addresses {
		want = append(want, strings.TrimPrefix(a, "〒530-0001 "))
	}
	for _, sign := range []string{"・", "･", "● ", "●", "○", "■", "□ ", "◆", "◇", "※", "- ", "* ", "• ", "‣ ", "▪", "◎", "▼", "→", "1. ", "(1) ", "1) ", "①", "１．", "(ア)", "a. ", "ー ", "— ", "> ", "+ ", "★", "☆", "✓ ", "・ ", "　・", "ア ", ""} {
		for _, eol := range []string{"\n", "\r\n"} {
			var text strings.Builder
			for i, a := range addresses {
				text.WriteString(strings.Replace(sign, "1", fmt.Sprint(i+1), 1) + a + eol)
			}
			var got []string
			for _, m := range set.Scanner().Append(nil, &Block{Text: []byte(text.String())}) {
				if set.ID(m) == "jp-address" && m.Confidence >= Medium {
					got = append(got, text.String()[m.Start:m.End])
				}
			}
			if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
				t.Errorf("sign %q: got\n%s\nwant\n%s", sign, g, w)
			}
		}
	}
}

// A building on the line below still belongs to the address.
func TestBuildingsBelow(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, building := range []string{"若葉ビル3F", "東京都営若葉アパート2-101", "Sun Heights 201", "ＡＢＣビル５階", "第二青葉マンション305号室"} {
		text := "東京都新宿区西新宿2丁目8番1号\n" + building + "\n"
		got := ""
		for _, m := range set.Scanner().Append(nil, &Block{Text: []byte(text)}) {
			if set.ID(m) == "jp-address" {
				got = text[m.Start:m.End]
			}
		}
		if want := strings.TrimSpace(text); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
