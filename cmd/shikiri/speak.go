package main

import (
	"fmt"
	"regexp"

	"github.com/spf13/cobra"
)

// learnLanguage notes the language of --lang, or else of the environment, before
// a command runs. A command whose own --lang is wrong says so itself.
func (p *program) learnLanguage(cmd *cobra.Command, _ []string) error {
	flag := ""
	if f := cmd.Flags().Lookup("lang"); f != nil {
		flag = f.Value.String()
	}
	lang, err := p.language(flag)
	p.lang = lang
	return err
}

// speak formats what a command tells people on standard output, in their
// language. Errors and warnings stay English: people search for them.
func (p *program) speak(format string, args ...any) string {
	if p.lang == "ja" {
		if said, ok := japaneseSpeech[format]; ok {
			format = said
		}
	}
	return fmt.Sprintf(format, args...)
}

// tell writes what speak says.
func (p *program) tell(format string, args ...any) { fmt.Fprint(p.Out, p.speak(format, args...)) }

// problem says what is wrong with an address, as netzone tells it.
func (p *program) problem(text string) string {
	if p.lang != "ja" {
		return text
	}
	text = otherNetwork.ReplaceAllString(text, "$1 は区域 $3 ではなく $2 のネットワークの中")
	return noNetwork.ReplaceAllString(text, "$1 は区域 $2 のどのネットワークにもない")
}

var (
	otherNetwork = regexp.MustCompile(`^(\S+) is in a network of zone (.+), not of zone (.+)$`)
	noNetwork    = regexp.MustCompile(`^(\S+) is in no network of zone (.+)$`)
)

// japaneseSpeech is what commands say, by the English format.
var japaneseSpeech = map[string]string{
	// init
	"wrote %s: say there which zones you have, then run shikiri zones\n":  "%s を書きました。区域を書き込み、shikiri zones を実行してください\n",
	"wrote %s: keep it secret, and use it in every zone\n":                "%s を書きました。秘密にし、どの区域でも同じものを使ってください\n",
	"wrote %s: keep it secret, on the machine that scans\n":               "%s を書きました。検査する端末に置き、秘密にしてください\n",
	"wrote %s: give it to the auditor, by another way than the reports\n": "%s を書きました。報告とは別の経路で監査人に渡してください\n",
	"write sign-key: %s into %s, or give --sign-key %s\n":                 "sign-key: %s を %s に書くか、--sign-key %s を付けてください\n",
	// fingerprint
	"wrote %s: people %s, of rows %s": "%s を書きました: %s 人 (%s 行中)",
	"\n  found in it: %s":             "\n  見つけた種類: %s",
	"  without a name %s, by the name alone %s, with a namesake in the list %s\n": "  氏名なし %s 人、氏名のみ %s 人、名簿に同姓同名がいる %s 人\n",
	"  rows without anybody %s, repeated %s, companies %s\n":                      "  人のいない行 %s、重複 %s、法人 %s\n",
	"  fingerprints %s, key %s, client %s\n":                                      "  指紋 %s 個、鍵 %s、委託元 %s\n",
	"(none: --client NAME)":                                                       "(なし: --client NAME で指定)",
	// verify
	"good":                              "正しい",
	"WRONG":                             "正しくない",
	"NOT CHECKED":                       "確かめられない",
	"key      %s":                       "鍵        %s",
	"signed   %s by the signer's clock": "署名日時  %s (署名者の時計)",
	"comment  %s":                       "コメント  %s",
	"run      %s %s":                    "検査結果  %s %s",
	"people   %s is unchanged":          "人の指紋  %s は元のまま",
	"conforming":                        "適合",
	"nonconforming":                     "不適合",
	"incomplete":                        "検査不完全",
	// zones
	"zone %s":                                               "区域 %s",
	"  personal data: allowed, %s%s\n":                      "  個人データ: 許可、%s%s\n",
	"  personal data: forbidden\n":                          "  個人データ: 禁止\n",
	"  networks: %s\n":                                      "  ネットワーク: %s\n",
	"  exception until %s: %s in %s (%s)\n":                 "  例外 %s まで: %s、%s (承認 %s)\n",
	"  exception ENDED %s: %s in %s (%s)\n":                 "  例外 %s で期限切れ: %s、%s (承認 %s)\n",
	"  gateway: %s\n":                                       "  ゲートウェイ: %s\n",
	"  unused: %s\n":                                        "  未使用のアドレス: %s\n",
	"  host %s: %s\n":                                       "  ホスト %s: %s\n",
	"flow %s to %s: %s\n":                                   "許可する通信 %s から %s へ: %s\n",
	"way out from %s: %s must not be reachable\n":           "外への道 %s から: %s に届いてはならない\n",
	"way out from %s: the name %s must not be resolved%s\n": "外への道 %s から: 名前 %s が引けてはならない%s\n",
	"zones that allow personal data":                        "個人データを許可する区域",
	" by %s":                                                " (%s に問い合わせ)",
	"all kinds":                                             "すべての種類",
	"all paths":                                             "すべてのパス",
	"  share %s: %s\n":                                      "  共有 %s: %s\n",
	"client %s: kept %s%s, where personal data is allowed\n": "委託元 %s: 個人データを許可する区域では%s%s\n",
	"client %s: kept as long as the zone says%s\n":           "委託元 %s: 保存期間は区域のとおり%s\n",
	" from the last change":                                  " (最終更新から)",
	" from the date in %s":                                   " (起算日: %s)",
	"without end":                                            "保存期間の定めなし",
	"for %d day":                                             "保存期間 %d 日",
	"for %d days":                                            "保存期間 %d 日",
	"for %s":                                                 "保存期間 %s",
	// addresses of shares
	"a folder of this machine":                   "この端末のフォルダー",
	"its host is a name, which is not looked up": "ホストは名前で、引いていない",
	"not sure: its host is not found (%s)":       "不明: ホストが見つからない (%s)",
	"not sure: its host has no address":          "不明: ホストにアドレスがない",
	"not sure: %s":                               "不明: %s",
	"not checked: the zone has no networks":      "照合しない: 区域にネットワークの定めがない",
	"in a network of the zone":                   "区域のネットワークの中",
	"in a network of the zone (%s)":              "区域のネットワークの中 (%s)",
	"WRONG: %s":                                  "誤り: %s",
	// scan and probe, on standard error
	"%s: forbidden ports open %d, machines in two zones %d, forbidden flows proved closed %d, not proved %d, attempts %d (%s)": "%s: 禁止で到達可のポート %d 件、橋渡し機器 %d 台、遮断を証明した禁止の通信 %d 件、未証明 %d 件、試行 %d 回 (%s)",
	"ports of addresses tried %d of %d, %.0f/s, of these open %d":                                                              "試したポート 延べ %d / %d 件、毎秒 %.0f 件、うち到達可 %d 件",
	"interrupted: writing what was found; once more ends at once":                                                              "中断: ここまでの結果を書き出しています。もう一度押すとすぐに終わります",
	"%s: violations %d, overdue %d, files examined %d, not examined %d (%s)%s":                                                 "%s: 違反 %d 件、保存期限超過 %d 件、検査したファイル %d 個、検査できなかったファイル %d 個 (%s)%s",
	"; %d known from the baseline, %d new":                                                                                     "。基準にあるもの %d 件、新規 %d 件",
	"complete":                                                                                                                 "完了",
	"not complete":                                                                                                             "検査不完全",
	"interrupted":                                                                                                              "中断",
}
