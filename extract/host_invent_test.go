package extract

import (
	"encoding/binary"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/extract/hostcode"
)

// A hostWriter writes text as a host does.
type hostWriter struct {
	code   hostcode.Code
	single map[rune]byte
	double map[rune][2]byte
}

func newHostWriter(t testing.TB, name string) *hostWriter {
	t.Helper()
	code, ok := hostcode.Find(name)
	if !ok {
		t.Fatalf("there is no code %s", name)
	}
	w := &hostWriter{code: code, single: map[rune]byte{}, double: map[rune][2]byte{}}
	for c := 0xFF; c >= 0x40; c-- {
		w.single[code.Single[c]] = byte(c)
	}
	for a := 0xFE; a >= 0x40; a-- {
		for b := 0xFE; b >= 0x40; b-- {
			w.double[code.Scheme.Kanji(byte(a), byte(b))] = [2]byte{byte(a), byte(b)}
		}
	}
	return w
}

// kanji writes s without shift codes.
func (w *hostWriter) kanji(t testing.TB, s string) (b []byte) {
	t.Helper()
	for _, r := range s {
		pair, ok := w.double[r]
		if !ok || r == '\uFFFD' {
			t.Fatalf("%s has no %q", w.code.Name, r)
		}
		b = append(b, pair[:]...)
	}
	return b
}

// text writes s with shift codes around what has two bytes.
func (w *hostWriter) text(t testing.TB, s string) (b []byte) {
	t.Helper()
	open := map[hostcode.Scheme][2]string{hostcode.IBM: {"\x0E", "\x0F"}, hostcode.KEIS: {"\x0A\x42", "\x0A\x41"}, hostcode.JEF: {"\x28", "\x29"}}[w.code.Scheme]
	wide := false
	for _, r := range s {
		c, ok := w.single[r]
		if ok == wide {
			if wide {
				b = append(b, open[1]...)
			} else {
				b = append(b, open[0]...)
			}
			wide = !wide
		}
		if ok {
			b = append(b, c)
		} else {
			b = append(b, w.kanji(t, string(r))...)
		}
	}
	if wide {
		b = append(b, open[1]...)
	}
	return b
}

// A hostPerson is somebody invented.
type hostPerson struct{ kanji, kana, postal, address, phone, account string }

var (
	hostSurnames = strings.Fields("佐藤:ｻﾄｳ 鈴木:ｽｽﾞｷ 高橋:ﾀｶﾊｼ 田中:ﾀﾅｶ 伊藤:ｲﾄｳ 渡辺:ﾜﾀﾅﾍﾞ 山本:ﾔﾏﾓﾄ 中村:ﾅｶﾑﾗ 小林:ｺﾊﾞﾔｼ 加藤:ｶﾄｳ 吉田:ﾖｼﾀﾞ 佐々木:ｻｻｷ 林:ﾊﾔｼ 長谷川:ﾊｾｶﾞﾜ 井上:ｲﾉｳｴ 木村:ｷﾑﾗ 斎藤:ｻｲﾄｳ 清水:ｼﾐｽﾞ 森:ﾓﾘ 池田:ｲｹﾀﾞ 橋本:ﾊｼﾓﾄ 阿部:ｱﾍﾞ 石川:ｲｼｶﾜ 前田:ﾏｴﾀﾞ 藤田:ﾌｼﾞﾀ 小川:ｵｶﾞﾜ 岡田:ｵｶﾀﾞ 後藤:ｺﾞﾄｳ 近藤:ｺﾝﾄﾞｳ 村上:ﾑﾗｶﾐ")
	hostGiven    = strings.Fields("太郎:ﾀﾛｳ 花子:ﾊﾅｺ 一郎:ｲﾁﾛｳ 美咲:ﾐｻｷ 健司:ｹﾝｼﾞ 誠:ﾏｺﾄ 由美子:ﾕﾐｺ 翔太:ｼｮｳﾀ 陽子:ﾖｳｺ 恵:ﾒｸﾞﾐ 大輔:ﾀﾞｲｽｹ 直樹:ﾅｵｷ 和子:ｶｽﾞｺ 幸子:ｻﾁｺ 隆:ﾀｶｼ 久美子:ｸﾐｺ 拓也:ﾀｸﾔ 優子:ﾕｳｺ 浩二:ｺｳｼﾞ 真由美:ﾏﾕﾐ")
	hostTowns    = strings.Fields("1000001:東京都千代田区千代田 5300001:大阪府大阪市北区梅田 0600001:北海道札幌市中央区北一条西 8120011:福岡県福岡市博多区博多駅前 9800811:宮城県仙台市青葉区一番町 4600008:愛知県名古屋市中区栄")
)

