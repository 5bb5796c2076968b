package detect

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// An identifier is a kind with valid numbers, invented, and the labels that
// announce it.
type identifier struct {
	id     string
	make   func(r *rand.Rand) string
	labels []string
	groups []int // as it is printed
}

func randomMyNumber(r *rand.Rand) string {
	for {
		s := digits(r, 11)
		for c := range 10 {
			if d := s + fmt.Sprint(c); myNumberValid([]byte(d)) {
				return d
			}
		}
	}
}

func randomLicense(r *rand.Rand) string {
	for {
		s := licenseCommissions[3*r.Intn(47):][:2] + digits(r, 8)
		for c := range 10 {
			if d := s + fmt.Sprint(c) + digits(r, 1); licenseValid([]byte(d)) {
				return d
			}
		}
	}
}

func randomCorporate(r *rand.Rand) string {
	s := digits(r, 12)
	for c := range 10 {
		if d := fmt.Sprint(c) + s; corporateValid([]byte(d)) {
			return d
		}
	}
	return ""
}

func randomLuhn(prefix string, n int) func(r *rand.Rand) string {
	return func(r *rand.Rand) string {
		s := prefix + digits(r, n-1-len(prefix))
		for c := range 10 {
			if d := s + fmt.Sprint(c); luhn([]byte(d)) {
				return d
			}
		}
		return ""
	}
}

func random(form string) func(r *rand.Rand) string {
	return func(r *rand.Rand) string {
		b := []byte(form)
		for i, c := range b {
			switch c {
			case '#':
				b[i] = '1' + byte(r.Intn(9))
			case 'A':
				b[i] = 'A' + byte(r.Intn(26))
			}
		}
		return string(b)
	}
}

var identifiers = []identifier{
	{"my-number", randomMyNumber, []string{"個人番号", "マイナンバー", "本人の個人番号", "myNumber", "my_number", "kojin_bango"}, []int{4, 4, 4}},
	{"drivers-license", randomLicense, []string{"運転免許証番号", "免許証の番号", "免許番号", "driversLicense", "license_no", "menkyo_no"}, nil},
	{"corporate-number", randomCorporate, []string{"法人番号", "会社の法人番号", "houjin_bangou", "corporateNumber"}, nil},
	{"health-insurance", randomLuhn("0113", 8), []string{"保険者番号", "insurerNumber", "hokensha_no"}, nil},
	{"health-insurance", randomLuhn("13", 6), []string{"保険者番号", "国保の保険者番号"}, nil},
	{"credit-card", randomLuhn("4", 16), []string{"カード番号", "クレジットカード番号", "card_number", "creditCardNo"}, []int{4, 4, 4, 4}},
	{"credit-card", randomLuhn("3530", 16), []string{"カード番号"}, []int{4, 4, 4, 4}},
	{"credit-card", randomLuhn("37", 15), []string{"カード番号"}, []int{4, 6, 5}},
	{"pension-number", random("##########"), []string{"基礎年金番号", "年金手帳の番号", "pension_no", "nenkin_bango"}, []int{4, 6}},
	{"employment-insurance", random("###########"), []string{"雇用保険被保険者番号", "雇用保険番号", "koyo_hoken_no"}, []int{4, 6, 1}},
	{"resident-code", random("###########"), []string{"住民票コード", "juminhyo_code"}, nil},
	{"care-insurance", random("00########"), []string{"介護保険被保険者番号", "kaigo_hoken_no"}, nil},
	{"passport", random("TA#######"), []string{"旅券番号", "パスポート番号", "passport_no", "passportNumber"}, nil},
	{"residence-card", random("AA########AA"), []string{"在留カード番号", "在留カードの番号", "residenceCardNo"}, nil},
	{"bank-account", random("#######"), []string{"口座番号", "振込口座", "account_no", "bankAccountNumber"}, nil},
}

