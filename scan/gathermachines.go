package scan

import (
	"cmp"

	"github.com/shikiri/shikiri/report"
)

// shareMachines returns the number of the machine of each share, for a scan that
// must count the people of a machine itself: without a key nobody can later. It is
// nil where each share is on one of its own.
func shareMachines(run *report.Run, cfg *Config) []int {
	addresses, hosts := make([][]string, len(cfg.Shares)), make([]string, len(cfg.Shares))
	for i := range cfg.Shares {
		s := &cfg.Shares[i]
		addresses[i], hosts[i] = addressesOf(s), hostOf(s.URL, cmp.Or(s.Host, run.Cover.Host))
	}
	of := groups(len(cfg.Shares), func(i, j int) bool {
		return cfg.Shares[i].Zone == cfg.Shares[j].Zone && oneMachine(run.Zones, addresses[i], addresses[j], hosts[i], hosts[j])
	})
	for i, n := range of {
		if i != n {
			return of
		}
	}
	return nil
}

// tellMachines writes into each share of a machine that holds several how many
// people are on it: of gives the number of the machine of each share, people is by
// these numbers.
func tellMachines(run *report.Run, of []int, people []int64) {
	shares := map[int]int{}
	for _, n := range of {
		shares[n]++
	}
	for i, n := range of {
		if shares[n] > 1 {
			run.Shares[i].HostShares, run.Shares[i].HostPeople = shares[n], people[n]
		}
	}
}
