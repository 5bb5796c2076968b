package scan

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// holders counts the records of one client in one zone.
type holders struct{ records, companies int64 }

// fileHolders counts the records of one file, for a merge that must not count it
// twice.
type fileHolders struct {
	share, client int
	path          string
	holders
}

// gather makes the report of what the workers found.
func gather(run *report.Run, cfg *Config, workers []*worker, shares []shareState, crowd *crowd) error {
	var err error
	for _, w := range workers {
		err = cmp.Or(err, w.persons.flush())
		run.Unexamined = append(run.Unexamined, w.unexamined...)
	}
	people := newCensus(crowd, numberZones(cfg))
	if cfg.keyed {
		people.key = cfg.Key
	}
	people.known = newKnowing(cfg, crowd)
	run.Zones = policyZones(cfg.Policy)
	people.shares.among(nil, len(cfg.Shares))
	machines := shareMachines(run, cfg)
	if machines != nil {
		people.machines.among(machines, len(cfg.Shares))
	}
	err = cmp.Or(err, people.take(crowd))
	err = cmp.Or(err, gatherKnown(run, cfg, people, crowd))
	gatherShares(run, cfg, workers, shares, people.shares.people)
	tellMachines(run, machines, people.machines.people)
	gatherClients(run, workers, people, crowd)
	files := newFileTally(cfg.Policy, run.Started)
	gatherFindings(run, workers, people, crowd, files)
	files.report(run)
	gatherExplanations(run, workers, crowd)
	people.tell(run, crowd.clients)
	err = cmp.Or(err, people.tellCopies(run, crowd, cfg.Shares))
	countVerdicts(run)
	return err
}

// gatherFindings turns what the workers found into the report's form, and lets
// go of each at once: there may be hundreds of thousands.
func gatherFindings(run *report.Run, workers []*worker, people *census, crowd *crowd, files *fileTally) {
	n := 0
	for _, w := range workers {
		n += len(w.findings)
	}
	run.Findings = make([]report.Finding, 0, n)
	if n > manyFindings {
		run.Warnings = append(run.Warnings, fmt.Sprintf("more than %d findings: each shows one sample", manyFindings))
	}
	for _, w := range workers {
		for i, f := range w.findings {
			if n > manyFindings {
				f.samples = slices.Clone(f.samples[:min(1, len(f.samples))])
			}
			run.Findings = append(run.Findings, w.finding(f, people, crowd))
			if !w.cfg.Set.Detector(f.detector).Explains {
				files.add(f.name, &run.Findings[len(run.Findings)-1])
			}
			w.findings[i] = nil
		}
		w.findings = nil
	}
}

func gatherShares(run *report.Run, cfg *Config, workers []*worker, shares []shareState, people []int64) {
	for i := range cfg.Shares {
		in := &cfg.Shares[i]
		s := report.Share{URL: in.URL, Zone: in.Zone, User: in.User, Host: in.Host, Bytes: shares[i].bytes.Load(), Directories: shares[i].folders.Load()}
		s.Addresses, s.People = addressesOf(in), people[i]
		for _, w := range workers {
			s.Scanned += w.scanned[i]
			s.Unexamined += w.partly[i]
			s.Images += w.images[i]
			s.Bytes += w.bytes[i]
			s.ExaminedBytes += w.examined[i]
			s.Unchanged += w.unchanged[i]
			for key, h := range w.records {
				if key.zone == i { // a share, here
					s.Records += h.records
				}
			}
		}
		s.Files = s.Scanned + s.Unexamined
		if met := shares[i].files.Load(); met > s.Files { // the scan was broken off
			run.Unexamined = append(run.Unexamined, report.Unexamined{
				Share: s.URL, Path: ".", Reason: "interrupted", Detail: fmt.Sprintf("%d files were met and not examined, others not met", met-s.Files),
			})
			s.Unexamined += met - s.Files
			s.Files = met
		}
		if p := shares[i].walkError.Load(); p != nil {
			why := crawl.SkipFor(*p)
			run.Unexamined = append(run.Unexamined, report.Unexamined{Share: s.URL, Path: ".", Reason: why.Reason, Detail: why.Detail})
		}
		run.Shares = append(run.Shares, s)
	}
}

