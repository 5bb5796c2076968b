package detect

import "testing"

// The codes are those that banks publish.
func TestBranchKnown(t *testing.T) {
	for _, tt := range []struct {
		bank, branch int
		want         bool
	}{{1, 1, true}, {1, 5, true}, {9900, 238, true}, {1, 999, false}, {9998, 1, false}, {0, 0, false}, {1, 1000, false}} {
		if got := branchKnown(tt.bank, tt.branch); got != tt.want {
			t.Errorf("bank %04d, branch %03d: got %v, want %v", tt.bank, tt.branch, got, tt.want)
		}
	}
}

func TestBankIn(t *testing.T) {
	for _, tt := range []struct {
		text string
		want bankPlace
	}{
		{"みずほ銀行 丸の内支店 ", knownPair},
		{"みずほ銀行丸之内支店　普通", knownPair},
		{"振込先：みずほ銀行（0001）　丸の内支店（005）", knownPair},
		{"引落銀行みずほ銀行丸の内支店 (普)", knownPair},
		{"三菱UFJ銀行 高田馬場支店", knownPair},
		{"三菱ＵＦＪ銀行／高田馬場支店／普通／", knownPair},
		{"静岡銀行 見本支店", knownBank},
		{"浜松磐田信用金庫 磐田本店営業部", knownPair},
		{"架空銀行 見本支店", someBranch},
		{"みずほ銀行 見本支店", knownBank},
		{"銀行コード 0001 支店コード 005 ", knownPair},
		{"0001-005-1-", knownPair},
		{"金融機関：0001　店番：９９９", noBank},
		{"9998年 001 号 ", noBank},
		{"営業部 ", noBank},
		{"", noBank},
	} {
		if got := bankIn([]byte(tt.text)); got != tt.want {
			t.Errorf("%q: got %v, want %v", tt.text, got, tt.want)
		}
	}
}
