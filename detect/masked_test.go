package detect

import (
	"fmt"
	"strings"
	"testing"
)

// Hidden digits are told from shown ones, in all the signs that hide them: all
// of a number (全桁) or a part (一部伏字).
func TestMasked(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"個人番号：************", "my-number*:************"},
		{"個人番号：********9018", "my-number*:********9018"},
		{"個人番号：1234****9018", "my-number*:1234****9018"},
		{"個人番号：XXXX-XXXX-9018", "my-number*:XXXX-XXXX-9018"},
		{"個人番号：xxxxxxxx9018", "my-number*:xxxxxxxx9018"},
		{"個人番号：****-****-9018", "my-number*:****-****-9018"},
		{"個人番号：**** **** 9018", "my-number*:**** **** 9018"},
		{"個人番号：●●●●●●●●9018", "my-number*:●●●●●●●●9018"},
		{"個人番号：〇〇〇〇〇〇〇〇9018", "my-number*:〇〇〇〇〇〇〇〇9018"},
		{"個人番号：◯◯◯◯◯◯◯◯9018", "my-number*:◯◯◯◯◯◯◯◯9018"},
		{"個人番号：■■■■■■■■9018", "my-number*:■■■■■■■■9018"},
		{"個人番号：※※※※※※※※9018", "my-number*:※※※※※※※※9018"},
		{"個人番号：■■■■■■■■■■■■", "my-number*:■■■■■■■■■■■■"},
		{"個人番号：１２３４＊＊＊＊９０１８", "my-number*:１２３４＊＊＊＊９０１８"},
		{"マイナンバー（下4桁）：9018", "my-number*:9018"},
		{"マイナンバーは********9018です", "my-number*:********9018"},
		{"個人番号（********9018）", "my-number*:********9018"},
		{"<個人番号>********9018</個人番号>", "my-number*:********9018"},
		{`"myNumber": "********9018"`, "my-number*:********9018"},
		{"個人番号：1234-5678-9018", "my-number:1234-5678-9018"},
		{"個人番号：□□□□ □□□□ □□□□", ""}, // boxes to be filled in
		{"個人番号：", ""},
		{"口座番号：***4567", "bank-account*:***4567"},
		{"口座番号：*******", "bank-account*:*******"},
		{"口座番号：●●●●567", "bank-account*:●●●●567"},
		{"口座番号：１２３＊＊＊＊", "bank-account*:１２３＊＊＊＊"},
		{"口座番号 XXXX567", "bank-account*:XXXX567"},
		{"普通 ****567", "bank-account*:****567"},
		{"普通 XXXX567", "bank-account*:XXXX567"},
		{"みずほ銀行 丸の内支店 普通 ****567", "bank-account*:****567"},
		{"普通預金 1234567", "bank-account:1234567"},
		{"カード番号：************1111", "credit-card*:************1111"},
		{"カード番号：4111-11XX-XXXX-1111", "credit-card*:4111-11XX-XXXX-1111"},
		{"免許証番号：3090********", "drivers-license*:3090********"},
		{"基礎年金番号：****-**7890", "pension-number*:****-**7890"},
		{"旅券番号：TK*****67", "passport*:TK*****67"},
		{"携帯：090-****-5678", "phone*:090-****-5678"},
		{"**********", ""},
		{"* 普通 の項目 ****", ""},
	} {
		if got := strings.Join(found(t, tt.text, 0), " "); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

// A column may hold hidden and shown numbers.
func TestMaskedColumn(t *testing.T) {
	for _, tt := range []struct{ csv, want string }{
		{"氏名,個人番号\n山田太郎,************\n佐藤花子,********1234\n鈴木一郎,123456789018", "my-number*:************ my-number*:********1234 my-number:123456789018"},
		{"氏名,口座番号\n山田太郎,***4567\n佐藤花子,1234567\n鈴木一郎,1234***", "bank-account*:***4567 bank-account:1234567 bank-account*:1234***"},
		{"氏名,個人番号\n山田太郎,〇〇〇〇〇〇〇〇〇〇〇〇\n佐藤花子,〇〇〇〇〇〇〇〇1234", "my-number*:〇〇〇〇〇〇〇〇〇〇〇〇 my-number*:〇〇〇〇〇〇〇〇1234"},
	} {
		var got []string
		for _, g := range found(t, tt.csv, ',') {
			if !strings.HasPrefix(g, "jp-name:") {
				got = append(got, g)
			}
		}
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.csv, got, tt.want)
		}
	}
}

