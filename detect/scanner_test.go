package detect

import (
	"bytes"
	"fmt"
	"math/rand"
	"testing"
)

// text makes invented text of a kind and a size. The names are common surnames
// before common given names, at random: nobody's.
func text(kind string, size int) *Block {
	r := rand.New(rand.NewSource(1))
	surnames := []string{"佐藤", "鈴木", "高橋", "田中", "渡邊", "伊藤", "山本", "中村", "小林", "加藤", "髙木", "鷺沼"}
	given := []string{"太郎", "花子", "一郎", "美咲", "健", "陽菜", "翔太", "結衣", "蓮音", "さくら"}
	kana := []string{"ヤマダ タロウ", "サトウ ハナコ", "スズキ イチロウ", "ワタナベ ケン", "イトウ ミサキ"}
	towns := []string{"東京都千代田区千代田", "大阪府大阪市北区梅田", "神奈川県横浜市港北区日吉", "北海道札幌市中央区大通西", "静岡県静岡市葵区追手町"}
	prose := []rune("本市の窓口で申請書を提出した場合の取扱いについて、詳細は別紙のとおりとする。データベースのサーバーを更新する際は、担当課に連絡のうえ、作業計画書を作成すること。")
	var b bytes.Buffer
	t := &Table{ID: 1, First: true}
	for n := 0; b.Len() < size; n++ {
		name := surnames[r.Intn(len(surnames))] + " " + given[r.Intn(len(given))]
		town := towns[r.Intn(len(towns))]
		switch kind {
		case "prose":
			for range 60 {
				b.WriteRune(prose[(n*7+b.Len()/3)%len(prose)])
			}
			b.WriteByte('\n')
		case "log":
			fmt.Fprintf(&b, "2026-04-01 12:%02d:%02d INFO print[%d] job=A%05d 宛名=\"%s 様\" pages=%d 結果=OK\n", n/60%60, n%60, r.Intn(9999), n, name, r.Intn(9))
		case "server log":
			fmt.Fprintf(&b, "2026-04-01T12:00:%02dZ INFO request id=%d client=10.2.3.%d status=200 path=/index.html took=%dms\n", n%60, r.Intn(1e6), r.Intn(255), r.Intn(999))
		case "csv":
			t.Rows = append(t.Rows, uint32(len(t.Cells)/2))
			cells := []string{fmt.Sprint(10000 + n), name, kana[r.Intn(len(kana))], fmt.Sprintf("19%02d-%02d-%02d", r.Intn(99), 1+r.Intn(12), 1+r.Intn(28)), fmt.Sprintf("090-%04d-%04d", r.Intn(9999), r.Intn(9999)), fmt.Sprintf("%s%d-%d-%d", town, 1+r.Intn(9), 1+r.Intn(30), 1+r.Intn(20)), fmt.Sprint(r.Intn(99999))}
			for i, c := range cells {
				if i > 0 {
					b.WriteByte(',')
				}
				t.Cells = append(t.Cells, uint32(b.Len()), uint32(b.Len()+len(c)))
				b.WriteString(c)
			}
			b.WriteByte('\n')
		case "addresses": // in sentences, on two lines, with and without buildings
			fmt.Fprintf(&b, "患者は%s%d丁目%d番%d号コーポ若葉%d在住。〒100-0001\n%s%d-%d\n第二青葉ビル%dF\n丸の内一丁目%d番地、千代田区の%d人\n", town, 1+r.Intn(9), 1+r.Intn(30), 1+r.Intn(20), r.Intn(900), town, 1+r.Intn(90), 1+r.Intn(9), 1+r.Intn(9), 1+r.Intn(90), r.Intn(90))
		case "surnames": // the worst case: every rune may begin a name
			for range 20 {
				b.WriteString(surnames[r.Intn(len(surnames))])
			}
			b.WriteByte('\n')
		}
	}
	block := &Block{Text: b.Bytes()}
	if kind == "csv" {
		t.Rows = append(t.Rows, uint32(len(t.Cells)/2))
		block.Table = t
	}
	return block
}

var textKinds = []string{"prose", "log", "server log", "csv", "addresses", "surnames"}

func TestAppendDoesNotAllocate(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range textKinds {
		s, b := set.Scanner(), text(kind, 1<<16)
		dst := s.Append(nil, b)
		dst = append(dst, make([]Match, 1024)...)
		if n := testing.AllocsPerRun(10, func() { dst = s.Append(dst[:0], b) }); n != 0 {
			t.Errorf("%s: %v allocations for %d matches, want 0", kind, n, len(dst))
		}
	}
}

// TestAppendFinds guards the benchmarks: what is fast must still find.
func TestAppendFinds(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		kind, id string
		per      int // bytes of text for each match, at the most
	}{{"log", "jp-name", 110}, {"csv", "jp-name", 130}, {"csv", "jp-address", 130}, {"csv", "phone", 130}, {"csv", "birth-date", 130}} {
		b := text(tt.kind, 1<<16)
		n := 0
		for _, m := range set.Scanner().Append(nil, b) {
			if set.ID(m) == tt.id && m.Confidence >= Medium {
				n++
			}
		}
		if n < len(b.Text)/tt.per {
			t.Errorf("%s: found %d of %s, want at least %d", tt.kind, n, tt.id, len(b.Text)/tt.per)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	set, err := Default()
	if err != nil {
		b.Fatal(err)
	}
	for _, kind := range textKinds {
		block := text(kind, 1<<18)
		b.Run(kind, func(b *testing.B) {
			s := set.Scanner()
			dst := s.Append(nil, block)
			if block.Table != nil {
				block.Table.First = false
			}
			b.SetBytes(int64(len(block.Text)))
			b.ReportAllocs()
			for b.Loop() {
				dst = s.Append(dst[:0], block)
			}
			b.ReportMetric(float64(len(dst)), "matches")
		})
	}
}

func FuzzAppend(f *testing.F) {
	set, err := Default()
	if err != nil {
		f.Fatal(err)
	}
	for _, d := range All() {
		for _, s := range append(d.Good, d.Bad...) {
			f.Add([]byte(s), uint8(0))
			f.Add([]byte(s), uint8(','))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, delim uint8) {
		b := &Block{Text: text}
		if delim != 0 {
			b.Table = cut(text, delim)
		}
		s := set.Scanner()
		last := uint32(0)
		for _, m := range s.Append(nil, b) {
			if m.Start >= m.End || int(m.End) > len(text) {
				t.Fatalf("match %+v lies outside %q", m, text)
			}
			if m.Start < last {
				t.Fatalf("match %+v comes after one at %d", m, last)
			}
			last = m.Start
			if len(s.Explain(m)) == 0 {
				t.Fatalf("match %+v of %s has no reason", m, set.ID(m))
			}
			set.AppendIdentity(nil, int(m.Detector), text[m.Start:m.End])
		}
	})
}

// cut makes a table of lines and cells.
func cut(text []byte, delim byte) *Table {
	t := &Table{ID: 1, First: true, Rows: []uint32{0}}
	start := 0
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] == delim || text[i] == '\n' {
			t.Cells = append(t.Cells, uint32(start), uint32(i))
			start = i + 1
			if i == len(text) || text[i] == '\n' {
				t.Rows = append(t.Rows, uint32(len(t.Cells)/2))
			}
		}
	}
	return t
}
