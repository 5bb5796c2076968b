//go:build linux

package main

import (
	"encoding/xml"
	"fmt"
	"net/netip"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/lab"
	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// sweepConfig has networks that can be swept.
const sweepConfig = `version: 1
zones:
- {name: office, personal-data: forbidden, networks: [10.20.1.0/24]}
- {name: print, personal-data: allowed, networks: [10.10.1.0/24], unused: 10.10.1.99}
flows:
- {from: office, to: print, ports: [4022]}
`

// A sweep gives the same answers as nmap -sT, on every port of every host. How
// long each takes is told, not judged: run with -v. Without --min-rate nmap took
// 261 s for 28 ports that are dropped, the probe 5 s.
func TestLabSweepLikeNmap(t *testing.T) {
	if _, err := exec.LookPath("nmap"); err != nil {
		t.Skip("needs nmap")
	}
	// Not 4081 and 4082: Linux sends no more than so many ICMP errors (icmp(7),
	// icmp_ratelimit), so that the same port answers now and then only.
	const ports = "22,80,445,631,3389,4022,4080,5900,8000-8003,8080,9100"
	for _, variant := range []string{"hole", "reset"} {
		t.Run(variant, func(t *testing.T) {
			l := lab.Start(t, variant)
			begin := time.Now()
			theirs := nmapAnswers(t, l.Do("office1", "nmap", "-n", "-Pn", "-sT", "-T4", "--min-rate", "1000", "--max-retries", "1", "--max-rtt-timeout", "500ms", "-p", ports, "-oX", "-", "10.10.1.0/24"))
			took := time.Since(begin)
			begin = time.Now()
			p := probeFrom(t, l, "office1", sweepConfig, "--sweep", "--ports", ports)
			ours := time.Since(begin)
			if p.run == nil {
				t.Fatalf("the probe ends with %d: %s", p.code, p.errs)
			}
			t.Logf("%s, 254 hosts, ports %s: shikiri %.1fs (with controls and decoys), nmap -sT -T4 --min-rate 1000 %.1fs, ratio %.2f", variant, ports, ours.Seconds(), took.Seconds(), ours.Seconds()/took.Seconds())
			compareAnswers(t, p.run, theirs, ports)
		})
	}
}

// nmapAnswers reads what nmap -oX says of each port: "10.10.1.11:22" is "open",
// "closed" or "filtered".
func nmapAnswers(t *testing.T, text string) map[string]string {
	t.Helper()
	var said struct {
		Hosts []struct {
			Address []struct {
				Addr string `xml:"addr,attr"`
			} `xml:"address"`
			Ports struct {
				Extra []struct {
					State   string `xml:"state,attr"`
					Reasons []struct {
						Ports string `xml:"ports,attr"`
					} `xml:"extrareasons"`
				} `xml:"extraports"`
				Port []struct {
					ID    string `xml:"portid,attr"`
					State struct {
						State string `xml:"state,attr"`
					} `xml:"state"`
				} `xml:"port"`
			} `xml:"ports"`
		} `xml:"host"`
	}
	if err := xml.Unmarshal([]byte(text), &said); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, h := range said.Hosts {
		addr := h.Address[0].Addr
		for _, e := range h.Ports.Extra {
			for _, r := range e.Reasons {
				ports, err := probe.ParsePorts(r.Ports)
				if err != nil {
					t.Fatalf("nmap says ports %q: %v", r.Ports, err)
				}
				for _, port := range ports {
					all[fmt.Sprintf("%s:%d", addr, port)] = e.State
				}
			}
		}
		for _, port := range h.Ports.Port {
			all[addr+":"+port.ID] = port.State.State
		}
	}
	return all
}

// compareAnswers checks every port of every usable address of the closed network.
func compareAnswers(t *testing.T, run *report.Run, theirs map[string]string, list string) {
	t.Helper()
	ports, err := probe.ParsePorts(list)
	if err != nil {
		t.Fatal(err)
	}
	ours := map[string]string{}
	note := func(host, ports, state string) {
		if ports == "" {
			return
		}
		all, err := probe.ParsePorts(ports)
		if err != nil {
			t.Fatal(err)
		}
		for _, port := range all {
			ours[fmt.Sprintf("%s:%d", host, port)] = state
		}
	}
	for _, h := range run.Targets {
		note(h.Host, h.Open, "open")
		note(h.Host, h.Intercepted, "open")
		note(h.Host, h.Refused, "closed")
		note(h.Host, h.Filtered, "filtered")
		note(h.Host, h.Unreachable, "filtered")
	}
	different := []string{}
	network := netip.MustParseAddr("10.10.1.0")
	for addr := network.Next(); addr != netip.MustParseAddr("10.10.1.255"); addr = addr.Next() {
		for _, port := range ports {
			id := fmt.Sprintf("%s:%d", addr, port)
			got, ok := ours[id]
			if !ok {
				got = "filtered" // silent addresses of a sweep are in no target
			}
			if want := theirs[id]; got != want {
				different = append(different, fmt.Sprintf("%s is %s, by nmap %q", id, got, want))
			}
		}
	}
	if len(theirs) < 254*len(ports) || len(different) > 0 {
		t.Errorf("of %d ports that nmap tells of, %d are different: %s", len(theirs), len(different), strings.Join(different[:min(20, len(different))], "; "))
	}
}

// Refused ports one after the other: what nmap is fast at.
func TestLabAllPortsLikeNmap(t *testing.T) {
	if !*full {
		t.Skip("takes 65,535 ports: run with -full")
	}
	if _, err := exec.LookPath("nmap"); err != nil {
		t.Skip("needs nmap")
	}
	l := lab.Start(t, "reset")
	begin := time.Now()
	theirs := nmapAnswers(t, l.Do("office1", "nmap", "-n", "-Pn", "-sT", "-p-", "-oX", "-", "10.10.1.11"))
	took := time.Since(begin)
	config := strings.Replace(sweepConfig, "unused: 10.10.1.99", "hosts: [10.10.1.11]", 1)
	begin = time.Now()
	p := probeFrom(t, l, "office1", config, "--ports", "1-65535")
	ours := time.Since(begin)
	if p.run == nil {
		t.Fatalf("the probe ends with %d: %s", p.code, p.errs)
	}
	attempts := p.run.Vantages[0].Attempts
	t.Logf("65,535 ports of one host: shikiri %.1fs for %d attempts with all controls, nmap -sT %.1fs", ours.Seconds(), attempts, took.Seconds())
	for _, h := range p.run.Targets {
		if h.Host != "10.10.1.11" {
			continue
		}
		open, _ := probe.ParsePorts(h.Open)
		for _, port := range open {
			if got := theirs[fmt.Sprintf("10.10.1.11:%d", port)]; got != "open" {
				t.Errorf("port %d is open, by nmap %q", port, got)
			}
		}
		refused, _ := probe.ParsePorts(h.Refused)
		if h.Unreachable != "4081" || h.Open != "4022" || len(refused) != 65533 {
			t.Errorf("open %q, unreachable %q, refused %d; want 4022, 4081, and all others", h.Open, h.Unreachable, len(refused))
		}
	}
}
