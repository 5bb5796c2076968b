package main

// helpFormats is what formats of reports are for.
var helpFormats = map[string]string{
	"a row for each finding, each unexamined file and each target of a probe, for Excel":                   "検出と未検査を一行ずつ、プローブでは試した対象ごとに (Excel 用)",
	"code quality of GitLab, for merge requests":                                                           "GitLab のコード品質 (マージリクエスト用)",
	"the whole run, for programs and for shikiri report":                                                   "検査結果のすべて (プログラムと shikiri report 用)",
	"JUnit XML, for Jenkins, GitLab and others: a suite for each zone, and one for probes":                 "JUnit XML (Jenkins、GitLab など)。区域ごとに一組、プローブに一組",
	"a line of JSON for each finding, for log collectors; ends with an end line":                           "検出ごとに JSON 一行 (ログ収集用)。終わりの行で終わる",
	"numbers for the textfile collector of Prometheus":                                                     "Prometheus の textfile collector 用の数値",
	"SARIF 2.1.0, for code scanning of GitHub and others":                                                  "SARIF 2.1.0 (GitHub などのコードスキャン用)",
	"for people, on a terminal (the default)":                                                              "人が端末で読む表 (既定)",
	"one page for auditors, to read, search and print; needs no network":                                   "監査用の一つのページ。読む、探す、印刷する。ネットワーク不要",
	"a summary for job pages and issues: verdict, numbers, the worst findings":                             "ジョブの画面や課題票に載せる要約: 判定、件数、重大な検出",
	"a workbook for auditors: cover, summary, all findings, what was not examined, exceptions, conditions": "監査用のブック: 表紙、集計、全検出、未検査、例外、実施条件",
	"of diff: the confirmation of deletion (消去確認書), HTML":                                                  "diff の消去確認書 (HTML)",
}
