package crawl

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
)

func encode(t testing.TB, e encoding.Encoding, s string) string {
	t.Helper()
	raw, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatalf("the test's own text %q cannot be encoded: %v", s, err)
	}
	return raw
}

func TestDecodeName(t *testing.T) {
	sjis := encode(t, japanese.ShiftJIS, "顧客名簿")
	euc := encode(t, japanese.EUCJP, "顧客名簿")
	for _, tt := range []struct{ what, raw, want string }{
		{"empty", "", ""},
		{"ASCII", "a/b c~.txt", "a/b c~.txt"},
		{"UTF-8", "顧客/名簿.csv", "顧客/名簿.csv"},
		{"UTF-8 as macOS composes it", "か\u3099.txt", "か\u3099.txt"},
		{"emoji with joiners", "👩\u200d💻", "👩\u200d💻"},
		{"CP932", sjis + ".csv", "顧客名簿.csv"},
		{"EUC-JP", euc + ".csv", "顧客名簿.csv"},
		{"each element for itself", "共有/" + sjis + "/" + euc, "共有/顧客名簿/顧客名簿"},
		{"CP932 with a backslash as second byte", encode(t, japanese.ShiftJIS, "表ソ能.txt"), "表ソ能.txt"},
		{"vendors' kanji in CP932", encode(t, japanese.ShiftJIS, "髙﨑①㈱"), "髙﨑①㈱"},
		{"users' characters in CP932", sjis + "\xf0\x40.txt", `顧客名簿\xf0\x40.txt`},
		{"half-width katakana in EUC-JP", encode(t, japanese.EUCJP, "ﾃﾞｰﾀ一覧"), "ﾃﾞｰﾀ一覧"},
		{"cut in the middle, CP932", sjis + "\x83", `顧客名簿\x83`},
		{"cut in the middle, UTF-8", "議事録の案\xe3\x81", `議事録の案\xe3\x81`},
		{"Latin-1", "caf\xe9.txt", `caf\xe9.txt`},
		{"no encoding", "\xff\xfe\xff", `\xff\xfe\xff`},
		{"a line of a report forged", "a\nviolations: 0", `a\x0aviolations: 0`},
		{"terminal escape", "\x1b[2Ja", `\x1b[2Ja`},
		{"delete and C1", "\x7f\u009b", `\x7f\u009b`},
		{"reversed", "a\u202etxt.exe\u2066", `a\u202etxt.exe\u2066`},
		{"invisible", "a\u200bb\ufeff\u2028\U000e0041", `a\u200bb\ufeff\u2028\U000e0041`},
		{"escape in CP932", sjis + "\x1b[0m", `顧客名簿\x1b[0m`},
		{"a true replacement character", "a\ufffdb", "a\ufffdb"},
		{"the same beside a hidden one", "a\ufffd\nb", "a\ufffd\\x0ab"},
	} {
		if got := DecodeName(tt.raw); got != tt.want {
			t.Errorf("%s: DecodeName(%q) = %q, want %q", tt.what, tt.raw, got, tt.want)
		}
	}
}

// plausible are invented names as they stand on file servers.
var plausible = strings.Fields(`顧客名簿.csv 見積書_2024.xls 議事録(案).doc 給与明細 住民税通知 口座振替依頼書 新しいフォルダ
新規テキスト文書.txt コピー～報告書.ppt 請求書① 人事部 総務課 バックアップ 写真 年賀状住所録 印刷データ 残高証明 取引先一覧 あいうえお
ﾃﾞｰﾀ.txt ｶｲｲﾝﾏｽﾀ.csv ﾊﾞｯｸｱｯﾌﾟ ｺﾋﾟｰ ﾌﾟﾘﾝﾄ 全銀ﾌｵｰﾏｯﾄ ﾕｳﾁﾖ.dat 山田太郎様 鈴木花子 髙橋 斎藤 宛名ラベル 封筒 工程表 静岡支店 廃棄予定
第３回会議 完了報告 送付状 料金表 督促状 解約届 委任状 印鑑登録 戸籍謄本 健診結果 源泉徴収票 社員証 履歴書 マイナンバー収集 済`)

func TestDecodeNamePlausible(t *testing.T) {
	for _, e := range []struct {
		name string
		encoding.Encoding
	}{{"CP932", japanese.ShiftJIS}, {"EUC-JP", japanese.EUCJP}} {
		for _, want := range plausible {
			raw, err := e.NewEncoder().String(want)
			if err != nil {
				continue // 髙 is not in every encoding
			}
			if got := DecodeName(raw); got != want {
				t.Errorf("%s: DecodeName(%q) = %q, want %q", e.name, raw, got, want)
			}
		}
	}
}

func FuzzDecodeName(f *testing.F) {
	for _, s := range plausible {
		for _, e := range []encoding.Encoding{encoding.Nop, japanese.ShiftJIS, japanese.EUCJP} {
			if raw, err := e.NewEncoder().String(s); err == nil {
				f.Add(raw)
			}
		}
	}
	f.Add("a\n\x1b\u202e\xff/\x8f\xa1")
	f.Fuzz(func(t *testing.T, raw string) {
		got := DecodeName(raw)
		if !utf8.ValidString(got) {
			t.Errorf("DecodeName(%q) = %q, not UTF-8", raw, got)
		}
		if i := strings.IndexFunc(got, hidden); i >= 0 {
			t.Errorf("DecodeName(%q) = %q hides something at byte %d", raw, got, i)
		}
		if strings.Count(got, "/") != strings.Count(raw, "/") {
			t.Errorf("DecodeName(%q) = %q has other elements", raw, got)
		}
		if again := DecodeName(got); again != got {
			t.Errorf("DecodeName(%q) = %q, and of that %q", raw, got, again)
		}
		if utf8.ValidString(raw) && strings.IndexFunc(raw, hidden) < 0 && got != raw {
			t.Errorf("DecodeName(%q) = %q, want it as it is", raw, got)
		}
	})
}

func BenchmarkDecodeName(b *testing.B) {
	name := "共有/営業部/2024/顧客名簿.csv"
	for _, bb := range []struct{ name, raw string }{
		{"ascii", "srv/sales/2024/customers.csv"}, {"utf8", name}, {"cp932", encode(b, japanese.ShiftJIS, name)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.raw)))
			b.ReportAllocs()
			for b.Loop() {
				DecodeName(bb.raw)
			}
		})
	}
}
