package replay

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Words that are also surnames or given names, as lists of other things.
const stationList = `東京 品川 川崎 横浜 戸塚 大船 藤沢 辻堂 平塚 大磯 二宮 国府津 小田原 早川 根府川 真鶴 湯河原 熱海 三島 沼津 原 吉原 富士 由比
興津 清水 草薙 静岡 安倍川 用宗 焼津 藤枝 島田 金谷 菊川 掛川 袋井 磐田 豊田町 浜松 高塚 舞阪 鷲津 豊橋 三河三谷 蒲郡 岡崎 安城 刈谷 大府 共和
大高 笠寺 熱田 金山 名古屋 枇杷島 清洲 稲沢 尾張一宮 木曽川 岐阜 大垣 関ヶ原 柏原 米原 彦根 能登川 野洲 草津 石山 山科 京都 長岡京 山崎 高槻
茨木 吹田 新大阪 大阪 尼崎 西宮 芦屋 住吉 三ノ宮 神戸 兵庫 須磨 明石 加古川 姫路 福島 石川 前田 森 東 中村 上野 目黒 渋谷 原宿 池袋 大塚 巣鴨`

const flowerList = `桜 椿 葵 茜 杏 楓 蓮 百合 菫 牡丹 蘭 萌 桃 梅 柚 橘 桔梗 菖蒲 紫苑 撫子 さくら ひまわり すみれ あやめ かえで もみじ つばき カトレア ユリ マリー アンナ ローズ リリー ダリア`

const kanaGoods = `ケーキ クッキー マカロン エクレア カステラ プリン ババロア タルト パフェ ワッフル ドーナツ マドレーヌ サブレ フィナンシェ ミルフィーユ モンブラン シュークリーム ゼリー ムース アイス`

var (
	railways    = []string{"東海道本線", "御殿場線", "武豊線", "関西本線", "中央本線", "高山本線", "身延線"}
	goods       = []string{"りんごジュース", "佐藤錦", "緑茶", "豊田白菜", "松本だるま", "山田うどん", "小倉あん", "千葉落花生", "高野豆腐", "川越いも", "石巻かまぼこ", "信州そば", "和田塩", "金山寺味噌"}
	sizes       = []string{" 500ml", " 1kg", " 200g", " 6個入", " 大", " 小", ""}
	accounts    = []string{"旅費交通費", "通信費", "消耗品費", "会議費", "修繕費", "地代家賃", "保険料", "図書費", "研修費", "雑費"}
	products    = []string{"受注管理", "在庫照会", "勤怠入力", "帳票出力", "宛名印刷", "会計連携", "文書管理", "設備予約"}
	departments = []string{"総務部", "経理部", "営業第一課", "営業第二課", "工務部", "品質保証室", "情報システム部", "物流センター", "企画室"}
	titles      = []string{"部長", "課長", "係長", "主任", "室長", "次長"}
	rooms       = []string{"第1会議室", "第2会議室", "大会議室", "さくらの間", "ひまわりの間", "応接室A"}
)

func partNumber(r *rand.Rand) string {
	return fmt.Sprintf("%c%c-%04d-%c%d", 'A'+rune(r.IntN(26)), 'A'+rune(r.IntN(26)), r.IntN(10000), 'A'+rune(r.IntN(6)), r.IntN(100))
}

func writeParts(f *file, r *rand.Rand, n int) {
	parts := []string{"六角ボルト", "平座金", "軸受", "歯車", "給紙ローラ", "定着ベルト", "基板", "電源ユニット", "操作パネル", "搬送ベルト", "遮光板", "光沢紙"}
	f.line("部品番号,品名,材質,数量,単価,棚番")
	for range n {
		f.linef("%s,%s,%s,%d,%d,%c-%02d-%d", partNumber(r), pick(r, parts), pick(r, []string{"SUS304", "SS400", "アルミ", "樹脂", "銅"}),
			r.IntN(500)+1, r.IntN(9000)+10, 'A'+rune(r.IntN(8)), r.IntN(40), r.IntN(9))
	}
}

