package replay

import (
	"cmp"
	"maps"
	"slices"
)

// Truth is what is really in a replay's shares.
type Truth struct {
	Name  string  `json:"name"`
	Seed  uint64  `json:"seed"`
	Scale float64 `json:"scale"`

	OnDisk int   `json:"on_disk"` // files in the shares, with and without records
	Bytes  int64 `json:"bytes"`   // of these files

	Records   int `json:"records"`   // lines, rows or entries about one holder
	People    int `json:"people"`    // distinct, each once per client
	Companies int `json:"companies"` // records whose holder is a company: in Records, not in People

	Clients map[string]*ClientTruth `json:"clients"`
	// Kinds counts the records that hold a kind of data in full, Masked those
	// that hold it with digits hidden.
	Kinds  map[string]int `json:"kinds"`
	Masked map[string]int `json:"masked"`

	UnmaskedMyNumber int `json:"unmasked_my_number"`
	MaskedMyNumber   int `json:"masked_my_number"`

	Overdue []string    `json:"overdue"` // paths of files with personal data past the retention of their zone
	Files   []FileTruth `json:"files"`   // all that hold records, by share, path, member
}

// ClientTruth is the part of one client (委託元); Name "" is in no client's
// paths.
type ClientTruth struct {
	Records   int `json:"records"`
	People    int `json:"people"`
	Companies int `json:"companies"`
}

// FileTruth is what one file or member holds.
type FileTruth struct {
	Share     string `json:"share"`
	Path      string `json:"path"` // relative to the share
	Member    string `json:"member,omitempty"`
	Style     string `json:"style"` // how it is laid out, for people
	Charset   string `json:"charset"`
	Records   int    `json:"records"`
	Companies int    `json:"companies,omitempty"`
}

func newTruth(name string, o Options) *Truth {
	return &Truth{
		Name: name, Seed: o.Seed, Scale: o.Scale,
		Clients: map[string]*ClientTruth{}, Kinds: map[string]int{}, Masked: map[string]int{},
	}
}

func (t *Truth) client(name string) *ClientTruth {
	c := t.Clients[name]
	if c == nil {
		c = &ClientTruth{}
		t.Clients[name] = c
	}
	return c
}

// close sums up and sorts.
func (t *Truth) close() {
	for _, c := range t.Clients {
		t.Records += c.Records
		t.People += c.People
		t.Companies += c.Companies
	}
	t.UnmaskedMyNumber, t.MaskedMyNumber = t.Kinds["my-number"], t.Masked["my-number"]
	slices.Sort(t.Overdue)
	slices.SortFunc(t.Files, func(a, b FileTruth) int {
		return cmp.Or(cmp.Compare(a.Share, b.Share), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Member, b.Member))
	})
}

// A holding is what a record says about its holder.
type holding struct {
	company bool
	again   bool     // the person is in an earlier record of the same client
	name    string   // the kind of a person's name; "" is jp-name
	kinds   []string // beside the name
	masked  []string
}

// holds counts one record of f.
func (f *file) holds(h holding) {
	f.records++
	c := f.b.truth.client(f.client)
	c.Records++
	switch {
	case h.company:
		f.companies++
		c.Companies++
		f.b.truth.Kinds["company-name"]++
	case !h.again:
		c.People++
	}
	if !h.company {
		f.b.truth.Kinds[cmp.Or(h.name, "jp-name")]++
	}
	for _, k := range h.kinds {
		f.b.truth.Kinds[k]++
	}
	for _, k := range h.masked {
		f.b.truth.Masked[k]++
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
