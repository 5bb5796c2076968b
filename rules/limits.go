package rules

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// Limits are what a scan may ask of servers. Zero values bound nothing.
type Limits struct {
	BytesPerSecond, OpsPerSecond int64 // of each host
	Quiet                        []Window
	Timeout                      time.Duration // how long a server may stay silent; 0: the default
}

func (d *decoder) limits(n ast.Node, at string) {
	if _, null := n.(*ast.NullNode); null {
		return // as it is left when all of it is commented out
	}
	l := &d.config.Limits
	d.object(n, at, "limits", []key{
		{name: "max-rate", read: func(n ast.Node, at string) { l.BytesPerSecond = amount(d, n, at, "a rate, as 50MB/s", ParseRate) }},
		{name: "max-ops", read: func(n ast.Node, at string) { l.OpsPerSecond = amount(d, n, at, "a whole number", ParseOps) }},
		{name: "timeout", read: func(n ast.Node, at string) { l.Timeout = amount(d, n, at, "a duration, as 30s", ParseTimeout) }},
		{name: "quiet-hours", read: func(n ast.Node, at string) { l.Quiet = d.quietHours(n, at) }},
	})
}

// amount reads a value that parse knows.
func amount[T any](d *decoder, n ast.Node, at, want string, parse func(string) (T, error)) (v T) {
	text, ok := d.word(n, at, want)
	if !ok {
		return v
	}
	v, err := parse(text)
	if err != nil {
		d.fail(n, at, fmt.Sprintf("bad %s %q: %v", lastKey(at), text, err), "")
	}
	return v
}

// ParseOps reads how many operations a second there may be.
func ParseOps(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 || n > math.MaxInt32 {
		return 0, errors.New("not a number of operations in a second: write 200")
	}
	return n, nil
}

// ParseTimeout reads how long a server may stay silent.
func ParseTimeout(s string) (time.Duration, error) {
	t, err := time.ParseDuration(s)
	switch {
	case err != nil:
		return 0, errors.New("not a duration: write 30s or 2m")
	case t < time.Second || t > time.Hour:
		return 0, errors.New("out of range: 1s to 1h")
	}
	return t, nil
}

func (d *decoder) quietHours(n ast.Node, at string) (all []Window) {
	d.list(n, at, true, func(n ast.Node, at string) {
		text, ok := d.text(n, at)
		if !ok {
			return
		}
		w, err := ParseWindow(text)
		if err != nil {
			d.fail(n, at, fmt.Sprintf("bad quiet hours %q: %v", text, err), "write 08:30-18:00, 22:00-06:00 or mon-fri 08:30-18:00")
			return
		}
		all = append(all, w)
	})
	if alwaysQuiet(all) {
		d.fail(n, at, "the quiet hours leave no time to scan", "name hours in which servers may be read")
	}
	return all
}
