package main

import (
	"slices"
	"testing"
)

func TestTownForms(t *testing.T) {
	for _, c := range []struct {
		town string
		want []string
	}{
		{"", nil},
		{"以下に掲載がない場合", nil},
		{"本町", []string{"本町"}},
		{"本町（１〜３丁目）", []string{"本町"}},
		{"本町試験ビル１２階", []string{"本町試験ビル"}},
		{"北十条西", []string{"北十条西", "北10条西"}},
		{"北四十条西", []string{"北四十条西", "北40条西"}},
		{"二十四軒一条", []string{"二十四軒一条", "24軒1条"}},
		{"一番町", []string{"一番町", "1番町"}},
		{"西原２番町", []string{"西原２番町", "西原二番町"}},
		{"試験第８地割〜第１４地割", []string{"試験第８地割", "試験", "試験第八地割"}},
		{"試験２０地割、試験２１地割", []string{"試験２０地割", "試験", "試験二十地割"}},
		{"四日市", []string{"四日市"}},
		{"一二三四条", []string{"一二三四条", "1234条"}},
		{"十十条", []string{"十十条"}},
	} {
		if got := townForms(c.town); !slices.Equal(got, c.want) {
			t.Errorf("townForms(%s) is %q, want %q", c.town, got, c.want)
		}
	}
}

func TestMunicipality(t *testing.T) {
	for _, c := range []struct {
		name string
		want []way
	}{
		{"余市郡余市町", []way{{"余市郡余市町", city, true}, {"余市町", shortCity, true}}},
		{"赤穂郡上郡町", []way{{"赤穂郡上郡町", city, true}, {"上郡町", shortCity, true}}},
		{"大和郡山市", []way{{"大和郡山市", city, true}}},
		{"四日市市", []way{{"四日市市", city, true}}},
		{"港区", []way{{"港区", city, true}}},
		{"大阪市港区", []way{{"大阪市港区", city, true}, {"大阪市", shortCity, false}, {"港区", ward, true}}},
		{"三宅島三宅村", []way{{"三宅島三宅村", city, true}, {"三宅村", shortCity, true}}},
		{"青ヶ島村", []way{{"青ヶ島村", city, true}}},
	} {
		if got := municipality(c.name); !slices.Equal(got, c.want) {
			t.Errorf("municipality(%s) is %v, want %v", c.name, got, c.want)
		}
	}
}

func TestPrefectures(t *testing.T) {
	if len(prefectures) != 47 || prefectureNumber("東京都") != 13 || prefectureNumber("沖縄県") != 47 || prefectureNumber("試験県") != 0 {
		t.Errorf("%d prefectures, 東京都 is %d, 沖縄県 %d, 試験県 %d; want 47, 13, 47, 0",
			len(prefectures), prefectureNumber("東京都"), prefectureNumber("沖縄県"), prefectureNumber("試験県"))
	}
}
