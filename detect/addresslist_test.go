package detect

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// towns returns the names of every step'th row of the list of towns: prefecture,
// municipality and town as people write them.
func towns(t *testing.T, step int) [][3]string {
	var ts [][3]string
	for i, row := range listRows(t, "kenall.tsv.gz") {
		name := row[3]
		if cut := strings.IndexAny(name, "（、〜～ 　"); cut >= 0 {
			name = name[:cut]
		}
		if i%step != 0 || name == "" || strings.ContainsAny(name, "０１２３４５６７８９階ー") || strings.HasPrefix(name, "以下に") || strings.HasSuffix(name, "ビル") {
			continue
		}
		ts = append(ts, [3]string{row[1], row[2], name})
	}
	return ts
}

// Towns of all the country with invented houses and buildings are found to the
// last character, in every notation, alone and among other things.
func TestTownsWithHouses(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	const places = 23
	n, whole := 0, 0
	for _, town := range towns(t, places) {
		a, b, c := 1+r.IntN(9), 1+r.IntN(60), 1+r.IntN(40)
		dash := pick("-", "－", "‐", "−", "ー", "の")
		number := pick(fmt.Sprintf("%d%s%d%s%d", a, dash, b, dash, c), fmt.Sprintf("%d丁目%d番%d号", a, b, c), fmt.Sprintf("%d丁目%d番地%d", a, b, c), fmt.Sprintf("%d番地の%d", b*9, c), fmt.Sprintf("%d", b*37), fmt.Sprintf("%s丁目%d-%d", string([]rune("一二三四五六七八九")[a-1]), b, c), fmt.Sprintf("甲%d番地", b))
		address := pick(town[0], "", town[0]+" ") + town[1] + pick("", "大字", "") + town[2] + number
		if r.IntN(3) == 0 {
			address += pick("", " ", "　") + pick("コーポ若葉101", "ひまわり荘２０２号室", "第二青葉ビル5F", "ｸﾞﾘｰﾝﾊｲﾂ101", "ライオンズマンション若葉台 305")
		}
		before := pick("", "住所は", "患者は、", "山田太郎 ", "送付先：", "「")
		text := before + address + pick("", "に在住。", "から搬送", " 03-0000-1234", "、", "」とある", "の自宅にて")
		n++
		for _, m := range set.Scanner().Append(nil, &Block{Text: []byte(text)}) {
			if set.ID(m) == "jp-address" && m.Confidence >= Medium && text[m.Start:m.End] == address {
				whole++
				break
			}
		}
	}
	if n < 4000 || whole*1000 < n*990 {
		t.Errorf("found %d of %d addresses to the last character, want 990 in 1000", whole, n)
	}
}

// Lists of places hold no addresses: fewer than 2 false alarms per megabyte, of
// all kinds together.
func TestListsOfPlaces(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	var lists [3]strings.Builder
	for i, town := range towns(t, 1) {
		fmt.Fprintf(&lists[0], "%s%s%s\n", town[0], town[1], town[2])
		fmt.Fprintf(&lists[1], "%s%s%s%d丁目\n", town[0], town[1], town[2], 1+i%7)
		fmt.Fprintf(&lists[2], "%s駅は、%s%s%sにある、架空鉄道の駅。\n", town[2], town[0], town[1], town[2])
	}
	for i := range lists {
		text := []byte(lists[i].String())
		alarms := 0
		for _, m := range set.Scanner().Append(nil, &Block{Text: text}) {
			if m.Confidence >= Medium && int(m.Detector) == set.address {
				alarms++
			}
		}
		if alarms*1_000_000 >= 2*len(text) {
			t.Errorf("list %d: %d false alarms in %d bytes, want fewer than 2 per MB", i, alarms, len(text))
		}
	}
}

// Postal codes know the municipality.
func TestPostalPlace(t *testing.T) {
	district := func(name string) int {
		v, _ := lexPlaces.lookup([]byte(name))
		return lexPlaceDistrict(v)
	}
	for code, name := range map[uint32]string{1600023: "新宿区", 5300001: "大阪市北区", 600001: "札幌市中央区", 9071801: "八重山郡与那国町"} {
		if _, got := postalPlace(code); got == 0 || got != district(name) {
			t.Errorf("%07d: got municipality %d, want %d (%s)", code, got, district(name), name)
		}
	}
	if district("与那国町") != district("八重山郡与那国町") || district("北区") != 0 || district("新宿区西新宿") != 0 {
		t.Error("a municipality without its county, one of several of the name, or a town has a wrong number")
	}
}
