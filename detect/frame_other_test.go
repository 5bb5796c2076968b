package detect

// What stands under labels that are not those of persons, or under labels that
// other things have too: nothing of it is anybody's name.
var otherFields = []struct{ labels, values []string }{
	{[]string{"商品名", "品名", "PRODUCT_NAME", "productName", "SHOHIN_MEI", "SHOHINMEI", "SYOHINNM", "item_name", "name", "名称", "HINMEI", "品目名", "NAME"},
		[]string{"佐藤錦 1kg", "山田錦 純米大吟醸", "森永ミルクキャラメル", "高橋の酒まんじゅう", "加藤清正湯呑", "単三電池", "作業用手袋", "インクカートリッジ", "南部鉄器急須", "明治エッセルスーパーカップ", "小林製薬熱さまシート", "松本サリン関連図書", "北海道バター", "宮崎牛ロース", "大和田うどん", "青森りんご", "ボールペン 黒", "コピー用紙 A4", "森の水", "秋田小町 5kg", "長谷川式スケール", "業務用冷蔵庫", "田中屋せんべい"}},
	{[]string{"ファイル名", "FILE_NAME", "fileName", "name", "filename", "名前", "FILENM", "添付ファイル名"},
		[]string{"共有プリンタ設定.txt", "readme.md", "顧客一覧.csv", "新しいフォルダー", "山田様見積書.xlsx", "議事録", "index.html", "東京支店", "バックアップ", "売上集計表", "main.go", "見積書_佐藤.pdf", "作業手順書", "README"}},
	{[]string{"ホスト名", "hostname", "HOST_NM", "host", "name", "サーバ名", "serverName", "PC名", "node_name"},
		[]string{"web01", "db-server.example.co.jp", "YAMADA-PC", "共有サーバ", "fs01", "localhost", "PRN3F", "経理部プリンタ", "sakura", "hanako", "tokyo-gw", "MAIN"}},
	{[]string{"ユーザー名", "username", "user_name", "userId", "login", "USERID", "ログインID", "name", "ユーザID", "account_name", "accountName"},
		[]string{"admin", "root", "SYSTEM", "www-data", "svc-scan", "guest", "Administrator", "nobody", "postgres", "LOCAL SERVICE", "NT AUTHORITY", "システム管理者", "バッチ", "batch01", "oracle"}},
	{[]string{"役職", "役職名", "YAKUSHOKU", "title", "position", "職名", "jobTitle", "肩書"},
		[]string{"営業部長", "取締役", "総務課長", "代表取締役社長", "主任", "部長代理", "係長", "常務執行役員", "監査役", "所長", "支店長", "副社長", "専務取締役", "課長補佐", "参事"}},
	{[]string{"部署名", "部署", "BUSHO", "BUSYO_MEI", "BUSHONM", "dept_name", "department", "所属", "担当部署", "部門名", "所属名", "DEPT_NM"},
		[]string{"営業部", "総務課", "人事部", "情報システム部", "経理課", "秋田支店", "山形営業所", "福島工場", "市民課", "高松支社", "企画室", "第一営業部", "千葉支部", "お客様相談室"}},
	{[]string{"名称", "施設名", "駅名", "place_name", "地名", "名前", "EKIMEI", "stationName", "町名", "市区町村名", "拠点名", "name", "spot_name", "SHISETSU_MEI"},
		[]string{"東京駅", "高田馬場", "三田", "山田", "千葉中央", "福島", "宮崎台", "大和田", "石川町", "秋葉原", "上野公園", "富士山", "琵琶湖", "松本城", "浅草寺", "清水寺", "金沢文庫", "長野", "岡山", "広島", "熊本城", "中野坂上", "神田", "小川町", "本郷三丁目", "森下", "高野山", "成田空港", "日本橋", "千歳船橋"}},
	{[]string{"エラー内容", "message", "msg", "結果", "ERR_MSG", "detail", "status", "reason", "エラーメッセージ", "処理結果"},
		[]string{"接続失敗", "正常終了", "異常終了", "入力値不正", "タイムアウト", "該当データなし", "ファイルが見つかりません", "権限不足", "Not Found", "Internal Server Error", "重複登録", "処理中断", "再送要求", "排他制御エラー", "Connection Refused", "桁数超過"}},
	{[]string{"区分名", "KUBUN_MEI", "KBN_NM", "種別名", "status_name", "項目名", "コード名称", "名称", "name", "label", "カラム論理名", "項目", "KOMOKU_MEI", "CODE_NM"},
		[]string{"新規", "更新", "削除", "男性", "女性", "普通預金", "当座預金", "未処理", "処理済", "有効", "無効", "個人", "法人", "本人", "配偶者", "子", "その他", "会員種別", "受付日", "氏名", "住所", "電話番号", "単身赴任", "住宅手当", "通勤費", "健康保険", "全件", "国民年金"}},
	{[]string{"name", "NAME", "nm", "名前", "title", "label", "displayName", "Name"},
		[]string{"Main Menu", "データ ベース", "Open File", "検索 画面", "ホーム", "main", "test", "default", "ログイン", "Hello World", "Tokyo Tower", "Santa Maria", "Kana Mode", "ユーザ 一覧", "マスタ メンテ", "メイン画面", "新規登録", "印刷設定", "String", "varchar(40)", "input", "Asia/Tokyo", "Shin Osaka", "Taro Cafe", "TODO"}},
	{[]string{"建物名", "会社名", "取引先", "取引先名", "屋号", "店舗名", "銀行名", "支店名", "学校名", "TORIHIKISAKI_MEI", "TENPO_MEI", "tenpoNm", "SHITENMEI", "GINKO_MEI", "GAKKOMEI", "companyName", "shop_name", "BANK_NM", "メーカー名", "勤務先"},
		[]string{"三井住友銀行", "高島屋", "佐藤商店", "松屋銀座", "鈴木工務店", "田中電機", "本店営業部", "渋谷支店", "ヤマダデンキ", "マツモトキヨシ", "サトー", "イトーヨーカドー", "慶應義塾大学", "青山学院", "福島県立医科大学", "みずほ銀行", "静岡銀行", "小田急百貨店", "架空ホテル", "見本書店"}},
	{[]string{"機種名", "型式名", "ジョブ名", "帳票名", "JOB_NM", "jobName", "テーブル名", "TABLE_NM", "className", "methodName", "プロジェクト名", "イベント名", "作品名", "曲名", "コース名", "PG_NM", "件名", "書名", "プラン名"},
		[]string{"月次締処理", "請求書発行", "顧客マスタ", "夜間バッチ", "山田錦プロジェクト", "新春初売", "桜まつり", "花子とアン", "太郎冠者", "坊っちゃん", "M_KOKYAKU", "getName", "UserService", "KOKYAKU", "Ave Maria", "残高照会", "源氏物語", "平家物語", "青い山脈", "帳票出力", "宛名印刷", "受注入力"}},
	{[]string{"address", "ADDRESS", "ip_address", "住所録", "tel", "TEL", "address_type", "addr", "location", "住所区分", "phone"},
		[]string{"0x7fff5fbff8c0", "192.168.0.1", "localhost:8080", "自宅", "勤務先", "http://example.jp/", "00:1A:2B:3C:4D:5E", "内線123", "string", "null", "NULL", "varchar(100)", "::1", "n/a", "required", "110", "src/main.go"}},
}

// otherRecord is rows of a list of things: a number, what they are called and
// something else.
func (v *inventor) otherRows(n int) [][]field {
	o := otherFields[v.r.Intn(len(otherFields))]
	l := v.pick(o.labels...)
	id, last := v.pick("NO", "番号", "code", "ID", "SHOHIN_CD"), v.pick("備考", "status", "更新日", "数量")
	rows := make([][]field, n)
	for i := range rows {
		rows[i] = []field{
			{label: id, value: v.pick("A", "B", "", "0") + string(rune('1'+v.r.Intn(9))) + "042"},
			{label: l, value: v.pick(o.values...)},
			{label: last, value: v.pick("", "OK", "2026-04-01", "12", "-")},
		}
	}
	return rows
}
