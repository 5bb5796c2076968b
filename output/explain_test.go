package output

import (
	"testing"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/report"
)

func TestEvidenceIsTranslated(t *testing.T) {
	for _, text := range detect.EvidenceTexts() {
		if japaneseEvidence[text] == "" {
			t.Errorf("the evidence %q has no words in Japanese", text)
		}
	}
}

func TestEvidence(t *testing.T) {
	p := &page{words: &japanese}
	for text, want := range map[string]string{
		"column 氏名": "列見出し「氏名」", "check digit does not fit": "検査数字が合わない", "check digit": "検査数字が合う", "word 社員番号": "規則の語「社員番号」",
		"word beside it": "手がかりの語が隣にある", "columns": "columns", "of a later version": "of a later version", "": "",
	} {
		if got := p.evidence(text); got != want {
			t.Errorf("evidence(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestWhy(t *testing.T) {
	p := &page{words: &japanese, run: &report.Run{}}
	for why, want := range map[string]string{
		"personal data is forbidden in zone office (一般事務ネットワーク)":                                                                       "区域 office (一般事務ネットワーク) では個人データは禁止",
		"unchanged for 20 days; zone print keeps data 14 days":                                                                         "最終更新から 20 日。区域 print の保存期間は 14 日",
		"unchanged for 1 day 2 hours; zone print keeps data 1 day":                                                                     "最終更新から 1 日 2 時間。区域 print の保存期間は 1 日",
		"the share does not tell the age; zone print keeps data 14 days":                                                               "更新日時が分からない。区域 print の保存期間は 14 日",
		"allowed until 2027-03-31 by 部長: 例":                                                                                            "2027-03-31 まで例外を許可 (承認: 部長)。理由: 例",
		"allowed until 2027-03-31: personal data is allowed in zone x 14 days; it lies in a recycle bin":                               "2027-03-31 まで例外を許可。理由: personal data is allowed in zone x 14 days。ごみ箱の中にある",
		"unchanged for just over 14 days; zone print keeps data 14 days":                                                               "最終更新から 14 日をわずかに超えた。区域 print の保存期間は 14 日",
		"not personal data; it lies in a snapshot":                                                                                     "個人データではない。スナップショットの中にある",
		"personal data is forbidden in zone a; its exception ended on 2026-03-31":                                                      "区域 a では個人データは禁止。例外は 2026-03-31 で終了",
		"personal data is forbidden in zone a; it lies in a recycle bin":                                                               "区域 a では個人データは禁止。ごみ箱の中にある",
		"unchanged for 20 days; zone b keeps data 14 days; it lies in a snapshot":                                                      "最終更新から 20 日。区域 b の保存期間は 14 日。スナップショットの中にある",
		"dated 2027-03-16 by its path, 15 days ago; zone print keeps data 14 days":                                                     "パスの日付 2027-03-16 から 15 日。区域 print の保存期間は 14 日",
		"dated 2027-03-30 by its header; zone print keeps data 14 days; it lies in a snapshot":                                         "ファイル先頭の日付は 2027-03-30。区域 print の保存期間は 14 日。スナップショットの中にある",
		"unchanged for 100 days; zone print keeps data of client \"丙; 丁\" 30 days":                                                     "最終更新から 100 日。区域 print の委託元 \"丙; 丁\" の保存期間は 30 日",
		"unchanged for 100 days; zone print keeps data 14 days; there is no date in its header: the time of modification counts":       "最終更新から 100 日。区域 print の保存期間は 14 日。ファイル先頭に日付がないため最終更新から数えた",
		"dated 2099-01-01 by its path; zone print keeps data 14 days; the date in its path is in the future":                           "パスの日付は 2099-01-01。区域 print の保存期間は 14 日。パスの日付が未来である",
		"dated 2020-01-01 by its path, 2646 days ago; zone print keeps data of client \"甲\" 7 days; its exception ended on 2026-12-31": "パスの日付 2020-01-01 から 2646 日。区域 print の委託元 \"甲\" の保存期間は 7 日。例外は 2026-12-31 で終了",
		"not personal data": "個人データではない", "something new": "something new",
	} {
		if got := p.why(why); got != want {
			t.Errorf("why(%q) = %q, want %q", why, got, want)
		}
	}
}
