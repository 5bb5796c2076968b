package output

// A rectangle is a part of the map.
type rectangle struct{ x, y, w, h float64 }

// squarify divides a rectangle into one for each area, in their order, which is
// from the largest to the smallest. Areas are of any unit, none is negative. It
// fills row after row along the shorter side, and begins a new one when another
// area would make the row's rectangles longer than they are.
func squarify(areas []float64, r rectangle) []rectangle {
	total := 0.0
	for _, a := range areas {
		total += a
	}
	out := make([]rectangle, 0, len(areas))
	if total <= 0 || r.w <= 0 || r.h <= 0 {
		return out
	}
	scale := r.w * r.h / total
	for len(areas) > 0 {
		side := min(r.w, r.h)
		n, sum := 1, areas[0]
		for n < len(areas) && stretch(areas[:n+1], sum+areas[n], side, scale) <= stretch(areas[:n], sum, side, scale) {
			sum += areas[n]
			n++
		}
		if sum <= 0 { // nothing but empty areas are left
			for range areas {
				out = append(out, rectangle{r.x, r.y, 0, 0})
			}
			return out
		}
		var row []rectangle
		row, r = layRow(areas[:n], sum, scale, r)
		out = append(out, row...)
		areas = areas[n:]
	}
	return out
}

// stretch returns how long the longest rectangle of a row is, as the ratio of its
// sides.
func stretch(row []float64, sum, side, scale float64) float64 {
	worst := 0.0
	for _, a := range row {
		if a <= 0 {
			continue
		}
		s, a := sum*scale, a*scale
		worst = max(worst, side*side*a/(s*s), s*s/(side*side*a))
	}
	return worst
}

// layRow puts a row at the shorter side, and returns what is left.
func layRow(row []float64, sum, scale float64, r rectangle) (laid []rectangle, left rectangle) {
	wide := r.w >= r.h
	thick := sum * scale / min(r.w, r.h)
	at := 0.0
	for _, a := range row {
		long := a * scale / thick
		if wide {
			laid = append(laid, rectangle{r.x, r.y + at, thick, long})
		} else {
			laid = append(laid, rectangle{r.x + at, r.y, long, thick})
		}
		at += long
	}
	if wide {
		return laid, rectangle{r.x + thick, r.y, max(r.w-thick, 0), r.h}
	}
	return laid, rectangle{r.x, r.y + thick, r.w, max(r.h-thick, 0)}
}
