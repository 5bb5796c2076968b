package replay

import (
	"fmt"
	"strings"
)

// muroranPeople were on the laboratory's server in 2024.
const muroranPeople = 159

// writeMuroran writes people into prose, mails, minutes, CSV and JSON. Each is
// written once.
func writeMuroran(b *builder) {
	m := &muroranLab{b: b, left: b.scaled(muroranPeople)}
	m.cast = newCast(b.rng, b.towns(func(t town) bool { return t.city == "室蘭市" || t.pref == "北海道" && b.rng.IntN(4) == 0 }), cp932)
	parts := []struct {
		share int // of 100 people
		write func(n int)
	}{{14, m.report}, {12, m.mail}, {13, m.minutes}, {20, m.table}, {14, m.prettyJSON}, {14, m.compactJSON}, {13, m.blocks}}
	for _, p := range parts {
		p.write(min(m.left, b.scaled(muroranPeople*p.share/100)))
	}
	if m.left > 0 {
		m.nested(m.left)
	}
	b.text("share", "研究室/実験ノート/2023_11.txt", utf8, "11月3日 加速試験を開始。炉内温度 850℃、昇温 5℃/min。\n11月5日 試料 B-3 に割れ。写真は img_0231 から img_0239。\n")
	b.config("version: 1\nzones:\n  - name: office\n    title: 研究室ネットワーク\n    networks: [10.30.0.0/16]\n    personal-data: forbidden\n")
}

type muroranLab struct {
	b    *builder
	cast *cast
	left int
}

var labKinds = []string{"jp-address", "phone"}

// each begins a file and writes n people with line.
func (m *muroranLab) each(path, style string, set charset, n int, kinds []string, head, tail string, line func(i int, p *person) string) {
	if n == 0 {
		return
	}
	f := m.b.create(place{share: "share", path: "研究室/" + path, style: style, set: set})
	f.put(head)
	for i := range n {
		f.put(line(i, m.cast.next()))
		f.holds(holding{kinds: kinds})
	}
	f.put(tail)
	f.close()
	m.left -= n
}

func (m *muroranLab) report(n int) {
	ends := []string{"から聞き取りを行った。", "に謝礼を送付した。", "は第2回の調査にも協力の意向。", "より辞退の申し出があった。"}
	m.each("調査報告/2022年度_聞き取り調査.txt", "sentence", utf8, n, labKinds,
		"2022年度 聞き取り調査 報告\n\n1. 目的\n冬季の暖房利用の実態を明らかにする。\n\n2. 経過\n", "\n3. 今後\n回収率を高めるため、設問を減らす。\n",
		func(i int, p *person) string {
			return fmt.Sprintf("%d月%d日、%s様（%s、電話 %s）%s\n", i%3+6, i%28+1, p.name(""), p.address.whole(), p.phone, pick(m.b.rng, ends))
		})
}

func (m *muroranLab) mail(n int) {
	m.each("メール保存/送付先確認.txt", "mail", iso2022JP, n, []string{"jp-address", "phone", "email"},
		"件名: 試料の送付先について\n日付: 2023-02-14\n\n研究室各位\n\n以下の方々へ試料を送ります。住所を確認してください。\n\n", "以上、よろしくお願いします。\n",
		func(_ int, p *person) string {
			for !iso2022JP.can(p.name("")) {
				p = m.cast.next()
			}
			return fmt.Sprintf("> %s さん <%s>\n>   %s %s\n>   TEL %s\n\n", p.name(" "), p.email, p.address.postal(), p.address.whole(), p.phone)
		})
}

func (m *muroranLab) minutes(n int) {
	m.each("打合せ/議事録_協力者会議.md", "minutes", cp932, n, []string{"phone"},
		"# 協力者会議 議事録\n\n- 日時: 2023年3月9日 13:00\n- 場所: 第2会議室\n\n## 出席した協力者\n\n", "\n## 決定事項\n\n- 次回は6月に開く。\n",
		func(_ int, p *person) string {
			return fmt.Sprintf("- %s（%s、連絡先 %s）\n", p.name("　"), p.address.city, p.phone)
		})
}

func (m *muroranLab) table(n int) {
	m.each("名簿/協力者.csv", "csv", cp932, n, []string{"jp-address", "phone", "email", "postal-code", "jp-name-kana"},
		"番号,氏名,ふりがな,郵便番号,住所,電話番号,メール\n", "",
		func(i int, p *person) string {
			return fmt.Sprintf("%d,%s,%s,%s,%s,%s,%s\n", i+1, p.name("　"), hiragana(p.kana("　")), p.address.postal(), p.address.whole(), p.phone, p.email)
		})
}

func (m *muroranLab) prettyJSON(n int) {
	m.each("web/data/members.json", "pretty json", utf8, n, []string{"jp-address", "phone", "email"}, "{\n  \"updated\": \"2023-04-01\",\n  \"members\": [\n", "  ]\n}\n",
		func(i int, p *person) string {
			return fmt.Sprintf("    {\n      \"id\": %d,\n      \"name\": \"%s\",\n      \"address\": \"%s\",\n      \"tel\": \"%s\",\n      \"email\": \"%s\"\n    }%s\n",
				i+1, p.name(" "), p.address.whole(), p.phone, p.email, comma(i, n))
		})
}

func (m *muroranLab) compactJSON(n int) {
	m.each("web/cache/list.json", "compact json", utf8, n, labKinds, `{"status":"ok","items":[`, "]}\n",
		func(i int, p *person) string {
			return fmt.Sprintf(`{"氏名":"%s","住所":"%s","電話":"%s"}%s`, p.name(""), p.address.whole(), p.phone, comma(i, n))
		})
}

func (m *muroranLab) blocks(n int) {
	m.each("申込/受付票.txt", "blocks", cp932, n, []string{"jp-address", "phone", "postal-code", "jp-name-kana", "birth-date"}, "体験講座 受付票（控え）\n\n", "",
		func(i int, p *person) string {
			var s strings.Builder
			fmt.Fprintf(&s, "受付番号　%03d\nお名前　　：%s\nフリガナ　：%s\n生年月日　：%s\n", i+1, p.name("　"), p.kana("　"), wareki(p.birth, true))
			fmt.Fprintf(&s, "ご住所　　：〒%s　%s\n電話番号　：%s\n――――――――――\n", p.address.postal(), p.address.whole(), full(p.phone))
			return s.String()
		})
}

// nested takes whoever is left.
func (m *muroranLab) nested(n int) {
	m.each("web/backup/export.json", "nested json", utf8, n, labKinds, "{\"rows\": [\n", "]}\n",
		func(i int, p *person) string {
			return fmt.Sprintf("{\"key\":\"u%03d\",\"profile\":{\"sei\":\"%s\",\"mei\":\"%s\"},\"contact\":{\"住所\":\"%s\",\"電話番号\":\"%s\"}}%s\n",
				i, p.surname.text, p.given.text, p.address.whole(), p.phone, comma(i, n))
		})
}

func comma(i, n int) string {
	if i == n-1 {
		return ""
	}
	return ","
}
