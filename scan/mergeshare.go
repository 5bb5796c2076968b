package scan

import "github.com/shikiri/shikiri/report"

// takeShares lists each home once, as the input has it that saw most of it.
func (m *merging) takeShares() {
	for _, h := range m.homes {
		base := h.best("")
		row := base.share
		row.URL, row.Addresses = h.url, h.addresses()
		if h.contested() {
			h.correct(base, &row)
			row.HostShares, row.HostPeople = 0, 0
		}
		row.Records, row.People = m.heldIn(h)
		m.run.Shares = append(m.run.Shares, row)
	}
}

// best returns the vantage of a folder of the home that came to its end, else the
// newest; nil if there is none.
func (h *home) best(folder string) (best *vantage) {
	for _, v := range h.vantages {
		if v.folder != folder {
			continue
		}
		switch {
		case best == nil, best.ended() != v.ended() && v.ended():
			best = v
		case best.ended() == v.ended() && v.in.from.After(best.in.from):
			best = v
		}
	}
	return best
}

func (v *vantage) ended() bool { return v.in.whole() && !v.gaps[v.gapPath(".")] }

// correct counts the files of a home by what all inputs could examine.
func (h *home) correct(base *vantage, row *report.Share) {
	missed := base.share.Unexamined
	counted := map[string]bool{}
	for at := range base.gaps {
		counted[at] = true
		if at != "." && !base.open[at] {
			missed--
		}
	}
	for _, v := range h.vantages {
		for at := range v.open {
			if !counted[at] && at != "." {
				counted[at] = true
				missed++
			}
		}
	}
	folders := map[string]bool{}
	for _, v := range h.vantages {
		// What base could not list, and a scan of the folder itself could.
		if v.folder == "" || folders[v.folder] || !base.gapAt(v.gapPath(".")) {
			continue
		}
		folders[v.folder] = true
		w := h.best(v.folder)
		row.Files += w.share.Files
		row.Bytes += w.share.Bytes
		row.ExaminedBytes += w.share.ExaminedBytes
		row.Images += w.share.Images
		row.Directories += w.share.Directories
		if base.gaps[v.gapPath(".")] && !base.open[v.gapPath(".")] {
			row.Files-- // the folder itself was one
		}
	}
	row.Unexamined = min(max(missed, 0), row.Files)
	row.Scanned = row.Files - row.Unexamined
}

// addresses are those that any input knows of the machine that holds the home: it
// may have another name in each network.
func (h *home) addresses() []string {
	var all sorted
	for _, v := range h.vantages {
		for _, a := range v.share.Addresses {
			all.add(a)
		}
	}
	return all
}
