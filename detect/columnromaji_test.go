package detect

import (
	"strings"
	"testing"
)

// TestRomajiColumn: names in letters need no header if the dictionary has most
// of them; places, goods and characters are none.
func TestRomajiColumn(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int
	}{
		{"1,Sakurai Naoki,51\n2,Tanaka Hiroshi,44\n3,Suzuki Ichiro,20", 3},
		{"1,Naoki Sakurai,51\n2,Hiroshi Tanaka,44\n3,Ichiro Suzuki,20", 3},
		{"1,SAKURAI NAOKI,51\n2,TANAKA HIROSHI,44\n3,SUZUKI ICHIRO,20\n4,QUZAKI MENTARO,20", 4},
		{"1,山田太郎,3\n2,サトウ ハナコ,4\n3,Suzuki Ichiro,5\n4,田中 一郎,2", 4},
		{"1,Mito Ibaraki\n2,Yokohama Kanagawa\n3,Chiba Ichihara\n4,Osaka Sakai\n5,Kobe Hyogo\n6,Kyoto Uji\n7,Hamamatsu Shizuoka", 0},
		{"1,Suzuki Swift\n2,Honda Fit\n3,Nissan Sakura\n4,Toyota Hiace\n5,Mazda Demio", 0},
		{"A480,LISU LETTER TONE MYA TI\nA481,LISU LETTER TONE NA PO\nA482,HIRAGANA LETTER MA\nA483,KATAKANA LETTER NI", 0},
		{"1,Sushi Bar\n2,Udon Kitchen\n3,Mori Tower\n4,Sakura Garden\n5,Aoyama Plaza", 0},
	} {
		if got := found(t, tt.text, ','); len(got) != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %d", tt.text, strings.Join(got, " "), tt.want)
		}
	}
}
