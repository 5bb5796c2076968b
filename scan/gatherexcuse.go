package scan

import (
	"strconv"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// expiringDays is how long before its end an exception is told to be ending: who
// must approve it again needs the time.
const expiringDays = 30

// exceptionID names exception number n, from 1, of a zone.
func exceptionID(zone string, n int) string { return zone + "/" + strconv.Itoa(n) }

// excusesOf returns all exceptions of a policy, with nothing excused yet.
func excusesOf(p *netzone.Policy, now time.Time) (all []report.Excuse) {
	for _, z := range p.Zones {
		for i := range z.Exceptions {
			e := &z.Exceptions[i]
			state := "active"
			switch {
			case e.Ended(now):
				state = "ended"
			case e.Ended(now.AddDate(0, 0, expiringDays)):
				state = "expiring"
			}
			all = append(all, report.Excuse{
				ID: exceptionID(z.Name, i+1), Zone: z.Name, Kinds: e.Kinds, Paths: e.Paths, Until: e.Until.Format(time.DateOnly),
				ApprovedBy: e.ApprovedBy, Why: e.Why, State: state,
			})
		}
	}
	return all
}
