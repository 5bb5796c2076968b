package extract

import (
	"fmt"
	"strings"
)

// A zenginCheck compares the records of a file with what its headers and
// trailers say: 1 2 2 … 8, once or several times, and 9.
type zenginCheck struct {
	open, ended bool // in a group; behind the last
	headless    bool
	records     int64 // of the group
	sum         int64
	damaged     int64
	faults      []string
}

// record notes a record; fits says whether it looks like one of its kind.
func (c *zenginCheck) record(code *zenginCode, l *zenginLayout, rec []byte, fits bool) {
	kind := code.kind(rec)
	if !fits {
		c.damaged++
		if kind != zenginData {
			return
		}
	}
	switch kind {
	case zenginHeader:
		if c.open {
			c.fault("a trailer is missing")
		}
		c.open, c.ended, c.headless, c.records, c.sum = true, false, false, 0, 0
	case zenginData:
		if !c.open && !c.headless {
			c.fault("records without a header")
			c.open, c.headless, c.records, c.sum = true, true, 0, 0
		}
		c.records++
		n, _ := code.number(rec, l.amount)
		c.sum += n
	case zenginTrailer:
		c.trailer(code, l, rec)
		c.open, c.headless = false, false
	case zenginEnd:
		if c.open {
			c.fault("a trailer is missing")
		}
		c.open, c.ended = false, true
	}
}

func (c *zenginCheck) trailer(code *zenginCode, l *zenginLayout, rec []byte) {
	if !c.open {
		c.fault("a trailer without a header")
		return
	}
	n, ok := code.number(rec, l.count)
	cancelled, _ := code.number(rec, l.cancelled) // some banks count them among the others
	if ok && n != c.records && n+cancelled != c.records {
		c.fault(fmt.Sprintf("the trailer counts %d records, there are %d", n, c.records))
	}
	if sum, ok := code.number(rec, l.sum); ok && sum != c.sum {
		c.fault("the amounts do not add up to the trailer's")
	}
}

// maxFaults is how many faults are told.
const maxFaults = 3

func (c *zenginCheck) fault(what string) {
	for _, f := range c.faults {
		if f == what {
			return
		}
	}
	c.faults = append(c.faults[:min(len(c.faults), maxFaults)], what)
}

// end returns what is wrong with the file, or nil.
func (c *zenginCheck) end() error {
	switch {
	case c.open:
		c.fault("the file ends before its trailer")
	case !c.ended:
		c.fault("the file ends without its end record")
	}
	if c.damaged > 0 {
		c.fault(fmt.Sprintf("records that do not fit the layout: %d", c.damaged))
	}
	if len(c.faults) == 0 {
		return nil
	}
	return &Skip{ReasonDamaged, strings.Join(c.faults[:min(len(c.faults), maxFaults)], "; ")}
}
