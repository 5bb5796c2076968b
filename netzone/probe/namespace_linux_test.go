package probe

import (
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/lab"
)

// inNamespace runs a test once more in a network of its own, of which nothing is
// left when it ends. It returns true there.
func inNamespace(t *testing.T) bool {
	t.Helper()
	const mark = "SHIKIRI_TEST_NAMESPACE"
	if os.Getenv(mark) == t.Name() {
		return true
	}
	lab.Need(t)
	c := exec.CommandContext(t.Context(), "unshare", "--net", os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), mark+"="+t.Name())
	out, err := c.CombinedOutput()
	t.Logf("in the namespace:\n%s", out)
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("in the namespace: %v", err)
	}
	return false
}

func shell(t *testing.T, script string) {
	t.Helper()
	if out, err := exec.Command("sh", "-ec", script).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// Ports 101 to 105 are treated by a firewall: of the machine that is asked (and
// which is this one), and of this machine, 105.
const firewalled = `
ip link set lo up
echo 0 >/proc/sys/net/ipv4/icmp_ratelimit # else some ports a second are rejected, and others keep silent
echo 0 >/proc/sys/net/ipv6/icmp/ratelimit
ip link add d0 type veth peer name d1
ip link set d1 up
ip addr add 10.0.0.1/24 dev d0
ip link set d0 up
ip route add unreachable 10.1.0.0/24
ip route add prohibit 10.2.0.0/24
ip route add blackhole 10.3.0.0/24
nft -f - <<'END'
table inet t {
  chain i {
    type filter hook input priority 0
    tcp dport 101 drop
    tcp dport 102 reject with tcp reset
    tcp dport 103 reject
    tcp dport 104 reject with icmpx admin-prohibited
  }
  chain o {
    type filter hook output priority 0
    tcp dport 105 drop
  }
}
END`

func TestTryStates(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	shell(t, firewalled)
	ports := []uint16{100, 101, 102, 103, 104, 105}
	all := func(s State) map[uint16]State { return map[uint16]State{100: s, 101: s, 102: s, 103: s, 104: s} }
	firewall := map[uint16]State{100: Refused, 101: Filtered, 102: Refused, 103: Refused, 104: Unreachable, 105: Filtered}
	states := map[string]map[uint16]State{
		"127.0.0.1": firewall, "::1": firewall,
		"10.0.0.9": all(Filtered),                                  // nobody has it, and nobody says so
		"10.1.0.1": all(Unreachable), "10.2.0.1": all(Unreachable), // routes
		"10.3.0.1":    all(Unreachable),
		"10.4.0.1":    all(Unreachable), // no route
		"2001:db8::1": all(Unreachable),
	}
	everyConnector(t, func(t *testing.T, o Options) {
		listen(t, "127.0.0.1:106")
		// An ICMP error that comes while connect still holds the socket is lost
		// (LockDroppedIcmps): the SYN is sent again after 1 s.
		o.Timeout = DefaultTimeout * 3 / 2
		var hosts []string
		for host := range states {
			hosts = append(hosts, host)
		}
		got, err := try(t, t.Context(), o, space(t, append(ports, 106), strings.Join(hosts, " ")))
		if err != nil {
			t.Fatal(err)
		}
		for host, want := range states {
			for port, want := range want {
				if r := got[netip.AddrPortFrom(netip.MustParseAddr(host), port)]; r.State != want {
					t.Errorf("%s port %d: got %v, want %v", host, port, r.State, want)
				}
			}
		}
		if r := got[netip.MustParseAddrPort("127.0.0.1:106")]; r.State != Open {
			t.Errorf("127.0.0.1 port 106: got %v, want open", r.State)
		}
		agree(t, o, netip.MustParseAddr("127.0.0.1"), append(ports, 106))
		agree(t, o, netip.MustParseAddr("::1"), []uint16{100, 101, 102, 105})
	})
}

// A machine without IPv6 has no address to connect from: that is no shortage of
// ports, for which one waits, but no way.
func TestTryWithoutIPv6(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	shell(t, "ip link set lo up; echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6")
	everyConnector(t, func(t *testing.T, o Options) {
		got, err := try(t, t.Context(), o, space(t, []uint16{1, 2}, "::1 fd00::1 127.0.0.1"))
		if err != nil {
			t.Fatal(err)
		}
		for target, r := range got {
			want := Unreachable
			if target.Addr().Is4() {
				want = Refused
			}
			if r.State != want {
				t.Errorf("%v: got %v, want %v", target, r.State, want)
			}
		}
	})
}

// Where all local ports but a few are taken the answers are the same.
func TestTryFewLocalPorts(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	shell(t, firewalled+"\necho 50000 50009 >/proc/sys/net/ipv4/ip_local_port_range")
	everyConnector(t, func(t *testing.T, o Options) {
		var hosts []string
		for host := netip.MustParseAddr("127.0.1.1"); len(hosts) < 30; host = host.Next() {
			hosts = append(hosts, host.String())
		}
		o.Timeout, o.Retries = 50*time.Millisecond, 1
		// Each address is asked by its own port: a local port serves many.
		got, err := try(t, t.Context(), o, space(t, []uint16{100, 101}, strings.Join(hosts, " ")))
		if err != nil || len(got) != 60 {
			t.Fatalf("got %d results, %v, want 60", len(got), err)
		}
		for target, r := range got {
			if want := map[uint16]State{100: Refused, 101: Filtered}[target.Port()]; r.State != want {
				t.Errorf("%v: got %v, want %v", target, r.State, want)
			}
		}
	})
}

// Where the system chooses the port to connect from among those that are tried, a
// connection to itself is no open port.
func TestTryItself(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	shell(t, "ip link set lo up; echo 50000 50019 >/proc/sys/net/ipv4/ip_local_port_range")
	everyConnector(t, func(t *testing.T, o Options) {
		var ports []uint16
		for p := range uint16(20) {
			ports = append(ports, 50000+p)
		}
		for seed := range uint64(100) {
			o.Seed = seed
			got, err := try(t, t.Context(), o, space(t, ports, "127.0.0.1 ::1"))
			if err != nil || len(got) != 40 {
				t.Fatalf("got %d results, %v, want 40", len(got), err)
			}
			for target, r := range got {
				if r.State != Refused {
					t.Errorf("seed %d, %v: got %v, want refused", seed, target, r.State)
				}
			}
		}
	})
}