// lists writes calendars, catalogues, companies, menus and words.
func (c *cleanShare) lists() {
	r := c.b.rng
	c.write("暦/祝日.csv", holidays)
	c.write("暦/予定表.txt", "4月の予定\n"+joinRows(departments, func(i int, s string) string {
		return fmt.Sprintf("4月%d日（%c）10:00 %s 月例会 %s", i*3+1, []rune("月火水木金")[i%5], s, pick(r, rooms))
	}))
	flowers := strings.Fields(flowerList)
	c.write("一覧/花.csv", "名称,色,在庫\n"+joinRows(flowers, func(i int, s string) string { return fmt.Sprintf("%s,%c,%d", s, []rune("赤白黄青紫")[i%5], i*3) }))
	c.write("一覧/花の名前.txt", joinRows(flowers, func(_ int, s string) string { return s }))
	c.write("一覧/会議室.json", `{"rooms":[{"name":"さくら","capacity":12},{"name":"葵","capacity":8},{"name":"楓","capacity":20}],"floors":[1,2,3]}`+"\n")
	c.rows("取引先/仕入先.csv", "コード,会社名,業種,締日", 600, func(i int) string {
		return fmt.Sprintf("S%04d,%s,%s,%s", i+1, newCompany(r).name, pick(r, []string{"製造", "運送", "小売", "卸"}), pick(r, []string{"末", "20日"}))
	})
	c.rows("取引先/会社一覧.txt", "", 300, func(int) string { return newCompany(r).name })
	sweets := strings.Fields(kanaGoods)
	c.write("献立/菓子.csv", "商品名,価格\n"+joinRows(sweets, func(i int, s string) string { return fmt.Sprintf("%s,%d", s, 180+i*20) }))
	half := "ｼｮｳﾋﾝﾒｲ,ｶｶｸ\n" + joinRows(sweets, func(i int, s string) string { return fmt.Sprintf("%s,%d", halfKana(s, true), 180+i*20) })
	f := c.b.create(place{share: "share", path: c.dir + "/献立/POSﾏｽﾀ.csv", set: cp932, eol: "\r\n"})
	f.put(half)
	f.close()
	c.write("献立/社員食堂.txt", menu)
	c.write("一覧/用語集.md", glossary)
	c.rows("一覧/カタログ.csv", "商品コード,商品名,説明,定価", 800, func(i int) string {
		return fmt.Sprintf("P%05d,%s%s,%s,%d", i, pick(r, goods), pick(r, sizes), pick(r, []string{"送料込み", "期間限定", "贈答用に人気", "産地直送"}), r.IntN(9000)+100)
	})
	c.rows("一覧/在庫.tsv", "棚\t品名\t数", 800, func(int) string {
		return fmt.Sprintf("%c-%02d\t%s\t%d", 'A'+rune(r.IntN(8)), r.IntN(50), pick(r, goods), r.IntN(400))
	})
	c.write("一覧/県庁.tsv", "県\t県庁所在地\n"+joinRows(strings.Fields("宮城 福島 石川 福井 山口 徳島 香川 千葉 長野 岡山 宮崎 秋田 山形"), func(_ int, s string) string { return s + "県\t" + s + "市" }))
	c.rows("一覧/駅ローマ字.csv", "code,station,line", 200, func(i int) string {
		return fmt.Sprintf("CA%02d,%s,Tokaido Line", i, pick(r, []string{"Shizuoka", "Mishima", "Shimada", "Kanaya", "Fujieda", "Yaizu", "Hamamatsu", "Toyohashi", "Okazaki", "Matsumoto"}))
	})
}

// officeMinutes returns minutes of a meeting: surnames with titles and nothing
// else about anybody.
func officeMinutes(r *rand.Rand, no int) string {
	var s strings.Builder
	var who []string
	for range between(r, 3, 6) {
		who = append(who, common(r, names().surnames).text+pick(r, titles))
	}
	fmt.Fprintf(&s, "第%d回 %s会議 議事録\n\n日時　2024年%d月%d日（火）13:30～14:30\n場所　%s\n出席者　%s\n\n", no, pick(r, departments), no%12+1, between(r, 1, 28), pick(r, rooms), strings.Join(who, "、"))
	fmt.Fprintf(&s, "1. 前回の宿題\n　%sより、搬送ベルトの交換時期について報告があった。\n2. 今月の予定\n　%sを中心に在庫の棚卸を行う。期限は%d日。\n", who[0], pick(r, departments), between(r, 10, 28))
	fmt.Fprintf(&s, "3. 質疑\n　%sから、外注先（%s）の納期遅れについて質問があった。\n　次回までに物流センターで確認する。\n\n以上\n", who[1], newCompany(r).name)
	return s.String()
}
