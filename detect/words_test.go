package detect

import (
	"strings"
	"testing"
)

func TestIsWord(t *testing.T) {
	for text, want := range map[string]bool{
		"正常": true, "完了": true, "結果": true, "担当": true, "必須": true, "印刷": true, "情報": true, "表示": true,
		"定義":       true, // a given name too, once
		"内部":       true, // a surname too
		"政治":       true, // a given name too, of some
		"雛形":       true, // of office.txt
		"取り消し":     true,
		"お客":       true,
		"駅前":       true,
		"センター":     true,
		"東京":       true, // a place and nobody
		"広島":       true, // a place and hardly anybody
		"大学":       true,
		"県":        true,
		"正\uFE00常": true, // with a variation selector
		"佐藤":       false,
		"福岡":       false, // a place and many people
		"千葉":       false,
		"太郎":       false,
		"千秋":       false, // a word and many people
		"正義":       false,
		"林":        false,
		"鷺沼":       false, // a hamlet
		"澪羽":       false, // nothing
		"必須項目":     false, // two words
		"":         false,
		"abc":      false,
	} {
		if got := isWord([]byte(text)); got != want {
			t.Errorf("isWord(%q) is %v, want %v", text, got, want)
		}
	}
}

func TestMadeOfWords(t *testing.T) {
	for _, text := range strings.Fields(`
		必須項目 封筒印刷 情報処理 入力必須 最大文字数 登録済 再発行 未処理件数 全角漢字 半角英数字 新規登録者 送付先住所 契約者情報 顧客管理番号
		個人情報保護 利用者区分 二次元 第二営業課 三番目 複数回答可 印刷用紙 読込専用 拡張子 左余白 内部定義 東京支店 大阪府内 広島営業所
		データ形式 出力ファイル名 取り消し処理 お客様番号 佐藤商店街 福岡県内 千葉支店 行削除 処理時間 社会人 京都駅 大部分 小文字`) {
		if !madeOfWords([]byte(text)) {
			t.Errorf("madeOfWords(%q) is false, want a phrase", text)
		}
	}
	// Invented names, some of kanji that no dictionary of names puts together.
	for _, text := range strings.Fields(`
		山田太郎 佐藤花子 髙橋一郎 鈴木正義 千葉千秋 林未来 原正 福岡希望 渡邉蓮 山本みどり 清水ひかり 長谷川律 小笠原操 佐々木明
		鷺沼蓮音 澪羽瑛楽 磐迫詠葵 薊巻燈花 簗舘玖斗 靄棚珀翠 蓬輪太郎 樒柄和子 鈴木珀翠 山口瑛桜 福岡銀糸 下山雪街 勅使河原凜 吉崎乃愛 佐藤様 佐藤要 五十嵐 一ノ瀬
		🐟 あああ 澪 abc`) {
		if madeOfWords([]byte(text)) {
			t.Errorf("madeOfWords(%q) is true, want a name", text)
		}
	}
}

// A phrase of more runes than a name can have is not looked at, and selectors
// count for nothing.
func TestMadeOfWordsLength(t *testing.T) {
	if text := "最大入力可能文字列長"; !madeOfWords([]byte(text)) { // 10 runes
		t.Errorf("madeOfWords(%q) is false, want a phrase", text)
	}
	if text := "最大入力可能文字列長順"; madeOfWords([]byte(text)) {
		t.Errorf("madeOfWords(%q) is true, want 11 runes to be too many", text)
	}
	if text := "必須項\U000E0100目"; !madeOfWords([]byte(text)) {
		t.Errorf("madeOfWords(%q) is false, want a phrase", text)
	}
}

func TestWordsDoNotAllocate(t *testing.T) {
	phrase, name := []byte("最大入力可能文字列長"), []byte("福岡銀糸")
	got := testing.AllocsPerRun(100, func() {
		if !madeOfWords(phrase) || madeOfWords(name) || isWord(name) {
			t.Error("the phrase is none, or the name is one")
		}
	})
	if got != 0 {
		t.Errorf("%v allocations, want 0", got)
	}
}

// Whatever the bytes are: a word alone is a phrase, a full name of the usual
// dictionary that is no word itself is none, and more than 10 runes are none.
func FuzzMadeOfWords(f *testing.F) {
	for _, s := range []string{"必須項目", "山田太郎", "髙橋\uFE00一郎", "第二営業課", "データ形式", "\xE9\xAB", "\uFE0F", "a\x00𠮷", "処理者名数値欄"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got := madeOfWords(text)
		word := isWord(text)
		if word && !got {
			t.Fatalf("%q is a word and no phrase", text)
		}
		if !got || word {
			return
		}
		runes := 0
		for i := 0; i < len(text); {
			r, w := runeAt(text, i)
			i += w
			if !variation(r) {
				runes++
			}
		}
		if runes > longestPhrase {
			t.Fatalf("%q, of %d runes, is a phrase", text, runes)
		}
		for i := range text {
			s, _ := lexNames.lookup(text[:i])
			g, _ := lexNames.lookup(text[i:])
			if s&lexSurname != 0 && g&lexGiven != 0 && lexSurnameWeight(s) > 0 && lexGivenWeight(g) > 0 {
				t.Fatalf("%q is a phrase, and the full name %q %q", text, text[:i], text[i:])
			}
		}
	})
}

func BenchmarkMadeOfWords(b *testing.B) {
	for _, text := range []string{"必須項目", "最大入力可能文字列長", "山田太郎", "鷺沼蓮音", "一二三四五六七八九十", "東西南北上下左右前後"} {
		b.Run(text, func(b *testing.B) {
			value := []byte(text)
			b.SetBytes(int64(len(value)))
			b.ReportAllocs()
			for b.Loop() {
				madeOfWords(value)
			}
		})
	}
}

func BenchmarkIsWord(b *testing.B) {
	value := []byte("正常")
	b.SetBytes(int64(len(value)))
	b.ReportAllocs()
	for b.Loop() {
		isWord(value)
	}
}
