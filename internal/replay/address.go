package replay

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
)

// townData is a sample of 2,500 towns of all prefectures from Japan Post's
// KEN_ALL, whose copyright is waived: postal code, prefecture, city, town.
//
//go:embed towns.tsv.gz
var townData []byte

type town struct{ code, pref, city, name string }

var allTowns = sync.OnceValues(func() ([]town, error) {
	zr, err := gzip.NewReader(bytes.NewReader(townData))
	if err != nil {
		return nil, fmt.Errorf("read towns: %w", err)
	}
	data, err := io.ReadAll(zr)
	if err != nil {
		return nil, fmt.Errorf("read towns: %w", err)
	}
	var ts []town
	for l := range strings.Lines(string(data)) {
		if f := strings.Split(strings.TrimSpace(l), "\t"); len(f) == 4 {
			ts = append(ts, town{f[0], f[1], f[2], f[3]})
		}
	}
	return ts, nil
})

// towns returns the towns for which ok holds.
func (b *builder) towns(ok func(t town) bool) []town {
	all, err := allTowns()
	if err != nil {
		b.fail(err)
		return []town{{"0000000", "県", "市", "町"}}
	}
	var ts []town
	for _, t := range all {
		if ok(t) {
			ts = append(ts, t)
		}
	}
	return ts
}

func anyTown(town) bool { return true }

func inPrefs(prefs ...string) func(town) bool {
	return func(t town) bool {
		for _, p := range prefs {
			if t.pref == p {
				return true
			}
		}
		return false
	}
}

// An address is a real town and an invented house in it.
type address struct {
	town
	block    string // "1-2-3", "１丁目２番３号"
	building string // may be ""
}

func newAddress(r *rand.Rand, t town) address {
	a, b, c := between(r, 1, 9), between(r, 1, 40), between(r, 1, 30)
	ascii := fmt.Sprintf("%d-%d-%d", a, b, c)
	block := ascii
	switch r.IntN(8) {
	case 0:
		block = full(ascii)
	case 1:
		block = fmt.Sprintf("%d丁目%d番%d号", a, b, c)
	case 2:
		block = full(fmt.Sprintf("%d丁目%d番地の%d", a, b, c))
	case 3:
		block = fmt.Sprintf("%d番地", b*37+c)
	case 4:
		block = fmt.Sprintf("%s丁目%d-%d", string([]rune("一二三四五六七八九")[a-1]), b, c)
	}
	out := address{town: t, block: block}
	if r.IntN(3) == 0 {
		out.building = pick(r, buildings) + pick(r, buildingTails)
		if room := between(r, 1, 9)*100 + between(r, 1, 12); r.IntN(2) == 0 {
			out.building += fmt.Sprintf("%d", room)
		} else {
			out.building += full(fmt.Sprintf("%d", room)) + "号室"
		}
	}
	return out
}

var (
	buildings     = []string{"コーポ", "ハイツ", "メゾン", "グリーン", "サン", "パレス", "シャトー", "グランド", "フォレスト", "エスポワール"}
	buildingTails = []string{"若葉", "みどり", "さくら", "青空", "中央", "東", "南", "山手", "向日葵", "駅前"}
)

// line returns the address without the building.
func (a address) line() string { return a.pref + a.city + a.name + a.block }

// whole returns all of it.
func (a address) whole() string {
	if a.building == "" {
		return a.line()
	}
	return a.line() + "　" + a.building
}

// postal returns the postal code with its hyphen.
func (a address) postal() string { return a.code[:3] + "-" + a.code[3:] }

// full returns ASCII digits and hyphens full-width.
func full(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '!' && r <= '~' {
			return r + 0xFEE0
		}
		return r
	}, s)
}

// newPhone returns a number that looks invented (555) but has a valid shape:
// Japan reserves no numbers for fiction.
func newPhone(r *rand.Rand, a address) string {
	if r.IntN(5) < 3 {
		return fmt.Sprintf("%s-555%d-%04d", pick(r, []string{"090", "080", "070"}), r.IntN(10), r.IntN(10000))
	}
	switch {
	case a.city == "室蘭市":
		return fmt.Sprintf("0143-55-%04d", r.IntN(10000))
	case a.city == "尼崎市", a.pref == "大阪府":
		return fmt.Sprintf("06-6555-%04d", r.IntN(10000))
	case a.pref == "静岡県":
		return fmt.Sprintf("054-555-%04d", r.IntN(10000))
	}
	return fmt.Sprintf("03-5550-%04d", r.IntN(10000))
}
