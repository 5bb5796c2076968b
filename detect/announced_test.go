package detect

import "testing"

// A label before a middle dot is one of a list of words, and a remark in brackets
// is no address.
func TestWordsAnnounceNothing(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"ファイルの所有者・グループ・その他", ""}, {"所有者・グループ・その他のユーザー", ""}, {"氏名・ニックネーム・その他", ""}, {"住所・都市・区画の一覧", ""}, {"氏名･ニックネーム", ""},
		{"出版社の所在地 (都市) です。", ""}, {"所在地: (都市)", ""}, {"住所（都市）", ""}, {"住所：（不明）", ""}, {"所在地：都市名", ""}, {"所在地 [都市・地域] を選ぶ", ""}, {"住所: (1) 都市", ""},
		{"氏名・・・・山田太郎", "山田太郎"}, {"氏名：・山田太郎", "山田太郎"}, {"電話・03-1234-5678", "03-1234-5678"}, {"電話番号・・・03-1234-5678", "03-1234-5678"},
		{"住所：京都市北区小山1-2-3", "京都市北区小山1-2-3"}, {"所在地 (東京都新宿区西新宿2-8-1)", "東京都新宿区西新宿2-8-1"}, {"住所・東京都新宿区西新宿2-8-1", "東京都新宿区西新宿2-8-1"},
		{"住所：（本社）東京都新宿区西新宿2-8-1", "東京都新宿区西新宿2-8-1"},
	} {
		got := ""
		for _, m := range set.Scanner().Append(nil, &Block{Text: []byte(c.text)}) {
			if m.Confidence >= Medium {
				got += c.text[m.Start:m.End]
			}
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}
