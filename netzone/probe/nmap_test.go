package probe

import (
	"encoding/xml"
	"fmt"
	"net/netip"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// answersOf is what an answer of ours is called by nmap, which does not tell silence from
// ICMP unreachable, nor a host that refuses from a firewall that does.
var answersOf = map[State]string{Open: "open", Refused: "closed", Filtered: "filtered", Unreachable: "filtered"}

// nmap returns what nmap says of each port of an address, by connections as ours.
func nmap(t testing.TB, host netip.Addr, ports []uint16, flags ...string) map[uint16]string {
	t.Helper()
	tool, err := exec.LookPath("nmap")
	if err != nil {
		t.Skip("nmap is not installed")
	}
	args := append([]string{"-sT", "-n", "-Pn", "-oX", "-", "-p", FormatPorts(ports)}, flags...)
	if host.Is6() {
		args = append(args, "-6")
	}
	out, err := exec.CommandContext(t.Context(), tool, append(args, host.String())...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Ports []struct {
			ID    uint16 `xml:"portid,attr"`
			State struct {
				Name string `xml:"state,attr"`
			} `xml:"state"`
		} `xml:"host>ports>port"`
		Extra []struct {
			State   string `xml:"state,attr"`
			Reasons []struct {
				Ports string `xml:"ports,attr"`
			} `xml:"extrareasons"`
		} `xml:"host>ports>extraports"`
	}
	if err := xml.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	states := map[uint16]string{}
	for _, p := range report.Ports {
		states[p.ID] = p.State.Name
	}
	for _, extra := range report.Extra {
		for _, reason := range extra.Reasons {
			list, err := ParsePorts(reason.Ports)
			if err != nil {
				t.Skipf("this nmap does not name all ports: %v", err)
			}
			for _, p := range list {
				states[p] = extra.State
			}
		}
	}
	return states
}

// agree compares our answers with those of nmap, port by port.
func agree(t *testing.T, o Options, host netip.Addr, ports []uint16, flags ...string) {
	t.Helper()
	begin := time.Now()
	want := nmap(t, host, ports, flags...)
	theirs := time.Since(begin)
	begin = time.Now()
	got, err := try(t, t.Context(), o, space(t, ports, host.String()))
	if err != nil || len(got) != len(ports) || len(want) != len(ports) {
		t.Fatalf("%v: got %d answers and %v, nmap %d, want %d", host, len(got), err, len(want), len(ports))
	}
	t.Logf("%v, %d ports: %v, nmap %v: %.2f times as fast", host, len(ports), time.Since(begin), theirs, float64(theirs)/float64(time.Since(begin)))
	var differ []string
	for target, r := range got {
		if answersOf[r.State] != want[target.Port()] {
			differ = append(differ, fmt.Sprintf("%v is %v, by nmap %s", target, r.State, want[target.Port()]))
		}
	}
	if len(differ) > 0 {
		t.Errorf("%d answers differ: %s", len(differ), strings.Join(differ[:min(len(differ), 10)], ", "))
	}
}

// Ports with listeners among many without: nmap says the same of each.
func TestSameAsNmap(t *testing.T) {
	for _, host := range []string{"127.0.0.78", "::1"} {
		everyConnector(t, func(t *testing.T, o Options) {
			wanted := map[uint16]bool{}
			for p := uint16(1); p < 20000; p++ { // below what the system lends to others meanwhile
				wanted[p] = p%2 == 1
			}
			address := netip.MustParseAddr(host)
			for range 12 {
				p, _ := listen(t, netip.AddrPortFrom(address, 0).String())
				wanted[p] = true
			}
			var ports []uint16
			for p := range uint16(65535) {
				if wanted[p] {
					ports = append(ports, p)
				}
			}
			o.Timeout = 10 * time.Second // all answer: only a busy machine keeps them waiting
			agree(t, o, address, ports)
		})
	}
}

func BenchmarkRefused(b *testing.B) {
	ports, err := ParsePorts("1-19999")
	if err != nil {
		b.Fatal(err)
	}
	s := space(b, ports, "127.0.0.79")
	for name, connect := range map[string]func(int) (connector, error){
		"system":   newConnector,
		"portable": func(window int) (connector, error) { return newDialing(window), nil },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Try(b.Context(), Options{connector: connect}, s, func(Result) {}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)*float64(s.Len())/b.Elapsed().Seconds(), "attempts/s")
		})
	}
}

func BenchmarkOrder(b *testing.B) {
	o := newOrder(65534, 60, 1)
	b.ReportAllocs()
	var place uint64
	for b.Loop() {
		o.at(place)
		place = (place + 1) % o.len()
	}
}
