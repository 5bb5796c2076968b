package scan

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math/bits"
	"slices"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// A stored result is what a state keeps of one, but for the sightings: masked
// excerpts and counts. What the policy says of the file is decided anew.
type stored struct {
	Images     int64           `json:",omitempty"`
	Records    int64           `json:",omitempty"`
	Companies  int64           `json:",omitempty"`
	Access     *crawl.Access   `json:",omitempty"`
	Sought     string          `json:",omitempty"` // the pattern of the dates in findings; "": none was looked for
	Findings   []storedFinding `json:",omitempty"`
	Unexamined []storedSkip    `json:",omitempty"`
}

type storedFinding struct {
	Detector   int
	Masked     bool   `json:",omitempty"`
	Member     string `json:",omitempty"`
	Group      int    `json:",omitempty"` // from 1, in the order of the groups of the result; 0: none
	Number     int    `json:",omitempty"`
	Confidence detect.Confidence
	Count      int64
	Records    int64
	Samples    []report.Sample
	Header     netzone.Day `json:",omitempty"`
}

type storedSkip struct{ Member, Reason, Detail string }

// pack returns the form in which a result is stored, nil if there is nothing to
// tell.
func (r *result) pack() ([]byte, error) {
	if len(r.findings) == 0 && len(r.unexamined) == 0 && r.images == 0 && r.holders == (holders{}) {
		return nil, nil
	}
	s := stored{Images: r.images, Records: r.holders.records, Companies: r.holders.companies, Access: r.access, Sought: r.sought}
	for _, f := range r.findings {
		group := 0
		if f.group != 0 {
			i, _ := slices.BinarySearch(r.groups, f.group)
			group = i + 1
		}
		s.Findings = append(s.Findings, storedFinding{f.detector, f.masked, f.member, group, f.number, f.confidence, f.count, f.records, f.samples, f.header})
	}
	for _, u := range r.unexamined {
		s.Unexamined = append(s.Unexamined, storedSkip{u.Member, u.Reason, u.Detail})
	}
	return json.Marshal(&s)
}

// unpack fills the result of the file in hand from what was stored. Its groups
// are those of the sightings, which come before.
func (w *worker) unpack(data []byte) error {
	var s stored
	if json.Unmarshal(data, &s) != nil {
		return errDamaged // the text of the error may quote the data
	}
	r := w.file
	if r.stale = r.sought != "" && r.sought != s.Sought && len(s.Findings) > 0; r.stale {
		return errStale
	}
	r.images, r.holders, r.access = s.Images, holders{s.Records, s.Companies}, s.Access
	for _, f := range s.Findings {
		if f.Detector < 0 || f.Detector >= w.cfg.Set.Len() || f.Group < 0 || f.Group > len(r.groups) || f.Number < 0 {
			return errDamaged
		}
		found := &finding{
			detector: f.Detector, masked: f.Masked, share: w.number, client: r.client, path: w.entry.Path, name: w.entry.Name, member: f.Member,
			number: f.Number, modified: w.modified(), confidence: f.Confidence, count: f.Count, records: f.Records, samples: f.Samples, access: r.access,
			header: f.Header,
		}
		if f.Group > 0 {
			found.group = r.groups[f.Group-1]
			w.crowd.setMember(found.group, f.Member)
		}
		r.findings = append(r.findings, found)
	}
	for _, u := range s.Unexamined {
		w.skip(u.Member, u.Reason, u.Detail)
	}
	return nil
}

// errStale means that a file must be read for its date: another was looked for
// when it was read.
var errStale = errors.New("dated in another way")

// packSightings appends sightings as they are stored: a byte that says which
// traits follow, the number of the group among groups, the kinds, the name and
// the traits. Somebody of whom nothing is known has no name: in another run it
// would be somebody else's.
func packSightings(b []byte, all []sighting, groups []uint32) []byte {
	for i := range all {
		s := &all[i]
		flags := byte(0)
		for t, v := range s.traits {
			if v != 0 {
				flags |= 1 << t
			}
		}
		switch {
		case s.nobody:
			flags = packedNobody
		case s.sole:
			flags |= packedSole
		case s.short:
			flags |= packedShort
		}
		group, _ := slices.BinarySearch(groups, s.group)
		b = append(b, flags)
		b = binary.AppendUvarint(b, uint64(group))
		b = binary.AppendUvarint(b, s.kinds)
		if s.nobody {
			continue
		}
		b = binary.LittleEndian.AppendUint64(b, s.name[0])
		b = binary.LittleEndian.AppendUint64(b, s.name[1])
		for _, v := range s.traits {
			if v != 0 {
				b = binary.LittleEndian.AppendUint64(b, v)
			}
		}
	}
	return b
}

const (
	packedNobody = 1 << traits
	packedShort  = packedNobody << 1
	packedSole   = packedNobody | packedShort
)

// unpackSightings calls fn with each sighting in b; its group is the number of
// the group, from 0.
func unpackSightings(b []byte, fn func(*sighting) error) error {
	for len(b) > 0 {
		flags := b[0]
		group, n := binary.Uvarint(b[1:])
		if n <= 0 || flags&packedSole == packedNobody && flags != packedNobody || group >= 1<<32 {
			return errDamaged
		}
		kinds, m := binary.Uvarint(b[1+n:])
		if m <= 0 {
			return errDamaged
		}
		b = b[1+n+m:]
		s := sighting{group: uint32(group), kinds: kinds, nobody: flags == packedNobody, short: flags&packedSole == packedShort, sole: flags&packedSole == packedSole}
		if !s.nobody {
			size := 16 + 8*bits.OnesCount8(flags&^packedSole)
			if len(b) < size {
				return errDamaged
			}
			s.unpack(flags, b[:size])
			b = b[size:]
		}
		if err := fn(&s); err != nil {
			return err
		}
	}
	return nil
}

// unpack takes the name and the traits from b.
func (s *sighting) unpack(flags byte, b []byte) {
	s.name = [2]uint64{binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])}
	b = b[16:]
	for t := range s.traits {
		if flags&(1<<t) != 0 {
			s.traits[t] = binary.LittleEndian.Uint64(b)
			b = b[8:]
		}
	}
}
