package scan

import "github.com/shikiri/shikiri/report"

// enter takes the inputs, each run once.
func (m *merging) enter() {
	parts := map[string]bool{} // runs that are in a merged one
	best := map[string]int{}   // by ID: of extracts and what is whole, that which tells most
	for i := range m.cfg.Inputs {
		r := m.cfg.Inputs[i].Run
		for _, p := range r.Parts {
			parts[p.ID] = parts[p.ID] || whole(r)
		}
		if j, met := best[r.ID()]; !met || tellsMore(r, m.cfg.Inputs[j].Run) {
			best[r.ID()] = i
		}
	}
	met := map[[2]string]bool{}
	for i := range m.cfg.Inputs {
		in := &input{Input: m.cfg.Inputs[i], id: m.cfg.Inputs[i].Run.ID()}
		j := best[in.id]
		key := [2]string{in.id, in.Run.Client}
		switch {
		case j != i && m.cfg.Inputs[j].Run.Client == "", met[key], len(in.Run.Parts) == 0 && parts[in.id]:
			m.warn("%s is merged once: the run %s is there already", in.Name, in.id)
			continue
		}
		met[key] = true
		in.from, in.by, in.to = in.Run.Started, in.Run.Started, in.Run.Finished
		for _, p := range in.Run.Parts {
			if p.Started.After(in.by) {
				in.by = p.Started
			}
		}
		if in.Vendor != "" {
			in.Run.Cover.Subject = in.Vendor
		}
		for _, other := range m.inputs {
			if other.owner() == in.owner() {
				other.alike, in.alike = true, true
			}
		}
		m.inputs = append(m.inputs, in)
	}
}

// whole reports whether a run was saved as it was.
func whole(r *report.Run) bool { return r.Client == "" && !r.Redacted }

// tellsMore reports whether of two files of one run the first tells more: an
// extract has its ID too, and must not stand for it.
func tellsMore(r, than *report.Run) bool {
	if a, b := r.Client == "", than.Client == ""; a != b {
		return a
	}
	if a, b := whole(r), whole(than); a != b {
		return a
	}
	return len(r.Findings)+len(r.Unexamined) > len(than.Findings)+len(than.Unexamined)
}
