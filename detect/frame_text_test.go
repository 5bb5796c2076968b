package detect

import (
	"fmt"
	"strings"
)

// A frame is text around values, with the places of those that are personal.
type frame struct {
	name   string
	text   strings.Builder
	delim  byte // cells end here; 0: running text
	want   []framed
	labels []string // of what is wanted
}

// A framed value is in text[start:end].
type framed struct {
	start, end int
	kind       string // "name", or a detector's ID; "": no matter whether it is found
}

// A field is a labelled value. Its kind is "" for what is nobody's.
type field struct{ label, value, kind, after string }

// put writes a value, which is something to find if it has a kind.
func (f *frame) put(d field) {
	start := f.text.Len()
	f.text.WriteString(d.value)
	if d.kind != "" {
		f.want = append(f.want, framed{start, f.text.Len(), d.kind})
		f.labels = append(f.labels, d.label)
	}
	f.text.WriteString(d.after)
}

// The words that forms, files and systems have for names, by what is under them.
var frameLabels = map[string][]string{
	"kanji": {"氏名", "お名前", "姓名", "氏名（漢字）", "漢字氏名", "お客様名", "顧客名", "契約者", "契約者名", "契約者氏名", "被保険者", "被保険者名", "被保険者氏名", "受取人", "受取人名", "死亡保険金受取人", "名義人", "口座名義人", "口座名義", "預金者名", "宛名", "宛先氏名", "送付先氏名", "届出人", "申請者氏名", "申込者", "申込人氏名", "会員氏名", "患者氏名", "利用者氏名", "世帯主氏名", "保護者氏名", "代表者氏名", "児童氏名", "生徒氏名", "社員氏名", "従業員氏名", "債務者", "債権者名", "連帯保証人", "貸主氏名", "借主", "賃借人", "買主", "売主", "ご注文者", "ご依頼主", "お届け先氏名", "ご契約者様", "ご請求先氏名", "納税義務者", "納税義務者氏名", "相続人氏名", "被相続人", "委任者氏名", "代理人氏名", "本人氏名", "訪問先氏名", "面談者", "来訪者氏名", "応募者氏名", "受験者氏名", "寄附者氏名", "組合員氏名", "株主氏名", "加入者氏名",
		"SHIMEI", "shimei", "Simei", "NM_KANJI", "KANJI_NM", "nmKanji", "KJSIMEI", "KJNM", "KNJSIMEI", "SIMEI_KJ", "SHIMEI_KANJI", "kanji_shimei", "CUST_NM", "custName", "customer_name", "customerName", "CustomerName", "CUSTOMER_NAME", "KOKYAKU_MEI", "KOKYAKUMEI", "kokyaku_mei", "KEIYAKUSHA_MEI", "KEIYAKUSYA", "KEIYAKSYA", "keiyakushaMei", "HIHOKENSHA_MEI", "HIHOKENSYA", "UKETORININ", "UKETORININ_MEI", "MEIGI", "MEIGININ", "MEIGIKJ", "MEIGI_KANJI", "KOZAMEI", "KOUZA_MEIGI", "kozaMeigi", "ATENA", "ATENAMEI", "ATENA_KANJI", "strShimei", "szSimei", "txtShimei", "sKokyakuMei", "m_shimei", "txtName", "lblShimei", "member_name", "memberName", "full_name", "fullName", "patient_name", "patientName", "contractor_name", "insured_name", "beneficiary_name", "account_holder", "accountHolderName", "recipient_name", "shipToName", "ship_to_name", "billing_name", "user_full_name", "applicant_name", "payee_name", "ONAMAE", "NAMAE_KANJI", "DAIHYO_SHIMEI", "SETAINUSHI", "HONNIN_SHIMEI", "TODOKESAKI_MEI", "SOUFUSAKI_MEI"},
	"kana": {"フリガナ", "ふりがな", "カナ氏名", "氏名カナ", "氏名（カナ）", "氏名（フリガナ）", "お名前（カナ）", "ﾌﾘｶﾞﾅ", "ｶﾅ氏名", "氏名ｶﾅ", "ヨミ", "読み仮名", "契約者カナ", "名義人カナ", "口座名義（カナ）", "口座名義カナ", "受取人カナ", "宛名カナ", "ｼﾒｲ", "シメイ", "カナ名", "お客様名カナ", "顧客名（カナ）", "被保険者名カナ",
		"KANA", "KANA_NM", "NM_KANA", "nmKana", "KNSIMEI", "KNSHIMEI", "SIMEI_KN", "KANA_SHIMEI", "SHIMEI_KANA", "shimeiKana", "NMKANA", "KANANM", "kana_name", "nameKana", "name_kana", "FURIGANA", "furigana", "CUST_KANA", "custNameKana", "MEIGIKN", "MEIGIKANA", "MEIGI_KANA", "MEIGININ_KANA", "KOKYAKU_KANA", "KEIYAKUSHA_KANA", "UKETORI_KANA", "ATENA_KANA", "strKana", "txtFurigana", "YOMI", "yomigana", "FURI_KANA", "KANAMEI", "KANASIMEI"},
	"romaji":  {"ローマ字", "ローマ字氏名", "氏名（ローマ字）", "氏名（英字）", "英字氏名", "ROMAJI", "romaji_name", "nameRomaji", "ROMAJI_NM", "SHIMEI_ROMAJI", "SHIMEI_EIJI", "EIJI_SHIMEI", "NAME_EN", "nameEn", "name_roman", "card_name", "cardholder_name", "englishName", "氏名", "SHIMEI", "customer_name", "full_name", "fullName", "氏名英字", "ローマ字表記氏名"},
	"sei":     {"姓", "氏名（姓）", "苗字", "SEI", "SEI_KANJI", "LAST_NAME", "lastName", "lastname", "family_name", "familyName", "surname", "KJSEI", "SEI_KJ", "姓（漢字）", "お名前（姓）", "LASTNAME", "sei_kanji", "名字", "NM_SEI", "SHIMEI_SEI"},
	"mei":     {"名", "氏名（名）", "名", "MEI", "MEI_KANJI", "FIRST_NAME", "firstName", "firstname", "given_name", "givenName", "given_name", "KJMEI", "MEI_KJ", "名（漢字）", "お名前（名）", "FIRSTNAME", "mei_kanji", "名前", "NM_MEI", "SHIMEI_MEI"},
	"seikana": {"セイ", "姓カナ", "姓（カナ）", "SEI_KANA", "seiKana", "LAST_NAME_KANA", "lastNameKana", "family_name_kana", "KNSEI", "SEI_KN"},
	"meikana": {"メイ", "名カナ", "名（カナ）", "MEI_KANA", "meiKana", "FIRST_NAME_KANA", "firstNameKana", "given_name_kana", "KNMEI", "MEI_KN"},
}

