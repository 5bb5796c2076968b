package replay

import "math/rand/v2"

// A company is invented; its name holds a mark of its legal form.
type company struct {
	name, kana string // kana is half-width, as banks abbreviate it
}

// legalForms are how a form is written before or after the name, in full and
// as banks abbreviate it in kana.
var legalForms = []struct {
	before, after         string
	kanaBefore, kanaAfter string
}{
	{before: "株式会社", kanaBefore: "ｶ)"}, {after: "株式会社", kanaAfter: "(ｶ"}, {before: "有限会社", kanaBefore: "ﾕ)"},
	{after: "有限会社", kanaAfter: "(ﾕ"}, {before: "(株)", kanaBefore: "ｶ)"}, {before: "㈱", kanaBefore: "ｶ)"}, {after: "㈱", kanaAfter: "(ｶ"},
	{before: "㈲", kanaBefore: "ﾕ)"}, {before: "（有）", kanaBefore: "ﾕ)"}, {before: "医療法人社団", kanaBefore: "ｲ)"}, {before: "医療法人", kanaBefore: "ｲ)"},
	{before: "社会福祉法人", kanaBefore: "ﾌｸ)"}, {before: "合同会社", kanaBefore: "ﾄﾞ)"}, {before: "学校法人", kanaBefore: "ｶﾞｸ)"},
	{before: "農事組合法人", kanaBefore: "ﾉｳ)"}, {before: "一般社団法人", kanaBefore: "ｼﾔ)"}, {after: "合資会社", kanaAfter: "(ｼ"},
}

var companyStems = words("みなと,ミナト 東亜,トウア 共栄,キョウエイ 大光,ダイコウ 丸三,マルサン 青葉,アオバ 日ノ出,ヒノデ ひまわり,ヒマワリ 双葉,フタバ 新星,シンセイ 太陽,タイヨウ 三和,サンワ 山水,サンスイ 北斗,ホクト 光洋,コウヨウ")

var companyTrades = words("工業,コウギョウ 建設,ケンセツ 電機,デンキ 商店,ショウテン 運輸,ウンユ 工務店,コウムテン 農園,ノウエン 製作所,セイサクショ 食品,ショクヒン 不動産,フドウサン 設備,セツビ 印刷,インサツ クリニック,クリニック 水産,スイサン 造園,ゾウエン")

// newCompany makes a company, four in ten named after a surname.
func newCompany(r *rand.Rand) company {
	stem, trade, form := pick(r, companyStems), pick(r, companyTrades), pick(r, legalForms)
	if r.IntN(5) < 2 {
		stem = common(r, names().surnames)
	}
	return company{
		name: form.before + stem.text + trade.text + form.after,
		kana: form.kanaBefore + halfKana(stem.kana+trade.kana, true) + form.kanaAfter,
	}
}
