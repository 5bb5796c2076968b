package main

// japaneseHelp is the help in Japanese, by its English text: whole texts,
// paragraphs, or lines of what commands put together. A text that changes loses
// its translation, and a test tells.
var japaneseHelp = []map[string]string{helpHeadings, helpCommands, helpFlags, helpFormats, helpProbe}

// helpHeadings are headings and exit codes.
var helpHeadings = map[string]string{
	// Headings.
	"Usage:":                  "使い方:",
	"Aliases:":                "別名:",
	"Examples:":               "例:",
	"Available Commands:":     "コマンド:",
	"Additional Commands:":    "その他のコマンド:",
	"Flags:":                  "オプション:",
	"Global Flags:":           "共通のオプション:",
	"Additional help topics:": "その他のヘルプ:",
	"Exit codes:":             "終了コード:",
	`Use "{{.CommandPath}} [command] --help" for more information about a command.`: `各コマンドの説明は "{{.CommandPath}} [command] --help" で表示します。`,
	"Scan:":    "検査:",
	"Reports:": "報告:",
	"Set up:":  "準備:",

	// Exit codes.
	"0    nothing wrong: all was examined, no personal data is where it must not be": "0    問題なし: すべて検査し、あってはならない場所に個人データはない",
	"1    violation or overdue data, whether or not all was examined":                "1    違反または保存期限超過あり (すべて検査できたかどうかによらない)",
	"2    the command, the configuration or a rule is wrong, or the run failed":      "2    コマンド・設定・規則の誤り、または実行の失敗",
	"3    no violation seen, but something in scope could not be examined":           "3    違反は見つからないが、検査できなかったものがある",
	"130  interrupted: a partial report was written":                                 "130  中断: それまでの結果だけの報告を書いた",
	"0    done": "0    完了",
	"2    the command or the configuration is wrong, or the command failed":                           "2    コマンドまたは設定の誤り、またはコマンドの失敗",
	"0    each file is as it was signed":                                                              "0    どのファイルも署名したときのまま",
	"1    a file or its signature was changed, or was signed with another key":                        "1    ファイルか署名が書き換えられた、または別の鍵で署名された",
	"2    something could not be checked: no signature, no key, no file":                              "2    確かめられないものがある (署名、鍵、ファイルがない)",
	"0    all rules are right":                                                                        "0    規則はすべて正しい",
	"2    a rule is wrong, or a file could not be read":                                               "2    規則の誤り、またはファイルが読めない",
	"0    done, whatever was found":                                                                   "0    完了 (何が見つかったかによらない)",
	"2    the command or a rule is wrong":                                                             "2    コマンドまたは規則の誤り",
	"3    a file could not be examined, or only partly":                                               "3    検査できない (または一部しか検査できない) ファイルがある",
	"0    the file was written":                                                                       "0    ファイルを書いた",
	"2    the command is wrong, nobody was found in the list, or the command failed":                  "2    コマンドの誤り、名簿に人が見つからない、またはコマンドの失敗",
	"3    the file was written, but parts of the list could not be read":                              "3    ファイルを書いたが、名簿に読めない部分があった",
	"0    nothing wrong in any of the runs: all was examined by one of them":                          "0    どの結果にも問題なし: すべてがいずれかで検査済み",
	"1    violation or overdue data, an open path or a bridge, whether or not all was examined":       "1    違反・保存期限超過、開いた経路、橋渡し機器のいずれかあり (すべて検査できたかどうかによらない)",
	"3    no violation seen, but something could not be examined or proved, or a run was interrupted": "3    違反は見つからないが、検査も証明もできなかったものか、中断した検査がある",
	"1    with --exit-code: something wrong is new, or worse than before":                             "1    --exit-code のとき: 違反・期限超過に新たなもの、または悪化したものがある",
	"2    the command is wrong, or the comparison failed":                                             "2    コマンドの誤り、または比較の失敗",
	"3    with --exit-code: nothing is, but of something nobody knows whether it is gone":             "3    --exit-code のとき: それはないが、なくなったかどうか不明のものがある",
}
