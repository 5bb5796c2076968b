package replay

import (
	"fmt"
	"time"
)

// docomoRecords is the number of customers in the leak of 2023.
const docomoRecords = 5_960_000

// writeDocomo writes one CSV file. No two customers share name and birth date:
// customer i is the i-th step of a walk that visits every pair of them once,
// so nothing is remembered.
func writeDocomo(b *builder) {
	n := uint64(b.scaled(docomoRecords))
	towns := b.towns(anyTown)
	surnames := distinct(names().surnames, names().rareSurnames[:90])
	givens := distinct(names().givens, names().rareGivens[:110])
	first := time.Date(1935, 1, 1, 0, 0, 0, 0, time.UTC)
	const days = 26000
	all := uint64(len(surnames)) * uint64(len(givens)) * days
	step := all/2 - b.rng.Uint64N(all/4)
	for gcd(step, all) != 1 {
		step--
	}
	at := b.rng.Uint64N(all)
	f := b.create(place{share: "share", path: "営業委託先/customers.csv", style: "customers", set: utf8, eol: "\r\n"})
	f.line("会員番号,氏名,フリガナ,生年月日,郵便番号,住所,電話番号,メールアドレス,契約年月")
	for i := uint64(0); i < n && b.err == nil; i++ {
		at = (at + step) % all
		rest := at
		p := &person{surname: surnames[rest%uint64(len(surnames))]}
		rest /= uint64(len(surnames))
		p.given = givens[rest%uint64(len(givens))]
		p.birth = first.AddDate(0, 0, int(rest/uint64(len(givens))))
		p.address = newAddress(b.rng, pick(b.rng, towns))
		f.put(customerRow(b, p, i))
		f.holds(holding{kinds: []string{"jp-address", "postal-code", "phone", "email", "birth-date", "jp-name-kana"}})
	}
	f.close()
	b.config("version: 1\nzones:\n  - name: office\n    title: 一般事務ネットワーク\n    networks: [10.10.0.0/16]\n    personal-data: forbidden\n")
}

// distinct returns the words that stay apart when itaiji are folded.
func distinct(tables ...[]word) []word {
	var out []word
	seen := map[string]bool{}
	for _, t := range tables {
		for _, w := range t {
			if key := foldName(w.text); !seen[key] {
				seen[key] = true
				out = append(out, w)
			}
		}
	}
	return out
}

func customerRow(b *builder, p *person, i uint64) string {
	return fmt.Sprintf("D%09d,%s,%s,%s,%s,%s,%s,c%d@example.jp,%s\n", 100000000+i*3, p.name(" "), p.kana(" "), p.birth.Format("2006/01/02"),
		p.address.postal(), p.address.whole(), newPhone(b.rng, p.address), i*7919%100000007,
		time.Date(2005+b.rng.IntN(18), time.Month(1+b.rng.IntN(12)), 1, 0, 0, 0, 0, time.UTC).Format("2006-01"))
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
