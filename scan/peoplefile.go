package scan

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"github.com/shikiri/shikiri/report"
)

// A PeopleOutput is where the fingerprints of a run's people go, so that merging
// it with other runs can count each person once.
type PeopleOutput struct {
	Name string // of the file, without a folder, as the run names it
	// Write has a function write the file, and sees to it that it is there in whole
	// or not at all.
	Write func(write func(io.Writer) error) error
}

// A people file is, after a mark, a header in JSON and then entries of one byte
// that tells what follows:
//
//	g  a file or member that holds records: numbers of its share and client, path, member
//	h  the records of a file: share, client, path, records, companies
//	n  a name, and the sightings of those who have it
//	o  how many people of a file nothing is known of: each is one of their own
//	e  the end: how many people entries there were, and the CRC-32C of all before
//
// Numbers are unsigned varints. A path is told as how much of the one before it
// begins with, and the rest. Everything is sorted: two runs over one tree write
// the same. There is no name in it and no value, only HMACs under the key that
// stays with the company; but whoever has the key can ask whether somebody is in.
const (
	peopleMark    = "shikiri people\x00\x01"
	groupEntry    = 'g'
	holdersEntry  = 'h'
	nameEntry     = 'n'
	nobodiesEntry = 'o'
	endEntry      = 'e'
)

// A peopleHeader says what the numbers of a people file stand for.
type peopleHeader struct {
	Version   int           `json:"version"`
	Run       string        `json:"run"` // its ID
	Key       string        `json:"key"` // or keys, if runs with several were merged
	Traits    int           `json:"traits"`
	Shares    []peopleShare `json:"shares"`
	Clients   []string      `json:"clients"`
	Groups    int           `json:"groups"`
	Holders   int           `json:"holders"`
	Uncounted []uncounted   `json:"uncounted,omitempty"` // of runs without a people file that were merged
}

type peopleShare struct {
	URL  string `json:"url"`
	Zone string `json:"zone"`
}

const peopleVersion = 1

// savePeople writes the people file of a scan. Without it the run can still be
// merged, but its people are then added to the others'.
func savePeople(run *report.Run, cfg *Config, workers []*worker, c *crowd) {
	if cfg.People == nil || !cfg.keyed {
		return
	}
	h := peopleHeader{Key: cmp.Or(cfg.Cover.Key, KeyID(cfg.Key))}
	for _, s := range cfg.Shares {
		h.Shares = append(h.Shares, peopleShare{s.URL, s.Zone})
	}
	n := 0
	for _, w := range workers {
		n += len(w.held)
	}
	held := make([]fileHolders, 0, n) // there may be one for each file: none is kept twice
	for _, w := range workers {
		held, w.held = append(held, w.held...), nil
	}
	err := c.err
	if err == nil {
		err = writePeopleFile(run, cfg.People, h, c, held)
	}
	if err != nil {
		run.Warnings = append(run.Warnings, "there is no people file, and merging with other runs cannot count each person once: "+err.Error())
	}
}

// writePeopleFile writes the people file of a run and names it there.
func writePeopleFile(run *report.Run, out *PeopleOutput, h peopleHeader, c *crowd, held []fileHolders) error {
	h.Version, h.Run, h.Traits, h.Clients = peopleVersion, run.ID(), traits, c.clients
	sum := sha256.New()
	var n int64
	err := out.Write(func(w io.Writer) (err error) {
		sum.Reset() // Write may call twice
		n, err = encodePeople(io.MultiWriter(w, sum), h, c, held)
		return err
	})
	if err != nil {
		return err
	}
	run.People = &report.PeopleFile{File: out.Name, SHA256: hex.EncodeToString(sum.Sum(nil)), Key: h.Key, Sightings: n}
	return nil
}