// Numbers in running text beyond those that TestIdentifiersInContext makes.
func TestNumbersInText(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"123456789018（個人番号）", "my-number:123456789018"},
		{"123456789018 がマイナンバーです", "my-number:123456789018"},
		{"個人番号：1234 - 5678 - 9018", "my-number:1234 - 5678 - 9018"},
		{"マイナンバー：123456789018、983205673214", "my-number:123456789018 my-number:983205673214"},
		{"123456789018\n983205673214\n465281266333\n", "my-number:123456789018 my-number:983205673214 my-number:465281266333"},
		{"INSERT INTO t VALUES ('鷺沼','123456789018');\nINSERT INTO t VALUES ('凪嶺','983205673214');\nINSERT INTO t VALUES ('鷺沼','465281266333');\nINSERT INTO t VALUES ('凪','345678901234');\n",
			"my-number:123456789018 my-number:983205673214 my-number:465281266333 my-number:345678901234"},
		{"氏名：山田 太郎\n生年月日：1980年4月1日\n個人番号：123456789017\n", "jp-name:山田 太郎 birth-date:1980年4月1日 my-number:123456789017"}, // mistyped
		{"20001ﾐｽﾞﾎ           005ﾏﾙﾉｳﾁ              11234567ﾔﾏﾀﾞ ﾀﾛｳ                      00000100000000000000000000000007        ", "bank-account:1234567 jp-name-kana:ﾔﾏﾀﾞ ﾀﾛｳ"},
		{"29998ﾐｽﾞﾎ           005ﾏﾙﾉｳﾁ              11234567ﾐﾎﾝ ﾐﾎﾝ                       00000100000000000000000000000007        ", ""},
		{"マイナンバーカード受付番号 123456789018", ""},
		{"マイナンバーカードの申請書ID：123456789018", ""},
		{"免許証の更新受付番号 309012345620", ""},
		{"免許証番号：第309012345620号", "drivers-license:309012345620"},
		{"法人番号：T8700110005901", "corporate-number:8700110005901"},
		{"登録番号：Ｔ８７００１１０００５９０１", "corporate-number:８７００１１０００５９０１"},
		{"保険者番号 33120015 記号 12-34 番号 567", "health-insurance:33120015 health-insurance:12-34 番号 567"},
		{"保険者番号：33120016", ""}, // wrong check digit: low
		{"雇用保険 被保険者番号：5012-345678-9", "employment-insurance:5012-345678-9"},
		{"雇用保険適用事業所番号：1234-567890-1", ""},
		{"介護保険 被保険者番号：0001234567", "care-insurance:0001234567"},
		{"介護保険事業所番号：1370000001", ""},
		{"ゆうちょ銀行　記号12340　番号12345671", "bank-account:12340　番号12345671"},
		{"ゆうちょ銀行 〇一八店 普通 1234567", "bank-account:1234567"},
		{"記号 12340 番号 12345671", "bank-account:12340 番号 12345671"},
		{"みずほ銀行 丸の内支店 1234567", "bank-account:1234567"},
		{"架空銀行 見本支店 1234567", ""},
		{"銀行コード0001 支店コード005 普通 1234567", "bank-account:1234567"},
		{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n", "passport:L898902C3"}, // the specimen of ICAO 9303
		{"00000000000000000000000000000000000000000000\n12345678901234567890123456789012345678901234\n", ""},
		{"L898902C36UTO7408122F1204158ZE184226B<<<<<10", ""},
		{"被保険者等記号・番号・枝番 1234・567・01", "health-insurance:1234・567・01"},
		{"在留カード（番号：AB12345678CD）", "residence-card:AB12345678CD"},
		{"普通№1234567", "bank-account:1234567"},
		{"年金証書の基礎年金番号・年金コード 1234-567890-1150", "pension-number:1234-567890-1150"},
		{"佐藤 花子 様 整理番号 09012345678", "jp-name:佐藤 花子"},
		{"+81-90-1234-5678", "phone:+81-90-1234-5678"},
		{"携帯は090(1234)5678", "phone:090(1234)5678"},
		{"03-1234-5678", ""}, // a fixed line alone: low
		{"0120-123-456 0570-012-345 0800-123-4567", ""},
		{"マイナンバー保管ファイル_202404011237.csv", ""},
		{"電話番号は 03-1234-5678 の形式で入力", ""},
	} {
		if got := strings.Join(found(t, tt.text, 0), " "); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

// Dates of birth that an age or a word beside them tells.
func TestBirthsInText(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"1985/04/01（40歳）", "birth-date:1985/04/01"},
		{"昭和60年4月1日(満40歳)", "birth-date:昭和60年4月1日"},
		{"大正15年1月2日生（98歳）", "birth-date:大正15年1月2日"},
		{"生年月日は昭和60年4月1日です", "birth-date:昭和60年4月1日"},
		{"生年月日 西暦1985年4月1日", "birth-date:1985年4月1日"},
		{"生年月日：1985(S60)/04/01", "birth-date:1985(S60)/04/01"},
		{"生年月日：昭和 60 年 4 月 1 日", "birth-date:昭和 60 年 4 月 1 日"},
		{"1985年4月1日（満 40 歳）", "birth-date:1985年4月1日"},
		{"生年月日：85/04/01", "birth-date:85/04/01"},
		{"令和6年4月1日 満65歳に達する方、2024年4月1日生産開始、作成日 1985/04/01（月）", ""},
		{"設立 昭和60年4月1日、65歳以上", ""},
	} {
		if got := strings.Join(found(t, tt.text, 0), " "); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

// Numbers in tables beyond those that TestIdentifiersInColumns makes.
func TestNumbersInTables(t *testing.T) {
	for _, tt := range []struct{ name, csv, want string }{
		{"generic header", "連番,NO\n1,123456789018\n2,983205673214\n3,465281266333", "my-number:123456789018 my-number:983205673214 my-number:465281266333"},
		{"header of goods", "品番,数\n123456789018,1\n983205673214,1\n465281266333,1", ""},
		{"codes of branches beside accounts", "0001,005,1,1234567\n0001,001,1,7654321\n0005,104,1,2345678", "bank-account:1234567 bank-account:7654321 bank-account:2345678"},
		{"no branches", "9998,005,1,1234567\n9998,001,1,7654321\n9998,104,1,2345678", ""},
		{"ages that fit", "名簿,年齢,DT\n一,40,1985/04/01\n二,30,1995/04/01\n三,50,1975/04/01", "birth-date:1985/04/01 birth-date:1995/04/01 birth-date:1975/04/01"},
		{"ages that do not fit", "名簿,年齢,DT\n一,40,1999/04/01\n二,30,2015/04/01\n三,50,2000/04/01", ""},
		{"births in many forms", "生年月日\n3600401\nS60.4.1\n19850401\n昭60/4/1", "birth-date:3600401 birth-date:S60.4.1 birth-date:19850401 birth-date:昭60/4/1"},
		{"symbol and number of an insured", "保険者番号,記号,番号\n33120015,12-34,5678\n01130012,1,2345", "health-insurance:33120015 health-insurance:12-34 health-insurance:5678 health-insurance:01130012 health-insurance:1 health-insurance:2345"},
		{"a list of insurers", "保険者番号,保険者名\n33120015,架空共済組合\n01130012,見本支部", ""},
		{"employment under a short header", "被保険者番号,資格取得日\n1234-567890-1,2020/04/01\n5012-345678-9,2021/04/01", "employment-insurance:1234-567890-1 employment-insurance:5012-345678-9"},
		{"cards without header", "a,4111111111111111\nb,5555555555554444\nc,378282246310005", "credit-card:4111111111111111 credit-card:5555555555554444 credit-card:378282246310005"},
		{"corporate numbers without header", "a,8700110005901\nb,1180301018771\nc,5835678256246", "corporate-number:8700110005901 corporate-number:1180301018771 corporate-number:5835678256246"},
		{"licences of one serial", "a,309012345620\nb,309012345621\nc,309012345622\nd,309012345623", ""},
		{"one mistyped", "個人番号\n123456789018\n983205673214\n465281266333\n465281266334", "my-number:123456789018 my-number:983205673214 my-number:465281266333 my-number:465281266334"},
	} {
		if got := strings.Join(found(t, tt.csv, ','), " "); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// So are postal codes, if the code is given out: 060-0001, 001-0010.
func TestLostZerosPostal(t *testing.T) {
	got := strings.Join(found(t, "氏名,郵便番号\n山田 太郎,600001\n鈴木 花子,10010\n佐藤 一郎,12345", ','), " ")
	want := "jp-name:山田 太郎 postal-code:600001 jp-name:鈴木 花子 postal-code:10010 jp-name:佐藤 一郎"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Numbers whose leading zeros a spreadsheet has lost are what they were if the
// column says so and the check digit, where there is one, then fits.
func TestLostZeros(t *testing.T) {
	mine := ""
	for c := range 10 {
		if d := "01234567890" + fmt.Sprint(c); myNumberValid([]byte(d)) {
			mine = d
		}
	}
	for _, tt := range []struct{ header, value, want string }{
		{"個人番号", strings.TrimLeft(mine, "0"), "my-number"},
		{"個人番号", "12345678901", ""},
		{"電話番号", "9012345678", "phone"},
		{"電話番号", "312345678", "phone"},
		{"口座番号", "12345", "bank-account"},
		{"基礎年金番号", "123456789", "pension-number"},
		{"保険者番号", "1130012", "health-insurance"},
		{"介護保険被保険者番号", "1234567", "care-insurance"},
	} {
		csv := tt.header + ",数\n" + tt.value + ",1\n" + tt.value + ",2"
		want := ""
		if tt.want != "" {
			want = strings.TrimSpace(strings.Repeat(tt.want+":"+tt.value+" ", 2))
		}
		if got := strings.Join(found(t, csv, ','), " "); got != want {
			t.Errorf("%s %s: got %s, want %s", tt.header, tt.value, got, want)
		}
	}
}