func group(s string, sizes []int, sep string) string {
	var parts []string
	for _, n := range sizes {
		parts, s = append(parts, s[:n]), s[n:]
	}
	return strings.Join(append(parts, s)[:len(sizes)], sep)
}

// wide writes ASCII in full width.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '　'
		case r > ' ' && r < 0x7F:
			return r + 0xFEE0
		}
		return r
	}, s)
}

// Whatever joins label and value, and however the value is written, a number
// that is announced is found, and nothing else in its line.
func TestIdentifiersInContext(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewSource(3))
	tried := 0
	for _, id := range identifiers {
		for _, label := range id.labels {
			japanese := label[0] >= 0x80
			frames := []string{"%s=%s", "%s: %s", "\"%s\": \"%s\",", "<%s>%s</x>", "'%s' => '%s'", "%s = \"%s\";"}
			if japanese {
				frames = append(frames, "%s：%s", "%s %s", "%s　%s", "%sは%sです", "私の%sは、%sです。", "【%s】%s", "%s（%s）", "（%s：%s）", "・%s\t%s", "%s\n%s\n", "%s:\n  %s", "%s「%s」", "%s(必須)：%s", "%s|%s|")
			}
			for _, frame := range frames {
				value := id.make(r)
				forms := []string{value, wide(value)}
				if id.groups != nil {
					for _, sep := range []string{"-", " ", "−", "－", "‐", "―", "–", "ー", "　"} {
						forms = append(forms, group(value, id.groups, sep))
					}
					forms = append(forms, wide(group(value, id.groups, "-")))
				}
				for _, form := range forms {
					text := fmt.Sprintf(frame, label, form)
					tried++
					var got []string
					for _, m := range set.Scanner().Append(nil, &Block{Text: []byte(text)}) {
						if m.Confidence >= Medium {
							got = append(got, set.ID(m)+":"+text[m.Start:m.End])
						}
					}
					if want := id.id + ":" + form; len(got) != 1 || got[0] != want {
						t.Errorf("in %q got %q, want %s", text, got, want)
					}
				}
			}
		}
	}
	t.Logf("%d texts", tried)
}

// In a table the header announces the column, whatever its other columns are.
func TestIdentifiersInColumns(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewSource(4))
	for _, id := range identifiers {
		for _, label := range id.labels {
			for _, forms := range []func(s string) string{
				func(s string) string { return s },
				wide,
				func(s string) string { return "  " + s + " " },
				func(s string) string {
					if id.groups != nil {
						return group(s, id.groups, "-")
					}
					return s
				},
			} {
				var b strings.Builder
				fmt.Fprintf(&b, "No,%s,備考", label)
				for n := range 20 {
					fmt.Fprintf(&b, "\n%d,%s,なし", n, forms(id.make(r)))
				}
				text := []byte(b.String())
				n := 0
				for _, m := range set.Scanner().Append(nil, &Block{Text: text, Table: cut(text, ',')}) {
					if m.Confidence >= Medium {
						if set.ID(m) != id.id {
							t.Errorf("column %s: got %s %q, want none", label, set.ID(m), text[m.Start:m.End])
						}
						n++
					}
				}
				if n != 20 {
					t.Errorf("column %s: got %d of %s, want 20:\n%s", label, n, id.id, b.String()[:120])
				}
			}
		}
	}
}

func TestIdentifiersDoNotAllocate(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, d := range set.detectors {
		for _, text := range append(d.Good, d.Bad...) {
			if d.Picture != nil {
				continue
			}
			fmt.Fprintf(&b, "%s\n%s は %s です。\n", text, d.Labels[0], text)
		}
	}
	block := &Block{Text: []byte(b.String())}
	s := set.Scanner()
	dst := append(s.Append(nil, block), make([]Match, 1024)...)
	if n := testing.AllocsPerRun(10, func() { s.Reset(); dst = s.Append(dst[:0], block) }); n != 0 {
		t.Errorf("%v allocations for %d matches, want 0", n, len(dst))
	}
}
