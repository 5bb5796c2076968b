package report

import (
	"cmp"
	"slices"
)

// Sort puts r in the order reports show it in, which does not depend on which
// worker was fastest: worst verdict first, then share, path, member, kind. An
// archive may hold two members of one name, and a share may lie in two zones.
func (r *Run) Sort() {
	slices.SortFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(verdictRank(a.Verdict), verdictRank(b.Verdict)),
			cmp.Compare(a.Share, b.Share), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Member, b.Member),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Zone, b.Zone),
			cmp.Compare(a.Count, b.Count), cmp.Compare(a.Records, b.Records), cmp.Compare(a.People, b.People),
			cmp.Compare(a.Confidence, b.Confidence), slices.CompareFunc(a.Samples, b.Samples, compareSamples),
		)
	})
	slices.SortFunc(r.Unexamined, func(a, b Unexamined) int {
		return cmp.Or(cmp.Compare(a.Share, b.Share), cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Member, b.Member), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Detail, b.Detail))
	})
	slices.SortFunc(r.Clients, func(a, b Client) int {
		return cmp.Or(cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Client, b.Client))
	})
	slices.Sort(r.Warnings)
	r.sortProbe()
}

func compareSamples(a, b Sample) int {
	return cmp.Or(cmp.Compare(a.Part, b.Part), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Cell, b.Cell),
		cmp.Compare(a.Excerpt, b.Excerpt), cmp.Compare(a.Confidence, b.Confidence), slices.Compare(a.Evidence, b.Evidence))
}

func verdictRank(v string) int {
	return slices.Index([]string{"violation", "overdue", "allowed"}, v)
}