// What stands beside names in their records, with values that are found by
// their labels.
var besides = map[string][]string{
	"jp-address":   {"住所", "ご住所", "現住所", "住所1", "ADR1", "ADDR", "ADDRESS1", "addr1", "JUSYO1", "JUSHO", "JUSYO", "jusho1", "JYUSYO", "KJJUSYO", "送付先住所", "homeAddress", "cust_addr", "KANJI_ADR", "ADR_KANJI"},
	"phone":        {"電話番号", "TEL", "ＴＥＬ", "TELNO", "TEL_NO", "tel1", "telNo", "phone_number", "phoneNumber", "DENWA", "DENWA_NO", "KEITAI", "携帯電話", "自宅TEL", "ご連絡先", "RENRAKUSAKI", "HOMETEL", "KTELNO", "TELBANGO"},
	"birth-date":   {"生年月日", "SEINENGP", "SEINENGAPPI", "BIRTHDAY", "birth_date", "birthDate", "BIRTHYMD", "SEINEN_YMD", "UMAREYMD", "誕生日", "TANJOBI", "DOB", "SEINENGAPI"},
	"postal-code":  {"郵便番号", "YUBIN", "YUBIN_NO", "YUBINNO", "ZIP", "ZIP_CODE", "zipCode", "YUBINBANGO", "POSTCD", "postal_code", "POST_CD", "YUUBIN_CD"},
	"bank-account": {"口座番号", "KOZANO", "KOUZA_NO", "kouzaNo", "KOZA_NO", "accountNo", "account_number", "KOUZABANGO", "KZNO", "振込口座番号"},
}

