package extract

import (
	"context"
	"strings"
	"testing"
)

// TestMixedSmall reads few lines, in two charsets, of an equal length: one of
// the charsets must not be taken for the other, nor the lines for records in one.
func TestMixedSmall(t *testing.T) {
	names := []string{"架空太郎", "見本花子", "仮名一郎", "試験美咲", "例示健二", "架空直子", "見本翔太", "仮名陽子"}
	forms := []string{
		"氏名=%s 住所=静岡県浜松市中央区架空町103-2\n",
		"2024-05-01 10:00:00 INFO 宛名=%s様 印刷OK\n",
		"お客様名：%s 様\n",
	}
	sets := []charset{utf8Text, cp932, eucJP}
	for _, form := range forms {
		for _, one := range sets {
			for _, two := range sets {
				for first := 2; first <= 6; first++ {
					var b []byte
					for i, name := range names {
						cs := one
						if i >= first {
							cs = two
						}
						b = append(b, encode(t, strings.Replace(form, "%s", name, 1), cs)...)
					}
					got := textOf(t, b)
					for _, name := range names {
						if !strings.Contains(got, name) {
							t.Errorf("%d lines of %v, then %v: %q is not in %q", first, one, two, name, got)
							break
						}
					}
				}
			}
		}
	}
}

// textOf returns what text all of a file is read as.
func textOf(t *testing.T, b []byte) string {
	t.Helper()
	cs := sniffCharset(b)
	if l := sniffFixed(b, int64(len(b)), cs); l != nil {
		o := &tableOut{t: t}
		f := fixed{l: l, cs: cs, r: strings.NewReader(string(b)), out: o, block: fixedBlock}
		if err := f.run(context.Background()); err != nil {
			t.Fatal(err)
		}
		return strings.NewReplacer("|", "").Replace(o.rows.String())
	}
	got, _ := decodeFile(t, b)
	return got
}

// TestKanaIsNotEUC reads lines of half-width katakana alone, which are no less
// valid as EUC-JP, alone and behind a line that is EUC-JP.
func TestKanaIsNotEUC(t *testing.T) {
	text := strings.Repeat("ﾔﾏﾀﾞ ﾀﾛｳ\nｻﾄｳ,ﾊﾅｺ\nｽｽﾞｷ ｲﾁﾛｳ 0123456\nｼｽﾞｵｶｼｱｵｲｸ 1-2-3\nｶ)ｶｸｳｼｮｳｶｲ\n", 20)
	kana := encode(t, text, cp932)
	if got, _ := decodeFile(t, kana); got != text {
		t.Errorf("alone: %s", firstDifference(got, text))
	}
	first := "宛名=架空太郎様 住所=静岡県架空市架空町103-2\n"
	both := append(encode(t, first, eucJP), kana...)
	if got, _ := decodeFile(t, both); got != first+text {
		t.Errorf("behind a line of EUC-JP: %s", firstDifference(got, first+text))
	}
}
