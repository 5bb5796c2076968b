package detect

import (
	"fmt"
	"strings"
	"testing"
)

func TestLabelSpellings(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ label, want string }{
		{"SHIMEI", "jp-name"}, {"SIMEI", "jp-name"}, {"KNSIMEI", "jp-name-kana"}, {"SHIMEI_KANA", "jp-name-kana"}, {"NM_KN", "jp-name-kana"}, {"MEIGIKN", "jp-name-kana"},
		{"KJNM", "jp-name"}, {"kokyakuMei", "jp-name"}, {"strKeiyakushaMei", "jp-name"}, {"ROMAJI_NM", "romaji-name"}, {"氏名（ローマ字）", "romaji-name"}, {"お名前（セイ）", "jp-name"},
		{"JYUSYO1", "jp-address"}, {"KJJUSYO", "jp-address"}, {"POST_CD", "postal-code"}, {"KZNO", "bank-account"}, {"SEINENGP", "birth-date"}, {"〒", "postal-code"},
		{"受取人（カナ）", "jp-name-kana"}, {"ご契約者様", "jp-name"}, {"お客様名", "jp-name"}, {"ｹｲﾔｸｼﾔﾒｲ", "jp-name"}, {"name_last", "jp-name"}, {"被保険者カナ", "jp-name-kana"},
		{"SHOHIN_MEI", ""}, {"productName", ""}, {"TENPO_NM_KANJI", ""}, {"busho_mei", ""}, {"JANコード", ""}, {"CUST_NO", ""}, {"jobName", ""}, {"施設名", ""},
	} {
		l, ok := set.labels.of([]byte(tt.label))
		got := ""
		if ok && l.detector >= 0 {
			got = set.detectors[l.detector].ID
		}
		if got != tt.want {
			t.Errorf("%s announces %q, want %q", tt.label, got, tt.want)
		}
	}
}

func TestPlacesOfValues(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		// The value stands in the line below.
		{"【氏名】\n鷺沼　蓮音\n\n【電話番号】\n090-1111-1234\n", "jp-name:鷺沼　蓮音 phone:090-1111-1234"},
		{"■氏名\n全角で入力してください。\n", ""},
		{"氏名\n住所\n電話番号\n", ""},
		// Columns of dumps.
		{"INSERT INTO t (id, shimei, shimei_kana) VALUES (1,'鷺沼蓮音','ｻｷﾞﾇﾏ ﾊｽﾈ'),\n(2, N'凪嶺 祷澪', NULL);\n", "jp-name:鷺沼蓮音 jp-name-kana:ｻｷﾞﾇﾏ ﾊｽﾈ jp-name:凪嶺 祷澪"},
		{"INSERT INTO t (id, shohin_mei) VALUES (1,'佐藤錦'),(2,'山田錦'),(3,'秋田小町');\n", ""},
		{"COPY public.t (id, kokyaku_mei, tel) FROM stdin;\n1\t鷺沼蓮音\t090-1111-1234\n\\.\n", "jp-name:鷺沼蓮音 phone:090-1111-1234"},
		{"CREATE TABLE `m_kokyaku` (\n  `id` int NOT NULL,\n  `shimei` varchar(40), -- 氏名\n  PRIMARY KEY (`id`)\n);\nINSERT INTO `m_kokyaku` VALUES (1,'鷺沼蓮音'),(2,'凪嶺祷澪');\n", "jp-name:鷺沼蓮音 jp-name:凪嶺祷澪"},
		{"insert the paper (A4) into the tray\n", ""},
		// Weak labels need a name that somebody has.
		{`{"name":"山田錦"}`, ""},
		{`{"name":"Shin Osaka"}`, ""},
		{"姓_漢字='鷺沼', 名_漢字='蓮音'", "jp-name:鷺沼 jp-name:蓮音"},
		{"お名前（姓）->岩永 お名前（名）->久美子", "jp-name:岩永 jp-name:久美子"},
		{"fullName = \"unknown reason\"", ""},
		{"契約の相手：平成9年8月7日 設立", ""},
		{"氏名：ジョン・スミス", "jp-name-kana:ジョン・スミス"},
	} {
		if got := strings.Join(found(t, tt.text, 0), " "); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

func TestAlone(t *testing.T) {
	loans := strings.Repeat("データ ベース\nカーソル キー\nメモリ カード\n", 3)
	stations := "Shin Osaka\nKita Senju\nTokyo\nMain Menu\nUeno\nOpen File\nAkabane\n"
	var joined, words strings.Builder
	for _, sei := range []string{"ヤマダ", "スズキ", "サトウ"} {
		for _, mei := range []string{"タロウ", "ハナコ", "イチロウ"} {
			fmt.Fprintln(&joined, sei+mei)
		}
	}
	for i := range 3 {
		fmt.Fprintf(&words, "カタログ\nサーバールーム\nプリンター\nヤマダタロウ\nデスクトップ%s\n", strings.Repeat("ー", i))
	}
	for _, tt := range []struct {
		name, text string
		want       int
	}{
		{"katakana", "ヤマダ タロウ\n", 1},
		{"hiragana", "やまだ　たろう\n", 1},
		{"half width, short", "ｱﾍﾞ ｹｲ\n", 1},
		{"romaji", "YAMADA TARO\n", 1},
		{"romaji, given name first", "Taro Yamada\n", 1},
		{"a long vowel", "Satou Kouji\nSato Koji\nOhno Yuuko\n", 3},
		{"a signature", "Best regards,\nTaro Yamada\n", 1},
		{"among loan words", loans + "ヤマダ タロウ\n", 0},
		{"among stations and menus", stations + "Mari Noda\n", 0},
		{"joined, alone", "ヤマダタロウ\n", 0},
		{"joined, in a list of names", joined.String(), 9},
		{"joined, in a list of words", words.String(), 0},
	} {
		if got := found(t, tt.text, 0); len(got) != tt.want {
			t.Errorf("%s: found %v, want %d", tt.name, got, tt.want)
		}
	}
}

func TestTitles(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"山田太郎部長が来た。", "jp-name:山田太郎"},
		{"佐藤教授と鈴木選手、田中先生。", "jp-name:佐藤 jp-name:鈴木"},
		{"山田元首相は鈴木都知事と会った。", "jp-name:山田 jp-name:鈴木"},
		{"営業部長、総務課長、取締役、部長会議", ""},
		{"福岡市長と東京都知事、成田市長", ""},
		{"出席者　山田部長、二階堂課長", ""}, // colleagues: low
		{"サンプル大統領、アメリカ大統領、サッカー選手", ""},
		{"さとう花子様、ヤマダ様", "jp-name:さとう花子 jp-name-kana:ヤマダ"},
		{"ユーザー様 お客さま おかげ様 神様 どなた様", ""},
	} {
		if got := strings.Join(found(t, tt.text, 0), " "); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

func TestForeignNames(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"昨日、マイケル・サンプルソンが来た。", "jp-name-kana:マイケル・サンプルソン"},
		{"ジョン・Ｆ・サンプルソン氏", "jp-name-kana:ジョン・Ｆ・サンプルソン"},
		{"歌手のゾルゲン・バルトスキーは", "jp-name-kana:ゾルゲン・バルトスキー"},
		{"データ・ベース、キャッシュ・エントリー、コンストラクタ・デストラクタ", ""},
		{"サンパウロ・シティ、ジョン・サンプルソン社、マイケル・ホールディングス", ""},
		{"『マイケル・サンプルソン』を見た", ""}, // a film: low
	} {
		if got := strings.Join(found(t, tt.text, 0), " "); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}
