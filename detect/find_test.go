package detect

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// found returns what is found in a text from medium confidence on, as
// "kind:value", masked ones with a star behind the kind.
func found(t *testing.T, text string, delim byte) []string {
	t.Helper()
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	b := &Block{Text: []byte(text)}
	if delim != 0 {
		b.Table = cut(b.Text, delim)
	}
	var got []string
	for _, m := range set.Scanner().Append(nil, b) {
		if m.Confidence < Medium {
			continue
		}
		star := ""
		if m.Masked {
			star = "*"
		}
		got = append(got, fmt.Sprintf("%s%s:%s", set.ID(m), star, text[m.Start:m.End]))
	}
	return got
}

func TestRunningText(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		// Labels of every script announce values that no dictionary has.
		{"氏名：鷺沼蓮音", "jp-name:鷺沼蓮音"},
		{"ｱﾃﾅ:ｶｷﾂﾊﾞﾀ ﾚﾝﾈ ｹｯｶ:OK", "jp-name-kana:ｶｷﾂﾊﾞﾀ ﾚﾝﾈ"},
		{`NM_KANJI="鷺沼　蓮音"`, "jp-name:鷺沼　蓮音"},
		{`{"custName":"鷺沼蓮音","telNo":"090-1111-1234"}`, "jp-name:鷺沼蓮音 phone:090-1111-1234"},
		{"<氏名>鷺沼蓮音</氏名>", "jp-name:鷺沼蓮音"},
		{"お名前（漢字）：鷺沼蓮音", "jp-name:鷺沼蓮音"},
		{"宛名=山田 太郎 結果=OK", "jp-name:山田 太郎"},
		{"契約者：株式会社架空商事", "company-name:株式会社架空商事"},
		// A weak label needs a known name.
		{`name="山田太郎"`, "jp-name:山田太郎"},
		{`name="共有プリンタ"`, ""},
		{`file_name="山田太郎"`, ""},
		// Honorifics.
		{"静清信用金庫山田太郎様の件", "jp-name:山田太郎"},
		{"鷺沼　蓮音　様", "jp-name:鷺沼　蓮音"},
		{"お客様各位 皆様 ご担当者様 関係者 様", ""},
		{"議事：山田部長、佐藤課長、田中さんが出席", ""},
		{"会議では山田部長が見積を説明した。\n東京都千代田区千代田1-1-1 見本ビル 電話 03-0000-0000", "jp-address:東京都千代田区千代田1-1-1 見本ビル phone:03-0000-0000"},
		// Itaiji are one name.
		{"宛名：髙橋 﨑子", "jp-name:髙橋 﨑子"},
		// Addresses.
		{"住所：〒100-0001 東京都千代田区千代田1-1-1 見本ビル5階", "postal-code:100-0001 jp-address:東京都千代田区千代田1-1-1 見本ビル5階"},
		{"宛先は北海道札幌市中央区大通西１丁目２番地である", "jp-address:北海道札幌市中央区大通西１丁目２番地"},
		{"本社は北海道札幌市中央区大通西１丁目２番地にある", ""}, // a company's: low
		{"外部仕様を示す。基本仕様です。営業部長殿、社長殿", ""},
		{"氏　名：鷺沼蓮音", "jp-name:鷺沼蓮音"},
		{"氏名：佐藤 躯李", "jp-name:佐藤 躯李"},
		{"山田 太郎 東京都千代田区千代田1-1-1 090-1111-2222", "jp-name:山田 太郎 jp-address:東京都千代田区千代田1-1-1 phone:090-1111-2222"},
		{"東京都と大阪府の人口", ""},
		// Numbers.
		{"個人番号 1234-5678-9018", "my-number:1234-5678-9018"},
		{"個人番号 1234-5678-9017", ""}, // wrong check digit: low
		{"マイナンバー：1234****9018", "my-number*:1234****9018"},
		{"受付番号 123456789018", ""},
		{"普通預金 ***4567", "bank-account*:***4567"},
		{"口座番号：１２３＊＊＊＊", "bank-account*:１２３＊＊＊＊"},
		{"口座番号=XXX4567", "bank-account*:XXX4567"},
		{"昭和60年1月2日生まれ", "birth-date:昭和60年1月2日"},
		{"S60.1.2生", "birth-date:S60.1.2"},
		{"1985年生産の部品", ""},
		{"免許証番号：第309012345620号", "drivers-license:309012345620"},
		{"550e8400-e29b-41d4-a716-446655440000 2026-04-01T12:00:00.123456789Z v1.2.3.4 35.6812,139.7671", ""},
		{"JAN 4901234567894 ISBN 978-4-00-000000-0", ""},
	} {
		got := strings.Join(found(t, tt.text, 0), " ")
		if got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

// TestSlot: names that no dictionary has are found where others stand that it
// has, and words that stand elsewhere are not.
func TestSlot(t *testing.T) {
	var log strings.Builder
	for i, name := range []string{"山田太郎", "佐藤花子", "鈴木一郎", "鷺沼蓮音", "田中美咲", "凪嶺祷澪"} {
		fmt.Fprintf(&log, "09:%02d:00 %04d %s A4 正常\n", i, i, name)
	}
	log.WriteString("09:59:00 ---- 給紙再開 A4 正常\n")
	got := found(t, log.String(), 0)
	want := []string{"jp-name:山田太郎", "jp-name:佐藤花子", "jp-name:鈴木一郎", "jp-name:鷺沼蓮音", "jp-name:田中美咲", "jp-name:凪嶺祷澪"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTable(t *testing.T) {
	for _, tt := range []struct{ name, csv, want string }{
		{"header", "番号,氏名,備考\n1,鷺沼蓮音,a\n2,凪嶺祷澪,b\n", "jp-name:鷺沼蓮音 jp-name:凪嶺祷澪"},
		{"abbreviated header", "CUST_NO,NM_KANJI,ADR1,TEL_NO\n1,鷺沼蓮音,架空県見本市1-2,03-0000-1234\n2,凪嶺祷澪,架空県見本市3-4,03-0000-5678\n",
			"jp-name:鷺沼蓮音 jp-address:架空県見本市1-2 phone:03-0000-1234 jp-name:凪嶺祷澪 jp-address:架空県見本市3-4 phone:03-0000-5678"},
		{"no header, most names known", "1,山田太郎\n2,佐藤花子\n3,鈴木一郎\n4,鷺沼蓮音\n", "jp-name:山田太郎 jp-name:佐藤花子 jp-name:鈴木一郎 jp-name:鷺沼蓮音"},
		{"surname and given name apart", "姓,名\n鷺沼,蓮音\n林,望\n", "jp-name:鷺沼 jp-name:蓮音 jp-name:林 jp-name:望"},
		{"companies among persons", "口座名義\n株式会社架空商事\n山田太郎\n", "company-name:株式会社架空商事 jp-name:山田太郎"},
		{"stations", "駅名,路線名\n高田馬場,山手線\n三田,浅草線\n山田,京王線\n", ""},
		{"numbers that all pass", "a,123456789018\nb,983205673214\nc,465281266333\n", "my-number:123456789018 my-number:983205673214 my-number:465281266333"},
		{"serial numbers", "a,100000000001\nb,100000000002\nc,100000000003\nd,100000000004\n", ""},
		{"postal codes of places", "郵便番号,都道府県,市区町村\n1000001,東京都,千代田区\n1000002,東京都,千代田区\n", ""},
		{"a form", "氏名,鷺沼蓮音\n住所,架空県見本市1-2\n", "jp-name:鷺沼蓮音 jp-address:架空県見本市1-2"},
		{"an empty template", "氏名,住所,電話番号\n", ""},
	} {
		if got := strings.Join(found(t, tt.csv, ','), " "); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// The vectors are those of the law texts and worked examples named at each
// detector.
func TestCheckDigits(t *testing.T) {
	for _, tt := range []struct {
		name  string
		valid func([]byte) bool
		good  []string
		bad   []string
	}{
		{"my number", myNumberValid, []string{"123456789018", "983205673214", "465281266333"}, []string{"000000000000", "111111111111", "123456789017", "12345678901"}},
		{"corporate number", corporateValid, []string{"8700110005901", "1180301018771", "5835678256246"}, []string{"8700110005902", "0700110005901", "870011000590"}},
		{"driver's licence", licenseValid, []string{"309012345620"}, []string{"309012345630", "009012345620", "319012345620"}},
		{"insurer", luhn, []string{"33120015", "01130012", "138016"}, []string{"33120016"}},
		{"card", cardValid, []string{"4111111111111111", "5555555555554444", "378282246310005", "3530111333300000"}, []string{"4111111111111112", "9999999999999995"}},
	} {
		for _, d := range tt.good {
			if !tt.valid([]byte(d)) {
				t.Errorf("%s: %s is not valid", tt.name, d)
			}
		}
		for _, d := range tt.bad {
			if tt.valid([]byte(d)) {
				t.Errorf("%s: %s is valid", tt.name, d)
			}
		}
	}
}

// A match that two blocks share is reported by one of them.
func TestSharedText(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.Repeat("あ", 100) + "氏名：山田太郎、" + strings.Repeat("い", 100)
	for cut := 40; cut < len(whole)-40; cut++ {
		const half = 40
		first := &Block{Text: []byte(whole[:cut+half]), Next: 2 * half}
		second := &Block{Text: []byte(whole[cut-half:]), Seen: 2 * half}
		n := len(set.Scanner().Append(nil, first)) + len(set.Scanner().Append(nil, second))
		if n != 1 {
			t.Fatalf("cut at %d: found %d, want 1", cut, n)
		}
	}
}

func TestIdentity(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	index := func(id string) int {
		return slices.IndexFunc(set.detectors, func(d *Detector) bool { return d.ID == id })
	}
	for _, tt := range []struct {
		id   string
		same []string
	}{
		{"jp-name", []string{"高橋太郎", "髙橋 太郎", "髙橋　太郎"}},
		{"jp-name-kana", []string{"ヤマダ ショウタ", "ﾔﾏﾀﾞ ｼﾖｳﾀ", "ﾔﾏﾀﾞｼｮｳﾀ"}},
		{"phone", []string{"090-0000-1234", "０９０－００００－１２３４", "09000001234", "+81-90-0000-1234", "+81 (0)90 0000 1234", "＋８１ ９０ ００００ １２３４", "9000001234"}},
		{"jp-address", []string{"東京都千代田区千代田1-2-3", "東京都千代田区千代田１丁目２番３号", "東京都千代田区 千代田1丁目2番地3"}},
		{"birth-date", []string{"1985-01-02", "1985年1月2日", "昭和60年1月2日", "S60.1.2", "19850102", "3600102"}},
	} {
		want := string(set.AppendIdentity(nil, index(tt.id), []byte(tt.same[0])))
		for _, v := range tt.same[1:] {
			if got := string(set.AppendIdentity(nil, index(tt.id), []byte(v))); got != want {
				t.Errorf("%s: %s is not the same as %s: %q, %q", tt.id, v, tt.same[0], got, want)
			}
		}
	}
}