// inventHostPerson returns the i-th person: the first 600 have names of their own.
func inventHostPerson(rng *rand.Rand, i int) hostPerson {
	i = i * 577 % 600 // no order in them
	surname, kanaSurname, _ := strings.Cut(hostSurnames[i%len(hostSurnames)], ":")
	given, kanaGiven, _ := strings.Cut(hostGiven[i/len(hostSurnames)%len(hostGiven)], ":")
	code, town, _ := strings.Cut(hostTowns[rng.Intn(len(hostTowns))], ":")
	full := func(n int) string {
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, fmt.Sprint(n))
	}
	return hostPerson{
		kanji: surname + "　" + given, kana: kanaSurname + " " + kanaGiven, postal: code,
		address: town + full(1+rng.Intn(9)) + "－" + full(1+rng.Intn(30)) + "－" + full(1+rng.Intn(20)),
		phone:   fmt.Sprintf("090-%04d-%04d", 0, rng.Intn(10000)), account: fmt.Sprintf("%07d", 1000000+rng.Intn(8999999)),
	}
}

// A hostLayout says which fields an invented record has, by letters:
// n name, g name without shift codes, k kana, p postal code, a address, A address
// without shift codes, t telephone, c account, P packed, B binary, z number with a
// sign, f filler, d date.
type hostLayout struct {
	name, code, fields string
	end                string // after each record
	words              bool   // a length is before each
	trim               bool   // blanks at the end are left out
}

// inventHost makes a file of n people.
func inventHost(t testing.TB, l hostLayout, n int) (raw []byte, people []hostPerson) {
	t.Helper()
	w := newHostWriter(t, l.code)
	rng := rand.New(rand.NewSource(int64(len(l.fields)*1000 + n)))
	for i := range n {
		p := inventHostPerson(rng, i)
		people = append(people, p)
		var rec []byte
		for _, f := range l.fields {
			rec = append(rec, w.field(t, rng, f, &p)...)
		}
		if l.trim {
			rec = []byte(strings.TrimRight(string(rec), "\x40"))
		}
		if l.words {
			raw = binary.BigEndian.AppendUint32(raw, uint32(len(rec)+4)<<16)
		}
		raw = append(append(raw, rec...), l.end...)
	}
	return raw, people
}

func (w *hostWriter) field(t testing.TB, rng *rand.Rand, f rune, p *hostPerson) []byte {
	pad := func(b []byte, n int) []byte {
		for len(b) < n {
			b = append(b, 0x40)
		}
		return b[:n]
	}
	packed := func(v int64, n int) []byte {
		b := make([]byte, n)
		b[n-1] = byte(v%10)<<4 | 0x0C
		for i := n - 2; i >= 0; i-- {
			v /= 10
			b[i] = byte(v % 10)
			v /= 10
			b[i] |= byte(v%10) << 4
		}
		return b
	}
	switch f {
	case 'n':
		return pad(w.text(t, p.kanji), 24)
	case 'g':
		return pad(w.kanji(t, p.kanji), 20)
	case 'k':
		return pad(w.text(t, p.kana), 20)
	case 'p':
		return pad(w.text(t, p.postal), 7)
	case 'a':
		return pad(w.text(t, p.address), 66)
	case 'A':
		return pad(w.kanji(t, p.address), 60)
	case 't':
		return pad(w.text(t, p.phone), 13)
	case 'c':
		return pad(w.text(t, p.account), 7)
	case 'P':
		return packed(int64(rng.Intn(10_000_000)), 6)
	case 'B':
		return binary.BigEndian.AppendUint32(nil, rng.Uint32()>>uint(rng.Intn(24)))
	case 'z':
		b := w.text(t, fmt.Sprintf("%09d", rng.Intn(1_000_000)))
		b[8] = []byte{0xC0, 0xD0}[rng.Intn(2)] | b[8]&0x0F
		return b
	case 'd':
		return w.text(t, fmt.Sprintf("19%02d%02d%02d", 40+rng.Intn(60), 1+rng.Intn(12), 1+rng.Intn(28)))
	case 'f':
		return pad(nil, 17)
	}
	t.Fatalf("there is no field %q", f)
	return nil
}

var hostLayouts = []hostLayout{
	{name: "plain", code: "cp930", fields: "cnkpatf"},
	{name: "packed", code: "cp939", fields: "cPnkPpaPtdf"},
	{name: "binary", code: "cp1390", fields: "BcnBkzpatPf"},
	{name: "graphic", code: "cp930", fields: "cgkpAtPf"},
	{name: "graphic1399", code: "cp1399", fields: "cgkpAtf"},
	{name: "keis", code: "keis", fields: "cnkpatPf"},
	{name: "jef", code: "jef", fields: "cPnkpatdf"},
	{name: "jefgraphic", code: "jef", fields: "cgkpAtPf"},
	{name: "keisgraphic", code: "keis", fields: "ckgPpAtf"},
	{name: "words", code: "cp930", fields: "cnkpatP", words: true},
	{name: "wordstrimmed", code: "cp939", fields: "cnkptda", words: true, trim: true},
	{name: "lines", code: "cp939", fields: "cnkptda", end: "\x15", trim: true},
	{name: "linefeeds", code: "cp930", fields: "cnkptda", end: "\x25"},
	{name: "crlf", code: "cp930", fields: "cnkptdaP", end: "\x0D\x0A"},
	{name: "kanaonly", code: "cp930", fields: "ckpdtzf"},
	{name: "tight", code: "cp930", fields: "pcndtkza"},
}
