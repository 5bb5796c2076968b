package rules

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/shikiri/shikiri/netzone"
)

// Kinds are the kinds of data that an exception may name.
var Kinds = []string{
	"jp-name", "jp-name-kana", "romaji-name", "jp-address", "postal-code", "phone", "email", "birth-date", "my-number",
	"bank-account", "credit-card", "drivers-license", "passport", "residence-card", "health-insurance", "pension-number",
	"employment-insurance", "resident-code", "care-insurance", "company-name", "corporate-number", "id-document",
}

// zoneName is a name that can stand before the = of office=/srv/share.
var zoneName = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$`)

func (d *decoder) zone(n ast.Node, at string) {
	var z netzone.Zone
	d.object(n, at, "a zone", []key{
		{name: "name", required: true, read: func(n ast.Node, at string) {
			name, ok := d.text(n, at)
			if ok && !zoneName.MatchString(name) {
				d.fail(n, at, fmt.Sprintf("bad zone name %q", name), "use letters, digits, - _ and . only: it stands before = on the command line")
			}
			z.Name = name
		}},
		{name: "title", read: func(n ast.Node, at string) { z.Title, _ = d.text(n, at) }},
		{name: "networks", read: func(n ast.Node, at string) { z.Networks = d.networks(n, at) }},
		{name: "personal-data", required: true, read: func(n ast.Node, at string) { z.Allowed = d.personalData(n, at) }},
		{name: "retention", read: func(n ast.Node, at string) { z.Retention = d.duration(n, at) }},
		{name: "date-from", read: func(n ast.Node, at string) { z.DateFrom = d.dating(n, at) }},
		{name: "hosts", read: func(n ast.Node, at string) {
			d.list(n, at, false, func(n ast.Node, at string) { z.Hosts = append(z.Hosts, d.host(n, at)) })
		}},
		{name: "gateway", read: func(n ast.Node, at string) {
			d.each(n, at, func(n ast.Node, at string) { z.Gateways = append(z.Gateways, d.address(n, at)) })
		}},
		{name: "unused", read: func(n ast.Node, at string) {
			d.each(n, at, func(n ast.Node, at string) { z.Unused = append(z.Unused, d.address(n, at)) })
		}},
		{name: "exceptions", read: func(n ast.Node, at string) {
			d.list(n, at, false, func(n ast.Node, at string) { z.Exceptions = append(z.Exceptions, d.exception(n, at)) })
		}},
	})
	d.config.Policy.Zones = append(d.config.Policy.Zones, z)
}

func (d *decoder) networks(n ast.Node, at string) []netip.Prefix {
	var all []netip.Prefix
	d.list(n, at, false, func(n ast.Node, at string) {
		text, ok := d.text(n, at)
		var network netip.Prefix // the zero value overlaps nothing
		if ok {
			network = d.network(n, at, text)
		}
		all = append(all, network)
	})
	return all
}

func (d *decoder) network(n ast.Node, at, text string) netip.Prefix {
	p, err := netip.ParsePrefix(text)
	switch {
	case err == nil && p.Addr().Is4In6():
		d.fail(n, at, fmt.Sprintf("bad network %q", text), "write IPv4 as 10.20.0.0/16")
	case err == nil && p != p.Masked():
		d.fail(n, at, fmt.Sprintf("bad network %q", text), fmt.Sprintf("the network of that address is %s", p.Masked()))
	case err == nil:
		return p
	default:
		hint := "write an address and its length, as 10.20.0.0/16"
		if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
			hint = fmt.Sprintf("for this address alone write %s/%d", addr, addr.BitLen())
		}
		d.fail(n, at, fmt.Sprintf("bad network %q", text), hint)
	}
	return netip.Prefix{}
}

func (d *decoder) personalData(n ast.Node, at string) bool {
	text, ok := d.text(n, at)
	if ok && text != "allowed" && text != "forbidden" {
		d.fail(n, at, fmt.Sprintf("personal-data is allowed or forbidden, not %q", text), "")
	}
	return text == "allowed"
}

func (d *decoder) duration(n ast.Node, at string) time.Duration {
	text, ok := d.word(n, at, "a duration, as 14d")
	if !ok {
		return 0
	}
	length, err := netzone.ParseDuration(text)
	if err != nil {
		d.fail(n, at, err.Error(), "")
	}
	return length
}

// dating reads where the date stands that a retention counts from.
func (d *decoder) dating(n ast.Node, at string) *netzone.Dating {
	text, ok := d.text(n, at)
	if !ok {
		return nil
	}
	dating, err := netzone.ParseDating(text)
	if err != nil {
		d.fail(n, at, err.Error(), "")
	}
	return dating
}

func (d *decoder) exception(n ast.Node, at string) netzone.Exception {
	var e netzone.Exception
	d.object(n, at, "an exception", []key{
		{name: "kinds", read: func(n ast.Node, at string) { e.Kinds = d.kinds(n, at) }},
		{name: "paths", read: func(n ast.Node, at string) { e.Paths = d.texts(n, at) }},
		{name: "until", required: true, read: func(n ast.Node, at string) { e.Until = d.date(n, at) }},
		{name: "approved-by", read: func(n ast.Node, at string) { e.ApprovedBy, _ = d.text(n, at) }},
		{name: "why", read: func(n ast.Node, at string) { e.Why, _ = d.text(n, at) }},
	})
	return e
}

func (d *decoder) kinds(n ast.Node, at string) []string {
	var all []string
	d.list(n, at, true, func(n ast.Node, at string) {
		kind, ok := d.text(n, at)
		if ok {
			d.kindsAt = append(d.kindsAt, kindAt{n, at, kind})
		}
		all = append(all, kind)
	})
	return all
}

// A kindAt is a kind of data that the configuration names at a place.
type kindAt struct {
	node ast.Node
	at   string
	kind string
}

// checkKinds tells of kinds that there are not, when all rules are known. If a
// file of rules is wrong its kinds are not known.
func (d *decoder) checkKinds() {
	known := slices.Clone(Kinds)
	for _, r := range d.config.Rules {
		known = append(known, r.ID)
	}
	for _, k := range d.kindsAt {
		if slices.Contains(known, k.kind) || d.inRules != nil {
			continue
		}
		text := fmt.Sprintf("unknown kind %q", k.kind)
		if near := nearest(k.kind, known); near != "" {
			text += fmt.Sprintf("; did you mean %q?", near)
		}
		d.fail(k.node, k.at, text, "")
	}
}

var isoDate = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

func (d *decoder) date(n ast.Node, at string) time.Time {
	text, ok := d.word(n, at, "a day, as 2027-03-31")
	if !ok {
		return time.Time{}
	}
	if !isoDate.MatchString(text) {
		d.fail(n, at, fmt.Sprintf("bad date %q", text), "write it as 2027-03-31")
		return time.Time{}
	}
	day, err := time.ParseInLocation(time.DateOnly, text, d.now.Location())
	if err != nil {
		d.fail(n, at, fmt.Sprintf("there is no day %s", text), "")
	}
	return day
}
