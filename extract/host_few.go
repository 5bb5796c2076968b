package extract

// sureCuts returns where columns begin in all of a few records: behind a blank of
// more than one character, or where what stands there changes. Rules that weigh
// would take what is alike by chance for a column.
func sureCuts(rows []classes, from int) (cuts []int) {
	if len(rows) < 2 {
		return nil
	}
	for p := 1; p < len(rows[0]); p++ {
		starts, changes, narrow := 0, 0, 0
		for _, r := range rows {
			a, b := script(r[p-1]), script(r[p])
			switch {
			case r[p]&inside != 0 || b == clBlank:
			case a == clBlank:
				starts++
				if gap, _ := r.gap(p); gap == 1 {
					narrow++
				}
			case a != b:
				changes++
			}
		}
		if starts == len(rows) && narrow < len(rows) || changes == len(rows) {
			cuts = append(cuts, from+p)
		}
	}
	return cuts
}

// findPieces counts, for each column of a few records and of records without
// columns, into how many pieces blanks divide it, if these are as many in nearly
// all records.
func (f *hostFile) findPieces(records [][]byte) {
	if len(records) >= fewRecords && !f.plain() || len(records) < 2 {
		return
	}
	var text []byte
	for i := range f.segments {
		s := &f.segments[i]
		if s.kind != hostText {
			continue
		}
		s.pieces = make([]int, len(s.cuts))
		for k, from := range s.cuts {
			to := s.to
			if k+1 < len(s.cuts) {
				to = s.cuts[k+1]
			}
			count := map[int]int{}
			for _, r := range records {
				text = f.code.Append(text[:0], r[min(from, len(r)):min(to, len(r))])
				n := 0
				for range hostPiecesOf(text) {
					n++
				}
				count[n]++
			}
			s.pieces[k] = 1
			for n, same := range count {
				if n > 1 && same*10 >= len(records)*9 {
					s.pieces[k] = n
				}
			}
		}
	}
}
