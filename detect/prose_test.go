package detect

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// Names that nothing announces are settled by their sentence. Names of nobody.
func TestNamesInSentences(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		// In full, alone in a list, behind a title without a space, with rare forms of kanji.
		{"会議では黒沢健吾が新しい案を説明した。", "黒沢健吾"},
		{"監督の杉浦陽一と脚本家の長谷部直美が出席した。", "杉浦陽一 長谷部直美"},
		{"代表取締役西岡史郎が挨拶した。", "西岡史郎"},
		{"作業は髙橋俊介に任された。", "髙橋俊介"},
		{"代表取締役森田健一", "森田健一"},
		{"起案　総務部　課長　森田健一", "森田健一"},
		{"大会には中塚英雄・岩崎静香・山本三郎らが参加した。", "中塚英雄 岩崎静香 山本三郎"},
		// By surname: what the news call people, and what follows once they were named in full.
		{"会見で小川首相は辞任を否定した。", "小川"},
		{"杉浦陽一は三年で去った。その後、杉浦が戻ることはなかった。", "杉浦陽一 杉浦"},
		// What colleagues are called in minutes is no more than low.
		{"昨日は田中さんと山本部長が出席した。", ""},
		// Not names: companies, places, stations, bodies, offices, words.
		{"松下電器の工場は三河木材株式会社の隣にある。", ""},
		{"その川は福岡市から北山田駅の方へ流れる。", ""},
		{"本部長と営業部長が担当する。", ""},
		{"左余白と内部定義を大文字で表示する。", ""},
		{"大平政権では中山派が反対した。", ""},
	} {
		var got []string
		for _, f := range found(t, tt.text, 0) {
			if name, ok := strings.CutPrefix(f, "jp-name:"); ok {
				got = append(got, name)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s\n got %v\nwant %s", tt.text, got, tt.want)
		}
	}
}

// The classes that lattice.go names are those of the list.
func TestLatticeClasses(t *testing.T) {
	b, err := os.ReadFile("gen/data/classes.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for class, want := range map[int]string{
		classEdge: "BOS/EOS", classSymbol: "記号,一般", classNoun: "名詞,一般", classProper: "名詞,固有名詞,一般",
		classPerson: "名詞,固有名詞,人名,一般", classSurname: "名詞,固有名詞,人名,姓", classGiven: "名詞,固有名詞,人名,名", classOrganization: "名詞,固有名詞,組織",
		classPlace: "名詞,固有名詞,地域,一般", classNumber: "名詞,数",
	} {
		if !strings.Contains(string(b), fmt.Sprintf("%d\t%s,", class, want)) {
			t.Errorf("class %d is not %s", class, want)
		}
	}
	if n := strings.Count(string(b), "\n"); n != loadCosts().classes {
		t.Errorf("costs.bin has %d classes, the list %d", loadCosts().classes, n)
	}
}

// What goes forward over all ways to divide a text is what goes back.
func TestLatticeSums(t *testing.T) {
	for _, text := range []string{"黒沢健吾が新しい案を説明した", "𠮷田と髙橋", "ABC123カタカナ", "、、、", "山", strings.Repeat("東京都", 40), strings.Repeat("林", 60)} {
		var l lattice
		b := []byte(text)
		l.read(b, 0, len(b))
		l.weigh()
		if !(l.total > 0) || math.IsInf(l.total, 0) {
			t.Errorf("%s: the sum of all ways is %v", text, l.total)
			continue
		}
		c, back := loadCosts(), 0.0
		for k := l.starts[0]; k < l.starts[1]; k++ {
			nd := &l.nodes[k]
			back += float64(c.follow[classEdge*c.classes+int(nd.class)]) * nd.weight * nd.back
		}
		if d := back/l.total - 1; math.Abs(d) > 1e-6 {
			t.Errorf("%s: backward the sum is %v, forward %v", text, back, l.total)
		}
		for k := range l.nspans {
			if p := l.spans[k].p; p < leastProbable || p > 1.0001 {
				t.Errorf("%s: a span has probability %v", text, p)
			}
		}
	}
}

// What is remembered of one file is not known in the next.
func TestProseForgets(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	s := set.Scanner()
	scan := func(text string) (n int) {
		for _, m := range s.Append(nil, &Block{Text: []byte(text)}) {
			if m.Confidence >= Medium {
				n++
			}
		}
		return n
	}
	const later = "その後、杉浦が戻ることはなかった。"
	scan("会議では杉浦陽一が説明した。")
	if n := scan(later); n != 1 {
		t.Errorf("in the same file: got %d names, want 1", n)
	}
	s.Reset()
	if n := scan(later); n != 0 {
		t.Errorf("in the next file: got %d names, want 0", n)
	}
}

func BenchmarkClause(b *testing.B) {
	set, err := Default()
	if err != nil {
		b.Fatal(err)
	}
	s := set.Scanner()
	text := []byte("会議では黒沢健吾が新しい案を説明したと")
	s.c.Text, s.c.Hi = text, len(text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s.clause(0, 6, 0, len(text))
	}
}
