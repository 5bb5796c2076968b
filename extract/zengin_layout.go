package extract

// A zenginLayout says where the fields of one kind of file are, in bytes from 0.
type zenginLayout struct {
	kinds  string // 種別コード, two digits each
	size   int    // of a record
	fields []zenginField
	name   zenginPart   // the holder
	must   []zenginPart // of a data record: digits
	some   []zenginPart // digits, or stars that hide them, and perhaps blanks
	may    []zenginPart // digits, or blanks, or both
	amount zenginPart
	// The trailer's count of records, of those of them that were cancelled, and
	// their sum; empty where it has none that can be checked.
	count, cancelled, sum zenginPart
	header                []zenginPart // digits or blanks in a header
	// Where what nobody has a use for begins in a header and in a trailer.
	headerRest, trailerRest int
}

// A zenginField is a column. Its label heads it, so that who reads the table
// knows what it holds. Names of banks and branches have none and are no cells:
// some read like those of persons.
type zenginField struct {
	at, n int
	label string
}

// A zenginPart is a part of a record.
type zenginPart struct{ at, n int }

// The layouts of 全銀協規定形式. Every bank publishes them; these were compared
// with each other's and with open-source readers. Some banks have names for what
// is left over at the end of a record, which is one column here.
var zenginLayouts = [...]zenginLayout{
	zenginPayments, // 総合振込, 給与振込, 賞与振込; others, such as 41 配当金, begin so too
	{
		kinds: "91", size: 120, // 預金口座振替, and its results
		fields: []zenginField{
			{0, 1, "区分"}, {1, 4, "銀行コード"}, {5, 15, ""}, {20, 3, "支店コード"}, {23, 15, ""}, {38, 4, "コード"},
			{42, 1, "預金種目"}, {43, 7, "口座番号"}, {50, 30, "預金者名義カナ"}, {80, 10, "金額"}, {90, 1, "区分"}, {91, 20, "備考"}, {111, 9, "結果"},
		},
		name: zenginPart{50, 30}, must: []zenginPart{{1, 4}}, some: []zenginPart{{43, 7}}, may: []zenginPart{{20, 3}, {42, 1}, {80, 10}},
		amount: zenginPart{80, 10}, count: zenginPart{1, 6}, sum: zenginPart{7, 12},
		header: []zenginPart{{54, 8}, {77, 3}}, headerRest: 103, trailerRest: 55,
	},
	{
		kinds: "01", size: 200, // 振込入金通知: who paid into the header's account
		fields: []zenginField{
			{0, 1, "区分"}, {1, 6, "番号"}, {7, 6, "年月日"}, {13, 6, "年月日"}, {19, 10, "金額"}, {29, 10, "金額"}, {39, 10, "コード"},
			{49, 48, "振込依頼人名義カナ"}, {97, 15, ""}, {112, 15, ""}, {127, 1, "区分"}, {128, 72, "備考"},
		},
		name: zenginPart{49, 48}, must: []zenginPart{{7, 6}}, some: []zenginPart{{19, 10}}, may: []zenginPart{{1, 6}, {13, 6}, {29, 10}},
		amount: zenginPart{19, 10}, count: zenginPart{1, 6}, cancelled: zenginPart{19, 6},
		header: []zenginPart{{4, 22}, {41, 3}, {59, 8}}, headerRest: 107, trailerRest: 37,
	},
	{
		kinds: "03", size: 200, // 入出金取引明細
		fields: []zenginField{
			{0, 1, "区分"}, {1, 8, "番号"}, {9, 6, "年月日"}, {15, 6, "年月日"}, {21, 3, "区分"}, {24, 12, "金額"}, {36, 12, "金額"}, {48, 23, "コード"}, {71, 10, "コード"},
			{81, 48, "振込依頼人名義カナ"}, {129, 15, ""}, {144, 15, ""}, {159, 20, "摘要"}, {179, 21, "備考"},
		},
		name: zenginPart{81, 48}, must: []zenginPart{{9, 6}, {21, 1}}, some: []zenginPart{{24, 12}}, may: []zenginPart{{1, 8}, {15, 6}, {22, 2}, {36, 12}},
		amount: zenginPart{24, 12}, count: zenginPart{54, 7},
		header: []zenginPart{{4, 22}, {41, 3}, {59, 14}}, headerRest: 129, trailerRest: 61,
	},
}

var zenginPayments = zenginLayout{
	kinds: "211171127222", size: 120,
	fields: []zenginField{
		{0, 1, "区分"}, {1, 4, "銀行コード"}, {5, 15, ""}, {20, 3, "支店コード"}, {23, 15, ""}, {38, 4, "コード"},
		{42, 1, "預金種目"}, {43, 7, "口座番号"}, {50, 30, "受取人カナ"}, {80, 10, "金額"}, {90, 1, "区分"}, {91, 20, "備考"}, {111, 9, "結果"},
	},
	name: zenginPart{50, 30}, must: []zenginPart{{1, 4}}, some: []zenginPart{{43, 7}}, may: []zenginPart{{20, 3}, {42, 1}, {80, 10}},
	amount: zenginPart{80, 10}, count: zenginPart{1, 6}, sum: zenginPart{7, 12},
	header: []zenginPart{{54, 8}, {77, 3}}, headerRest: 103, trailerRest: 19,
}

// zenginLayoutOf returns the layout of a kind of file, and whether the kind is
// known: other kinds that banks have agreed on begin like payments.
func zenginLayoutOf(kind [2]byte) (l *zenginLayout, known bool) {
	for i := range zenginLayouts {
		l := &zenginLayouts[i]
		for k := 0; k < len(l.kinds); k += 2 {
			if l.kinds[k] == kind[0] && l.kinds[k+1] == kind[1] {
				return l, true
			}
		}
	}
	return &zenginLayouts[0], false
}
