package detect

import "bytes"

// What names look like, whatever the dictionary knows of them.

// wordEnd returns the end of the run of kanji and kana at i.
func wordEnd(b []byte, i, hi int) int {
	b = b[:hi]
	for i < hi {
		r, w := three(b, i), 3
		if r == 0 {
			if r, w = runeAt(b, i); r < 0x80 {
				return i
			}
		}
		switch scriptOf(r) {
		case kanji, hiragana, katakana:
		default:
			if !variation(r) {
				return i
			}
		}
		i += w
	}
	return i
}

// nameRunes counts the runes of a name, not its spaces or variation selectors.
func nameRunes(b []byte) int {
	n := 0
	for i := 0; i < len(b); n++ {
		if c := b[i]; c >= 0xE4 && c <= 0xE9 && i+2 < len(b) {
			i += 3
			continue
		}
		r, w := runeAt(b, i)
		i += w
		if isSpace(r) || variation(r) {
			n--
		}
	}
	return n
}

func hasKanji(b []byte) bool {
	for i := 0; i < len(b); {
		r, w := runeAt(b, i)
		if scriptOf(r) == kanji {
			return true
		}
		i += w
	}
	return false
}

// placeholders stand where a name should and are none.
var placeholders = wordSet("表示しない", "外字あり", "列", "チェック", "匿名化", "代理人", "配偶者", "本社", "支社", "支店", "店長", "部長", "課長", "社長", "窓口", "上記", "下記", "別紙のとおり", "男", "女", "子", "父", "母", "夫", "妻", "長男", "長女", "家族", "続柄", "役割", "同伴", "省略可能", "省略可", "要確認", "甲", "乙", "丙", "丁", "要否", "有無", "可否", "変更", "指定", "匿名希望", "未設定", "未指定", "未記入", "未回答", "未確認", "未定義", "未使用", "未取得", "未記載", "削除", "削除済", "削除済み", "サンプル", "ダミー", "見本", "例示", "同左", "同右", "別紙", "別紙参照", "備考参照", "記載なし", "設定なし", "登録なし", "入力なし", "情報なし", "変更なし", "対象外", "対象者なし", "不詳", "無記名", "氏名不詳", "氏名不明", "確認中", "調査中", "非該当", "退会済", "退職者", "解約済", "死亡", "当社", "弊社", "自社", "自己", "同人", "同一人", "その他", "共通", "共用", "予備", "欠番", "空欄", "名称未設定", "名前なし", "NULL", "null", "None", "Not Set", "not set", "Not Available", "No Name", "No Data", "no name", "no data", "Not Found", "Test User", "Test Name", "test user", "Sample User", "John Doe", "不明", "なし", "無し", "同上", "未入力", "未登録", "未定", "匿名", "非公開", "非表示", "本人", "担当者", "各位", "関係者", "代表者", "御中", "該当なし", "該当無し", "名無し", "全員", "空白", "必須", "任意", "入力", "正常", "異常", "完了", "正常終了", "異常終了", "失敗", "成功", "開始", "終了", "省略", "保護者", "世帯主", "様式", "記入例", "氏名", "漢字", "全角", "半角", "文字列", "可変長", "固定長", "テスト", "担当", "管理者", "システム管理者", "責任者", "情報管理責任者", "一般", "個人", "法人", "男性", "女性", "普通", "当座", "登録済", "処理済", "送信済", "未送信", "印刷", "出力", "出力済", "再発行", "合計", "小計", "件数", "総件数")

// roleEndings end words for roles and bodies, which 様 may follow too.
var roleEndings = wordSet("者", "員", "屋", "婦", "母", "父", "娘", "孫", "姉", "妹", "嫁", "先", "皆", "客", "会", "社", "部", "課", "店", "室", "係", "科", "局", "署", "院", "校", "園", "所", "館", "庁", "区", "町", "村", "県", "府", "組", "団", "庫", "協", "分", "件", "回", "号", "版", "用", "別", "等", "化", "型", "式", "名", "値", "欄", "表", "票", "書", "帳", "状", "券", "品", "方")

// notAName reports whether a value under a name's label is none: a placeholder,
// another label, a company.
func notAName(s *Set, b []byte) bool {
	if placeholders.has(b) || endsNoName(b) || bytes.Contains(b, zeroMark) {
		return true // 〇〇 〇〇 stands for any name, 指定なし for none
	}
	return s.isLabel(b)
}

// endsNoName reports whether b ends with one of noNames. Its last byte is asked
// first: the list takes longer than the rest of a cell.
func endsNoName(b []byte) bool { return noNameBytes[b[len(b)-1]] && suffixOf(b, noNames) > 0 }

var zeroMark = []byte("〇")

var noNameBytes = func() (t [256]bool) {
	for _, w := range noNames {
		t[w[len(w)-1]] = true
	}
	return t
}()

// noNames end what is said of a name, or what stands where one would: 外字あり, 総務課.
var noNames = cueWords("なし", "あり", "しない", "する", "済み", "のとおり", "可能", "営業部", "総務部", "経理部", "人事部", "管理部", "業務部", "企画部", "事業部", "本部", "支部", "課", "係", "支店", "本店", "営業所", "出張所", "店", "窓口", "本社", "支社")

// plausibleName reports whether a value that the dictionary does not know may
// be a name by its form: kanji, perhaps with a given name in kana behind them,
// and not a phrase made of other words.
func plausibleName(b []byte, n int) bool {
	if n < 2 || n > 8 {
		return false
	}
	r, _ := runeAt(b, 0)
	if scriptOf(r) != kanji {
		return false
	}
	kana, mixed, tail := 0, false, 0 // kana at the end; kanji behind kana
	for i := 0; i < len(b); {
		r, w := runeAt(b, i)
		i += w
		switch s := scriptOf(r); {
		case s == hiragana || s == katakana && r != 'ヶ' && r != 'ケ' && r != 'ノ':
			if kana++; kana == 1 {
				tail = i - w
			}
		case s == kanji && kana > 0:
			mixed = true
		}
	}
	if mixed || kana > 4 || kana > 0 && spaceIn(b) < 0 && kanaWord(b[tail:], false) < fullTier2 {
		return false
	}
	if i := spaceIn(b); i > 0 {
		_, w := runeAt(b, i)
		return !isPhrase(b[:i]) || !isPhrase(b[i+w:])
	}
	if last, _ := runeBefore(b, len(b)); roleEndings.words[string(last)] {
		return false
	}
	return !madeOfWords(b)
}

// isPhrase reports whether b is a word or made of words.
func isPhrase(b []byte) bool { return isWord(b) || madeOfWords(b) }
