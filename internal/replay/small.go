package replay

import (
	"fmt"
	"strings"
)

// smallFiles is how many files replay small has, one in five of which holds
// personal data.
const (
	smallFiles   = 100_000
	smallPerDir  = 1000
	smallPerList = 5 // people in a list: 1 to this, in turn
)

// writeSmall writes what shares are full of: small files, some 3 KB each, in
// folders of a thousand. Tests of speed, of faults and of going on after a
// kill compare the counts of files, bytes and findings.
func writeSmall(b *builder) {
	s := &smallShare{b: b, cast: newCast(b.rng, b.towns(anyTown), cp932)}
	for i := range b.scaled(smallFiles) {
		if b.err != nil {
			return
		}
		s.file(i)
	}
	b.config("version: 1\nzones:\n  - name: office\n    title: 一般事務ネットワーク\n    networks: [10.10.0.0/16]\n    personal-data: forbidden\n")
}

type smallShare struct {
	b    *builder
	cast *cast
}

// file writes file i: in turn a list of people, minutes, a table of parts, a
// manual and minutes again.
func (s *smallShare) file(i int) {
	d := i / smallPerDir
	dir := fmt.Sprintf("%s/令和%d年度/第%03d回①", departments[d%len(departments)], 4+d%3, d+1)
	p := place{share: "share", set: []charset{cp932, utf8}[i/5%2], eol: []string{"\r\n", "\n"}[i/10%2]}
	switch i % 5 {
	case 0:
		p.path, p.style = fmt.Sprintf("%s/宛名リスト_%06d.csv", dir, i), "address list"
		s.list(p, 1+i/5%smallPerList)
	case 2:
		p.path = fmt.Sprintf("%s/部品表_%06d.csv", dir, i)
		f := s.b.create(p)
		writeParts(f, s.b.rng, between(s.b.rng, 90, 150))
		f.close()
	case 3:
		p.path = fmt.Sprintf("%s/手順書 %06d.txt", dir, i)
		s.text(p, strings.Repeat(manuals[i/5%2]+"\n", 4))
	default:
		p.path = fmt.Sprintf("%s/議事録_%06d.txt", dir, i)
		s.text(p, s.minutes(i+1)+strings.Join(manuals, "\n"))
	}
}

// minutes name nobody who was there: surnames with titles are not always beyond
// doubt, and the counts are to be exact.
func (s *smallShare) minutes(no int) string {
	r := s.b.rng
	return fmt.Sprintf("第%d回 %s会議 議事録\n\n日時　2024年%d月%d日\n場所　%s\n\n1. 予定\n　%sを中心に在庫の棚卸を行う。期限は%d日。\n\n以上\n\n",
		no, pick(r, departments), no%12+1, between(r, 1, 28), pick(r, rooms), pick(r, departments), between(r, 10, 28))
}

func (s *smallShare) text(p place, text string) {
	f := s.b.create(p)
	f.put(text)
	f.close()
}

func (s *smallShare) list(p place, n int) {
	f := s.b.create(p)
	f.line("No,氏名,フリガナ,郵便番号,住所,電話番号")
	for i := range n {
		p := s.cast.next()
		f.linef("%d,%s,%s,%s,%s,%s", i+1, p.name("　"), p.kana("　"), p.address.postal(), p.address.whole(), p.phone)
		f.holds(holding{kinds: []string{"jp-name-kana", "postal-code", "jp-address", "phone"}})
	}
	f.close()
}