// besideValue invents a value of a kind that is nobody's: towns that are not,
// numbers that are not given out.
func (v *inventor) besideValue(kind string) string {
	n := v.r.Intn
	switch kind {
	case "jp-address":
		town := v.pick("東京都千代田区千代田", "大阪府大阪市北区梅田", "静岡県静岡市葵区追手町", "北海道札幌市中央区大通西", "架空県見本市例町", "福岡市博多区博多駅前")
		return town + fmt.Sprintf(v.pick("%d-%d-%d", "%d丁目%d番%d号", "%d丁目%d－%d"), 1+n(9), 1+n(30), 1+n(20))
	case "phone":
		return fmt.Sprintf(v.pick("03-%04d-%04d", "090-%04d-%04d"), n(9000)+1000, n(9000)+1000)
	case "birth-date":
		y, m, d := 1930+n(75), 1+n(12), 1+n(28)
		return fmt.Sprintf(v.pick("%04d%02d%02d", "%04d-%02d-%02d", "%04d/%02d/%02d", "%04d年%d月%d日"), y, m, d)
	case "postal-code":
		return v.pick("100-0001", "530-0001", "420-0853", "060-0042", "1000001", "8120011")
	}
	return fmt.Sprintf("%07d", 1000000+n(8999999))
}

var (
	framePlaceholders = []string{"不明", "テスト", "null", "N/A", "-", "なし", "未入力", "", "***", "（未登録）", "NULL", "None", "該当なし", "○○○○", "xxx", "?", "未設定", "同上", "削除済", "＊＊＊＊", "ダミー"}
	frameCompanies    = []string{"株式会社架空商事", "㈱見本製作所", "カ）カクウショウジ", "ｶ)ﾐﾎﾝｾｲｻｸｼﾞﾖ", "有限会社例示建設", "架空信用金庫", "見本工業（株）", "例示保育園", "架空市役所", "医療法人社団見本会"}
	frameHonorifics   = []string{"様", " 様", "　様", "殿", "　殿", "さま"}
)

// nameField returns a labelled name of a style, or what stands in its place in
// real files: a company, a placeholder, a name with an honorific.
func (v *inventor) nameField(style, label string) field {
	switch n := v.r.Intn(100); {
	case n < 4:
		return field{label: label, value: v.pick(framePlaceholders...)}
	case n < 8 && style == "kanji":
		return field{label: label, value: v.pick(frameCompanies...)}
	}
	sei, mei := v.parts()
	d := field{label: label, value: v.write(style, sei, mei), kind: "name"}
	if style == "kanji" && v.r.Intn(8) == 0 {
		d.after = v.pick(frameHonorifics...)
	}
	return d
}

// record is the fields of one person in a layout that the records of a file share.
type layout struct{ kinds, labels []string }

func (v *inventor) layout(style string) layout {
	l := layout{}
	add := func(kind, label string) { l.kinds, l.labels = append(l.kinds, kind), append(l.labels, label) }
	add("id", v.pick("NO", "番号", "ID", "顧客番号", "CUST_NO", "seq", "KOKYAKNO"))
	if style == "split" {
		i := v.r.Intn(len(frameLabels["sei"]))
		add("sei", frameLabels["sei"][i])
		add("mei", frameLabels["mei"][i])
		if v.r.Intn(2) == 0 {
			i = v.r.Intn(len(frameLabels["seikana"]))
			add("seikana", frameLabels["seikana"][i])
			add("meikana", frameLabels["meikana"][i])
		}
	} else {
		add(style, v.pick(frameLabels[style]...))
		if style == "kanji" && v.r.Intn(2) == 0 {
			add(v.pick("katakana", "half"), v.pick(frameLabels["kana"]...))
		}
	}
	for _, kind := range []string{"postal-code", "jp-address", "phone", "birth-date", "bank-account"} {
		if v.r.Intn(3) == 0 {
			add(kind, v.pick(besides[kind]...))
		}
	}
	add("status", v.pick("状態", "STATUS", "結果", "区分", "備考"))
	return l
}

// kanaColumnLabels has the labels under which katakana and hiragana stand.
func kanaColumnLabels() {
	for _, s := range []string{"katakana", "half", "hiragana"} {
		frameLabels[s] = frameLabels["kana"]
	}
}

func (v *inventor) record(l layout) []field {
	var ds []field
	sei, mei := v.parts()
	for i, kind := range l.kinds {
		d := field{label: l.labels[i], kind: "name"}
		switch kind {
		case "id":
			d.value, d.kind = fmt.Sprint(10000+v.r.Intn(80000)), ""
		case "status":
			d.value, d.kind = v.pick("正常", "OK", "済", "A4", "完了", "送信済み", "0", "印刷待ち"), ""
		case "sei":
			d.value = sei[0]
		case "mei":
			d.value = mei[0]
		case "seikana":
			d.value = sei[1]
		case "meikana":
			d.value = mei[1]
		case "postal-code", "jp-address", "phone", "birth-date", "bank-account":
			d.value, d.kind = v.besideValue(kind), kind
		default:
			d = v.nameField(kind, l.labels[i])
		}
		ds = append(ds, d)
	}
	return ds
}
