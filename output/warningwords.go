package output

import "regexp"

// japaneseWarnings are the warnings of runs, which hold them in English. Those
// that are not here are shown as they are. The line of a configuration before one
// stays.
var japaneseWarnings = []sentence{
	{regexp.MustCompile(`^share (.*) holds no files: is it the right one, and mounted\?$`), "共有 $1 にファイルがありません。場所の指定とマウントを確かめてください"},
	{regexp.MustCompile(`\ban exception of zone (.*) ended on (\S+) and no longer applies$`), "区域 $1 の例外は $2 に期限が切れ、適用していません"},
	{regexp.MustCompile(`\bthe exception has no effect: zone (.*) keeps personal data without end$`), "例外に効果がありません。区域 $1 には保存期限がありません"},
	{regexp.MustCompile(`\bthe exception is for all personal data in zone (.*); name its kinds or paths$`), "例外が区域 $1 の個人データすべてに及びます。種類か場所を限ってください"},
	{regexp.MustCompile(`\bthe exception does not tell who approved it and why; .*`), "例外に承認者と理由がありません。approved-by と why を書いてください"},
	{regexp.MustCompile(`\bretention has no effect: zone (.*) forbids personal data$`), "保存期間に効果がありません。区域 $1 は個人データを禁じています"},
	{regexp.MustCompile(`\bretention has no effect: all zones forbid personal data$`), "保存期間に効果がありません。どの区域も個人データを禁じています"},
	{regexp.MustCompile(`^the report (.*) is written into the share (.*)$`), "報告 $1 は、検査した共有 $2 の中に書かれます"},
	{regexp.MustCompile(`^--ocr: pictures are listed as not examined: .*`), "--ocr: 文字を読み取るプログラム (Tesseract) が使えないため、画像は未検査としました"},
	{regexp.MustCompile(`^this report shows values unmasked$`), "この報告には伏せ字でない値があります"},
	{regexp.MustCompile(`^more than (\d+) findings: each shows one sample$`), "検出が $1 件を超えたため、例は一つずつ示します"},
	{regexp.MustCompile(`^more than (\d+) copies: (\d+), those with the fewest people, are not listed$`), "写しが $1 件を超えたため、人数の少ない $2 件は一覧にありません"},
	{regexp.MustCompile(`^(\d+) files have the people of (\d+) originals or more: of each no more are listed$`), "$1 個のファイルには $2 個以上の原本の人々がいます。原本はその数までを示します"},
	{regexp.MustCompile(`^known people (.*): parts of that list could not be read when it was fingerprinted: .*`), "名簿 $1: 指紋を作るときに読めなかった部分があり、そこにある人は照合できません"},
	{regexp.MustCompile(`^known people (.*): (\d+) of (\d+) rows of that list gave nobody when it was fingerprinted: .*`), "名簿 $1: $3 行のうち $2 行から人を読み取れず、そこにある人は照合できません"},
	{regexp.MustCompile(`^there is no people file, and merging with other runs cannot count each person once: .*`), "人の指紋のファイルがないため、ほかの実施とまとめるときに同じ人を一度だけ数えることができません"},
	{regexp.MustCompile(`^the numbers of people are too low(: .*)?$`), "人数は実際より少なく数えられています$1"},
	{regexp.MustCompile(`^people who are in several zones are counted once in each$`), "複数の区域にいる人は、区域ごとに1人と数えています"},
	{regexp.MustCompile(`^(\d+) warnings of the whole run are left out: they may name others$`), "検査全体の警告のうち $1 件は、ほかの委託元の名前を含みうるため省いています"},
	{regexp.MustCompile(`^copies of this client's files that are not allowed where they are: (\d+)$`), "この委託元のファイルの写しで、置いてはならない場所にあるもの: $1"},
	{regexp.MustCompile(`^(.*) is merged once: the run (\S+) is there already$`), "$1 は一度だけまとめました。実施 $2 がすでにあります"},
	{regexp.MustCompile(`^the runs were judged by (\d+) policies$`), "まとめた実施の方針は $1 通りあります"},
	{regexp.MustCompile(`^the runs looked for personal data by (\d+) sets of rules$`), "まとめた実施の検出規則は $1 通りあります"},
	{regexp.MustCompile(`^the runs were made by the versions (.*)$`), "まとめた実施のプログラムの版: $1"},
	{regexp.MustCompile(`^the runs report findings from these confidences on: (.*)$`), "まとめた実施が報告する確度の下限: $1"},
	{regexp.MustCompile(`^(.*): it is an extract: it holds what is the client's, and nothing of others$`), "$1 は抜粋です。その委託元のものだけを含みます"},
	{regexp.MustCompile(`^(.*) found something in (\d+) files in which (.*), which looked there later, found nothing: .*`), "$1 が検出した $2 個のファイルで、後から検査した $3 は何も検出していません。その間に消去されたか、アカウントから見えません。件数に含みます (shikiri diff で比べてください)"},
	{regexp.MustCompile(`^the runs were made with different options: .*`), "まとめた実施の条件が違います (OCR、以前のバージョン、ホストのファイルの様式)"},
	{regexp.MustCompile(`^the number of people of (.*) who were found is added up from several runs: .*`), "名簿 $1 の見つかった人数は複数の実施の合計です。同じ人を二度数えていることがあります"},
	{regexp.MustCompile(`^the share (.*) lies in the zones (.*): what is in it counts in each$`), "共有 $1 は複数の区域 ($2) にあります。中身はそれぞれで数えます"},
	{regexp.MustCompile(`^the runs have different rules for the zone (.*): the stricter ones count$`), "区域 $1 の定めが実施によって違います。厳しい方を適用します"},
	{regexp.MustCompile(`^the fingerprints were made with (\d+) keys: .* up to (\d+) may be counted twice$`), "指紋の鍵が $1 通りあり、鍵の違う実施の人は別々に数えます。最大 $2 人が二度数えられています"},
	{regexp.MustCompile(`^(.*): its people are added to the others', and up to (\d+) of them may be counted twice$`), "$1: その人数はほかに加えてあり、最大 $2 人が二度数えられています"},
}

// warning says a warning of the run in the reader's language.
func (p *page) warning(text string) string {
	for _, s := range p.words.Warned {
		if s.from.MatchString(text) {
			return s.from.ReplaceAllString(text, s.to)
		}
	}
	return text
}

// note says what limits a comparison in the reader's language, whyUnclear why it is
// not known what became of a finding.
func (p *page) note(text string) string { return changeWordsFor(p.opts.Lang).note(text) }

func (p *page) whyUnclear(code string) string { return changeWordsFor(p.opts.Lang).why(code, p.words) }
