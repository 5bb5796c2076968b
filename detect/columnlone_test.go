package detect

import (
	"strings"
	"testing"
)

// TestLoneLabel: one label among other words makes a header, if values stand
// below it.
func TestLoneLabel(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"H001,KANJI_SHIMEI,NENDO\n12345678,竿儀麦,R05", "jp-name:竿儀麦"},
		{"KYKNO,SHIMEI,KBN\n12345678,呉明美,2", "jp-name:呉明美"},
		{"K1,K2,氏名,X\nA1,B,竿儀麦,u\nA1,B,鷺沼蓮音,u", "jp-name:竿儀麦 jp-name:鷺沼蓮音"},
		{"1,氏名,VARCHAR\n2,住所,VARCHAR\n3,金額,NUMBER", ""},
		{"K1,氏名,VARCHAR\nK2,住所,VARCHAR\nK3,金額,NUMBER", ""},
		{"K1,氏名,桁\nX,全角20桁,20\nY,必須,10", ""},
	} {
		if got := strings.Join(found(t, tt.text, ','), " "); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.text, got, tt.want)
		}
	}
}
