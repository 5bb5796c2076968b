package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/rules"
)

func newZones(p *program) *cobra.Command {
	var config string
	var noLookup bool
	cmd := &cobra.Command{
		Use:   "zones",
		Short: "Show zones, shares and flows, and check addresses against networks",
		Long: `Zones shows the zones of the configuration, what may be kept in each, their hosts
and shares, what is allowed between them, and what they must not reach. The
address of each share and host is checked against the networks of its zone: a
share judged by the rule of another zone makes every report about it wrong.
Hosts that are named are looked up, as this machine does it, unless --no-lookup
is given; a name that stands only in ~/.ssh/config is not found. Nothing is
connected to.`,
		Annotations: map[string]string{exitCodes: plainExitCodes},
		Args:        noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			conf, err := loadConfig(config)
			if err != nil {
				return err
			}
			for _, w := range conf.Warnings {
				p.warn(w)
			}
			look := lookup(systemLookup)
			if noLookup {
				look = nil
			}
			return p.listZones(conf, lookUp(cmd.Context(), look, hostsOf(conf)))
		},
	}
	addConfigFlag(cmd.Flags(), &config)
	cmd.Flags().BoolVar(&noLookup, "no-lookup", false, "look up no names of hosts")
	return cmd
}

// listZones writes the zones, their hosts and shares, and what is allowed between
// them. Found are the addresses of hosts that are named. It returns an error if a
// share or host stands in another zone than its own.
func (p *program) listZones(conf *rules.Config, found map[string]*addresses) error {
	wrong, astray := 0, 0
	for i := range conf.Policy.Zones {
		z := &conf.Policy.Zones[i]
		p.describeZone(z)
		astray += p.listHosts(conf.Policy, z, found)
		for _, s := range conf.Shares {
			if s.Zone != z.Name {
				continue
			}
			text, ok := p.checkAddress(conf.Policy, s, found)
			if !ok {
				wrong++
			}
			p.tell("  share %s: %s\n", s.URL, text)
		}
	}
	for _, c := range conf.Policy.Clients {
		p.describeClient(&c)
	}
	p.describeFlows(conf.Policy)
	if astray > 0 && wrong == 0 {
		return hint(fmt.Errorf("zones: hosts that stand in another zone than the configuration says: %d", astray),
			"correct the host's zone, its address or the zone's networks")
	}
	if wrong > 0 {
		return hint(fmt.Errorf("zones: shares that stand in another zone than the configuration says: %d", wrong),
			"correct the share's zone, its address or the zone's networks")
	}
	return nil
}

func (p *program) describeZone(z *netzone.Zone) {
	name := p.speak("zone %s", z.Name)
	if z.Title != "" {
		name += " (" + z.Title + ")"
	}
	fmt.Fprintln(p.Out, name)
	if z.Allowed {
		p.tell("  personal data: allowed, %s%s\n", p.retention(z.Retention), p.countedFrom(z.DateFrom))
	} else {
		p.tell("  personal data: forbidden\n")
	}
	networks := make([]string, len(z.Networks))
	for i, n := range z.Networks {
		networks[i] = n.String()
	}
	if len(networks) > 0 {
		p.tell("  networks: %s\n", strings.Join(networks, ", "))
	}
	for i := range z.Exceptions {
		e := &z.Exceptions[i]
		format := "  exception until %s: %s in %s (%s)\n"
		if e.Ended(p.Now()) {
			format = "  exception ENDED %s: %s in %s (%s)\n"
		}
		p.tell(format, e.Until.Format(time.DateOnly), orAll(e.Kinds, p.speak("all kinds")), orAll(e.Paths, p.speak("all paths")), e.ApprovedBy)
	}
}

// describeClient writes what holds for a client's files in place of their zone's
// rule, if anything does.
func (p *program) describeClient(c *netzone.Client) {
	switch {
	case c.Retention > 0:
		p.tell("client %s: kept %s%s, where personal data is allowed\n", c.Name, p.retention(c.Retention), p.countedFrom(c.DateFrom))
	case c.DateFrom != nil:
		p.tell("client %s: kept as long as the zone says%s\n", c.Name, p.countedFrom(c.DateFrom))
	}
}

// countedFrom says what a retention counts from if that is said.
func (p *program) countedFrom(d *netzone.Dating) string {
	switch {
	case d == nil:
		return ""
	case d.By == "":
		return p.speak(" from the last change")
	}
	return p.speak(" from the date in %s", d)
}

func orAll(list []string, all string) string {
	if len(list) == 0 {
		return all
	}
	return strings.Join(list, ", ")
}

func (p *program) retention(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == 0:
		return p.speak("without end")
	case d == day:
		return p.speak("for %d day", 1)
	case d%day == 0:
		return p.speak("for %d days", int64(d/day))
	}
	return p.speak("for %s", d)
}