func gatherClients(run *report.Run, workers []*worker, people *census, crowd *crowd) {
	rows := make(map[clientZone]*report.Client)
	row := func(client, zone int) *report.Client {
		key := clientZone{client, zone}
		if rows[key] == nil {
			rows[key] = &report.Client{Client: crowd.clients[client], Zone: people.zoning.names[zone]}
		}
		return rows[key]
	}
	for _, w := range workers {
		for key, h := range w.records {
			r := row(key.client, people.zoning.of[key.zone])
			r.Records += h.records
			r.Companies += h.companies
			run.Summary.Records += h.records
			run.Summary.Companies += h.companies
		}
	}
	for key, n := range people.clients {
		row(key.client, key.zone).People += n
	}
	for _, r := range rows {
		run.Clients = append(run.Clients, *r)
	}
}

// finding judges f and puts it in the form of the report.
func (w *worker) finding(f *finding, people *census, crowd *crowd) report.Finding {
	d := w.cfg.Set.Detector(f.detector)
	share := &w.cfg.Shares[f.share]
	var modified time.Time
	if f.modified != 0 {
		modified = time.Unix(0, f.modified)
	}
	ruling := w.cfg.Policy.Judge(share.Zone, netzone.Subject{
		Kind: d.ID, Personal: !d.Explains, Path: f.path, Modified: modified, Confidence: f.confidence,
		Client: crowd.clients[f.client], Header: f.header,
	}, w.started)
	r := report.Finding{
		Share: share.URL, Zone: share.Zone, Client: crowd.clients[f.client], Path: f.path, Member: f.member,
		Verdict: ruling.Verdict.String(), Why: ruling.Why, Kind: d.ID, Masked: f.masked, Confidence: f.confidence.String(),
		Count: f.count, Records: f.records, People: people.in(f.group, f.number),
		Modified: modified, AgeDays: max(0, int64(w.started.Sub(modified)/(24*time.Hour))), Samples: f.samples,
	}
	if modified.IsZero() {
		r.AgeDays = 0
	}
	if ruling.Dated != 0 {
		r.Dated, r.DatedBy, r.AgeDays = new(ruling.Dated.In(w.started.Location())), ruling.DatedBy, ruling.Dated.Since(w.started)
	}
	if ruling.Exception > 0 {
		r.Exception = exceptionID(share.Zone, ruling.Exception)
	}
	if f.access != nil {
		r.Owner, r.Readers = f.access.Owner, f.access.Readers
	}
	r.Place = crawl.Place(f.name)
	r.Why += inPlace(r.Place)
	r.ID = findingID(&r, f.name)
	r.Fingerprint = people.fingerprint(f.group)
	return r
}

// inPlace is what the reason of a verdict says of the place.
func inPlace(place string) string {
	switch place {
	case crawl.PlaceRecycleBin:
		return "; it lies in a recycle bin"
	case crawl.PlaceSnapshot:
		return "; it lies in a snapshot"
	}
	return ""
}

// notes adds to the warnings what the sources of the shares have to say.
func notes(run *report.Run, cfg *Config) {
	for _, s := range cfg.Shares {
		if n, ok := s.Source.(crawl.Noter); ok {
			for _, text := range n.Notes() {
				run.Warnings = append(run.Warnings, s.URL+": "+text)
			}
		}
	}
}

// findingID is the same for the same kind in the same file, whatever its lines
// and counts. name is that of the file as the share has it: names in two
// encodings may read alike.
func findingID(f *report.Finding, name string) string {
	h := sha256.New()
	if name != f.Path {
		io.WriteString(h, name)
		h.Write([]byte{0})
	}
	for _, s := range []string{f.Share, f.Path, f.Member, f.Kind} {
		io.WriteString(h, s)
		h.Write([]byte{0})
	}
	if f.Masked {
		h.Write([]byte{1})
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
