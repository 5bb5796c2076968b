package main

import (
	"fmt"
	"io"
	"strconv"
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
		Short: "Show zones and shares, and check addresses of shares against networks",
		Long: `Zones shows the zones of the configuration, what may be kept in each, and their
shares. The address of each share is checked against the networks of its zone:
a share judged by the rule of another zone makes every report about it wrong.
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
			return listZones(p.Out, conf, p.Now(), lookUp(cmd.Context(), look, conf.Shares))
		},
	}
	addConfigFlag(cmd.Flags(), &config)
	cmd.Flags().BoolVar(&noLookup, "no-lookup", false, "look up no names of hosts")
	return cmd
}

// listZones writes the zones and their shares. Found are the addresses of hosts
// that are named. It returns an error if a share
// stands in another zone than its own.
func listZones(w io.Writer, conf *rules.Config, now time.Time, found map[string]*addresses) error {
	wrong := 0
	for i := range conf.Policy.Zones {
		z := &conf.Policy.Zones[i]
		describeZone(w, z, now)
		for _, s := range conf.Shares {
			if s.Zone != z.Name {
				continue
			}
			text, ok := checkAddress(conf.Policy, s, found)
			if !ok {
				wrong++
			}
			fmt.Fprintf(w, "  share %s: %s\n", s.URL, text)
		}
	}
	for _, c := range conf.Policy.Clients {
		describeClient(w, &c)
	}
	if wrong > 0 {
		return hint(fmt.Errorf("zones: shares that stand in another zone than the configuration says: %d", wrong),
			"correct the share's zone, its address or the zone's networks")
	}
	return nil
}

func describeZone(w io.Writer, z *netzone.Zone, now time.Time) {
	name := "zone " + z.Name
	if z.Title != "" {
		name += " (" + z.Title + ")"
	}
	fmt.Fprintln(w, name)
	if z.Allowed {
		fmt.Fprintln(w, "  personal data: allowed, "+retention(z.Retention)+countedFrom(z.DateFrom))
	} else {
		fmt.Fprintln(w, "  personal data: forbidden")
	}
	networks := make([]string, len(z.Networks))
	for i, n := range z.Networks {
		networks[i] = n.String()
	}
	if len(networks) > 0 {
		fmt.Fprintln(w, "  networks: "+strings.Join(networks, ", "))
	}
	for i := range z.Exceptions {
		e := &z.Exceptions[i]
		state := "until"
		if e.Ended(now) {
			state = "ENDED"
		}
		fmt.Fprintf(w, "  exception %s %s: %s in %s (%s)\n", state, e.Until.Format(time.DateOnly),
			orAll(e.Kinds, "all kinds"), orAll(e.Paths, "all paths"), e.ApprovedBy)
	}
}

// describeClient writes what holds for a client's files in place of their zone's
// rule, if anything does.
func describeClient(w io.Writer, c *netzone.Client) {
	switch {
	case c.Retention > 0:
		fmt.Fprintf(w, "client %s: kept %s%s, where personal data is allowed\n", c.Name, retention(c.Retention), countedFrom(c.DateFrom))
	case c.DateFrom != nil:
		fmt.Fprintf(w, "client %s: kept as long as the zone says%s\n", c.Name, countedFrom(c.DateFrom))
	}
}

// countedFrom says what a retention counts from if that is said.
func countedFrom(d *netzone.Dating) string {
	switch {
	case d == nil:
		return ""
	case d.By == "":
		return " from the last change"
	}
	return " from the date in " + d.String()
}

func orAll(list []string, all string) string {
	if len(list) == 0 {
		return all
	}
	return strings.Join(list, ", ")
}

func retention(d time.Duration) string {
	switch {
	case d == 0:
		return "without end"
	case d%(24*time.Hour) == 0:
		return "for " + strconv.FormatInt(int64(d/(24*time.Hour)), 10) + " days"
	}
	return "for " + d.String()
}
