package report

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var bridgeZones = []Zone{
	{Name: "office", Networks: []string{"10.10.0.0/16", "fd00:10::/64"}},
	{Name: "print", Networks: []string{"10.20.0.0/16", "fd00:20::/64"}},
	{Name: "vault", Networks: []string{"10.20.30.0/24"}},
}

// sight reads "10.20.1.50:22 ssh-host-key AAAA" or, weak, "... AAAA weak". The zone
// is that of the address.
func sight(lines ...string) []Identity {
	var ids []Identity
	b := &bridging{zones: networksOf(bridgeZones)}
	for _, line := range lines {
		f := strings.Fields(line)
		at := strings.LastIndexByte(f[0], ':')
		id := Identity{From: "office", Host: strings.Trim(f[0][:at], "[]"), Kind: f[1], Value: f[2], Weak: len(f) > 3}
		fmt.Sscan(f[0][at+1:], &id.Port)
		for _, z := range b.zones {
			for _, p := range z.networks {
				if p.Contains(must(id.Host)) {
					id.Zone = z.name
				}
			}
		}
		ids = append(ids, id)
	}
	return ids
}

// told is a bridge in one line.
func told(bridges []Bridge) []string {
	var lines []string
	for _, b := range bridges {
		lines = append(lines, fmt.Sprintf("%s %s by %s: %s", b.Strength, strings.Join(b.Zones, "+"), b.Evidence, strings.Join(b.Hosts, " ")))
	}
	return lines
}

func clones(network string, from, to int, more ...string) []string {
	var lines []string
	for i := from; i <= to; i++ {
		for _, what := range more {
			lines = append(lines, fmt.Sprintf("%s.%d:22 %s", network, i, strings.ReplaceAll(what, "*", fmt.Sprint(i))))
		}
	}
	return lines
}

var bridgeTests = []struct {
	name string
	ids  []string
	want []string
	why  string // of the first
}{
	{"nothing", nil, nil, ""},
	{"one zone", []string{"10.20.1.1:22 ssh-host-key A", "10.20.1.2:22 ssh-host-key A"}, nil, ""},
	{"other keys", []string{"10.10.1.1:22 ssh-host-key A", "10.20.1.2:22 ssh-host-key B"}, nil, ""},
	{
		"all keys and a certificate of one machine",
		[]string{
			"10.10.1.50:22 ssh-host-key A", "10.10.1.50:22 ssh-host-key B", "10.20.1.50:22 ssh-host-key A", "10.20.1.50:22 ssh-host-key B",
			"10.10.1.50:443 tls-certificate C", "10.20.1.50:443 tls-certificate C", "10.10.1.50:445 smb-server-guid D weak", "10.20.1.50:445 smb-server-guid D weak",
		},
		[]string{"proof office+print by ssh host key: 10.10.1.50 10.20.1.50"}, "one machine, or one that forwards",
	},
	{"another port: a forwarding", []string{"10.10.1.1:2222 ssh-host-key A", "10.20.1.2:22 ssh-host-key A"}, []string{"proof office+print by ssh host key: 10.10.1.1 10.20.1.2"}, ""},
	{"not all keys were told", []string{"10.10.1.1:22 ssh-host-key A", "10.10.1.1:22 ssh-host-key B", "10.20.1.2:22 ssh-host-key A"}, []string{"proof office+print by ssh host key: 10.10.1.1 10.20.1.2"}, ""},
	{
		"one key was copied",
		[]string{"10.10.1.1:22 ssh-host-key A", "10.10.1.1:22 ssh-host-key B", "10.20.1.2:22 ssh-host-key A", "10.20.1.2:22 ssh-host-key C"},
		[]string{"weak office+print by ssh host key: 10.10.1.1 10.20.1.2"}, "only some are the same",
	},
	{
		"an image of three machines, two of one zone",
		[]string{
			"10.10.1.1:22 ssh-host-key A", "10.20.1.2:22 ssh-host-key A", "10.20.1.3:22 ssh-host-key A",
			"10.20.1.2:445 smb-name FS02", "10.20.1.3:445 smb-name FS03",
		},
		[]string{"weak office+print by ssh host key: 10.10.1.1 10.20.1.2 10.20.1.3"}, "2 addresses of zone print have the same: it was copied",
	},
	{
		"a machine with a second address, which one port of two shows",
		[]string{"10.10.1.1:22 ssh-host-key A", "10.20.1.2:22 ssh-host-key A", "10.20.1.3:22 ssh-host-key A", "10.20.1.2:445 smb-name FS02"},
		[]string{"proof office+print by ssh host key: 10.10.1.1 10.20.1.2 10.20.1.3"}, "",
	},
	{"certificate", []string{"10.10.1.1:443 tls-certificate A", "10.20.1.2:8443 tls-certificate A"}, []string{"proof office+print by tls certificate: 10.10.1.1 10.20.1.2"}, ""},
	{"wildcard", []string{"10.10.1.1:443 tls-certificate A weak", "10.20.1.2:443 tls-certificate A weak"}, []string{"weak office+print by tls certificate: 10.10.1.1 10.20.1.2"}, "many hosts"},
	{"weak as one saw it", []string{"10.10.1.1:443 tls-certificate A weak", "10.20.1.2:443 tls-certificate A"}, []string{"weak office+print by tls certificate: 10.10.1.1 10.20.1.2"}, "many hosts"},
	{
		"Samba servers of one name",
		[]string{"10.10.1.9:445 smb-server-guid 6e6173 weak", "10.20.1.11:445 smb-server-guid 6e6173 weak", "10.10.1.9:445 smb-name NAS weak", "10.20.1.11:445 smb-name nas weak"},
		[]string{"weak office+print by smb server guid: 10.10.1.9 10.20.1.11"}, "Samba makes it",
	},
	{"GUID of Windows", []string{"10.10.1.9:445 smb-server-guid 77", "10.20.1.11:445 smb-server-guid 77"}, []string{"proof office+print by smb server guid: 10.10.1.9 10.20.1.11"}, ""},
	{"an interface in another zone", []string{"10.20.1.50:445 smb-interface 10.20.1.50", "10.20.1.50:445 smb-interface 10.10.1.50"}, []string{"proof office+print by smb interfaces: 10.10.1.50 10.20.1.50"}, "10.20.1.50 says that it has 10.10.1.50"},
	{"interfaces in one zone, and in none", []string{"10.20.1.50:445 smb-interface 10.20.1.51", "10.20.1.50:445 smb-interface 192.168.122.1"}, nil, ""},
	{"an interface in a smaller network", []string{"10.20.1.50:445 smb-interface 10.20.30.1"}, []string{"proof print+vault by smb interfaces: 10.20.1.50 10.20.30.1"}, ""},
	{
		"the bridge of containers on two servers",
		[]string{"10.10.1.7:445 smb-interface 10.20.3.1", "10.10.1.8:445 smb-interface 10.20.3.1", "10.10.1.8:445 smb-interface 10.10.1.8"},
		[]string{"weak office+print by smb interfaces: 10.10.1.7 10.10.1.8 10.20.3.1"}, "inside each",
	},
	{
		"an address that another server has",
		[]string{"10.10.1.7:445 smb-interface 10.20.3.1", "10.20.3.1:445 smb-interface 10.20.3.1"},
		[]string{"weak office+print by smb interfaces: 10.10.1.7 10.20.3.1"}, "inside each",
	},
	{
		"one server, seen at two of its addresses",
		[]string{"10.10.1.7:445 smb-interface 10.20.1.50", "10.10.1.7:445 smb-interface 10.10.1.8", "10.10.1.8:445 smb-interface 10.20.1.50", "10.10.1.8:445 smb-interface 10.10.1.7"},
		[]string{"proof office+print by smb interfaces: 10.10.1.7 10.10.1.8 10.20.1.50"}, "10.10.1.7 says",
	},
	{
		"the best of all: interfaces, from both sides",
		[]string{"10.20.1.50:445 smb-interface 10.10.1.50", "10.10.1.50:445 smb-interface 10.20.1.50", "10.20.1.50:22 ssh-host-key A", "10.10.1.50:22 ssh-host-key A"},
		[]string{"proof office+print by smb interfaces: 10.10.1.50 10.20.1.50"}, "",
	},
	{
		"IPv6, too",
		[]string{"10.10.1.50:22 ssh-host-key A", "[fd00:10::50]:22 ssh-host-key A", "10.20.1.50:22 ssh-host-key A", "[fd00:20::50]:22 ssh-host-key A", "10.10.1.50:443 tls-certificate C", "[fd00:20::50]:443 tls-certificate C"},
		[]string{"proof office+print by ssh host key: 10.10.1.50 10.20.1.50 fd00:10::50 fd00:20::50"}, "",
	},
	{"an address beside its own", []string{"10.10.1.50:22 ssh-host-key A", "10.20.1.50:22 ssh-host-key A", "10.20.1.51:22 ssh-host-key A"}, []string{"proof office+print by ssh host key: 10.10.1.50 10.20.1.50 10.20.1.51"}, ""},
	{
		"forwarded to two machines",
		[]string{"10.10.1.1:2201 ssh-host-key A", "10.20.1.1:22 ssh-host-key A", "10.10.1.1:2202 ssh-host-key B", "10.20.1.2:22 ssh-host-key B"},
		[]string{"proof office+print by ssh host key: 10.10.1.1 10.20.1.1", "proof office+print by ssh host key: 10.10.1.1 10.20.1.2"}, "",
	},
	{
		"clones", slices.Concat(clones("10.10.1", 1, 2, "ssh-host-key A", "smb-name pc*"), clones("10.20.1", 3, 5, "ssh-host-key A", "smb-name pc*")),
		[]string{"weak office+print by ssh host key: 10.10.1.1 10.10.1.2 10.20.1.3 10.20.1.4 10.20.1.5"}, "3 addresses of zone print have the same",
	},
	{
		"a certificate on all of a cluster", []string{"10.10.1.1:443 tls-certificate A", "10.20.1.1:443 tls-certificate A", "10.20.1.2:443 tls-certificate A", "10.20.1.3:443 tls-certificate A"},
		[]string{"weak office+print by tls certificate: 10.10.1.1 10.20.1.1 10.20.1.2 10.20.1.3"}, "3 addresses",
	},
	{
		"one of the clones stands in both zones and has a certificate of its own",
		slices.Concat(clones("10.10.1", 1, 3, "ssh-host-key A"), clones("10.20.1", 1, 3, "ssh-host-key A"), []string{"10.10.1.3:443 tls-certificate C", "10.20.1.3:443 tls-certificate C"}),
		[]string{"proof office+print by tls certificate: 10.10.1.3 10.20.1.3", "weak office+print by ssh host key: 10.10.1.1 10.10.1.2 10.10.1.3 10.20.1.1 10.20.1.2 10.20.1.3"}, "",
	},
	{
		"one of the clones stands in both zones and has a name of its own",
		slices.Concat(clones("10.10.1", 1, 3, "ssh-host-key A", "smb-name office* weak"), clones("10.20.1", 1, 3, "ssh-host-key A", "smb-name print* weak"),
			[]string{"10.10.1.7:22 ssh-host-key A", "10.20.1.7:22 ssh-host-key A", "10.10.1.7:445 smb-name NAS weak", "10.20.1.7:445 smb-name NAS weak"}),
		[]string{"proof office+print by ssh host key: 10.10.1.7 10.20.1.7", "weak office+print by ssh host key: 10.10.1.1 10.10.1.2 10.10.1.3 10.10.1.7 10.20.1.1 10.20.1.2 10.20.1.3 10.20.1.7"}, "only these have all of them and the same smb name",
	},
	{
		"clones that were not renamed", slices.Concat(clones("10.10.1", 1, 3, "ssh-host-key A", "smb-name NAS weak"), clones("10.20.1", 1, 3, "ssh-host-key A", "smb-name NAS weak")),
		[]string{"weak office+print by ssh host key: 10.10.1.1 10.10.1.2 10.10.1.3 10.20.1.1 10.20.1.2 10.20.1.3"}, "3 addresses of zone office",
	},
	{
		"clones with the same names in both zones", slices.Concat(clones("10.10.1", 1, 3, "ssh-host-key A", "smb-name pc* weak"), clones("10.20.1", 1, 3, "ssh-host-key A", "smb-name pc* weak")),
		[]string{"weak office+print by ssh host key: 10.10.1.1 10.10.1.2 10.10.1.3 10.20.1.1 10.20.1.2 10.20.1.3"}, "3 addresses of zone office",
	},
	{
		"many addresses of one machine, as its SMB server says",
		slices.Concat(clones("10.20.1", 1, 5, "ssh-host-key A"), []string{"10.10.1.1:22 ssh-host-key A"}, []string{"10.20.1.1:445 smb-interface 10.20.1.2", "10.20.1.1:445 smb-interface 10.20.1.3", "10.20.1.1:445 smb-interface 10.20.1.4", "10.20.1.4:445 smb-interface 10.20.1.5"}),
		[]string{"proof office+print by ssh host key: 10.10.1.1 10.20.1.1 10.20.1.2 10.20.1.3 10.20.1.4 10.20.1.5"}, "",
	},
	{"three zones", []string{"10.10.1.1:22 ssh-host-key A", "10.20.1.1:22 ssh-host-key A", "10.20.30.1:22 ssh-host-key A"}, []string{"proof office+print+vault by ssh host key: 10.10.1.1 10.20.1.1 10.20.30.1"}, ""},
	{"of unknown kind", []string{"10.10.1.1:22 serial-number A", "10.20.1.1:22 serial-number A"}, []string{"proof office+print by serial number: 10.10.1.1 10.20.1.1"}, ""},
}

func TestBridges(t *testing.T) {
	for _, test := range bridgeTests {
		got := Bridges(sight(test.ids...), bridgeZones, nil)
		if !reflect.DeepEqual(told(got), test.want) {
			t.Errorf("%s: bridges are\n%s\nwant\n%s", test.name, strings.Join(told(got), "\n"), strings.Join(test.want, "\n"))
			continue
		}
		if len(got) > 0 && !strings.Contains(got[0].Why, test.why) {
			t.Errorf("%s: why is %q, want ...%s...", test.name, got[0].Why, test.why)
		}
	}
}

// The router between two zones stands in both, as it should; a machine that is at
// one router's address and at another is none.
func TestBridgesOfRouters(t *testing.T) {
	controls := []Control{{Kind: "gateway", Zone: "print", Host: "10.20.99.1"}, {Kind: "unused-address", Zone: "print", Host: "10.20.99.2"}}
	for _, test := range []struct {
		ids  []string
		want string
		why  string
	}{
		{[]string{"10.10.0.1:22 ssh-host-key A", "10.20.99.1:22 ssh-host-key A"}, "weak office+print by ssh host key: 10.10.0.1 10.20.99.1", whyRouter},
		{[]string{"10.10.255.254:443 tls-certificate A", "10.20.99.1:443 tls-certificate A"}, "weak office+print by tls certificate: 10.10.255.254 10.20.99.1", whyRouter},
		{[]string{"10.10.0.1:22 ssh-host-key A", "10.20.0.1:22 ssh-host-key A"}, "proof office+print by ssh host key: 10.10.0.1 10.20.0.1", whySame},
		{[]string{"10.10.0.1:22 ssh-host-key A", "10.20.99.2:22 ssh-host-key A"}, "proof office+print by ssh host key: 10.10.0.1 10.20.99.2", whySame},
		{[]string{"10.10.0.1:22 ssh-host-key A", "10.20.99.1:22 ssh-host-key A", "10.20.5.5:22 ssh-host-key A"}, "proof office+print by ssh host key: 10.10.0.1 10.20.5.5 10.20.99.1", whySame},
	} {
		got := Bridges(sight(test.ids...), bridgeZones, controls)
		if len(got) != 1 || told(got)[0] != test.want || got[0].Why != test.why {
			t.Errorf("of %v bridges are %v, %+v; want %s, since %s", test.ids, told(got), got, test.want, test.why)
		}
	}
}

// What is told of a bridge is in an identity, letter by letter: runs that are merged
// know it again by that.
func TestBridgeValueIsOfAnIdentity(t *testing.T) {
	for _, test := range bridgeTests {
		ids := sight(test.ids...)
		for _, b := range Bridges(ids, bridgeZones, nil) {
			if !slices.ContainsFunc(ids, func(id Identity) bool { return id.Value == b.Value && slices.Contains(b.Hosts, id.Host) }) {
				t.Errorf("%s: the value %q of a bridge is of no identity of %v", test.name, b.Value, ids)
			}
		}
	}
}

// Runs are merged in any order, and tell the same thing twice.
func TestBridgesKnowNoOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, test := range bridgeTests {
		ids := sight(test.ids...)
		want := Bridges(ids, bridgeZones, nil)
		for range 20 {
			twice := slices.Concat(ids, ids[:len(ids)/2])
			random.Shuffle(len(twice), func(i, j int) { twice[i], twice[j] = twice[j], twice[i] })
			if got := Bridges(twice, bridgeZones, nil); !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: in the order %v bridges are %v, want %v", test.name, twice, got, want)
			}
		}
	}
}

// Runs with an old and a new name of a zone make no bridge of each of its machines.
func TestBridgesOfARenamedZone(t *testing.T) {
	ids := []Identity{
		{Zone: "closed", Host: "10.20.1.1", Port: 22, Kind: "ssh-host-key", Value: "A"},
		{Zone: "print", Host: "10.20.1.1", Port: 22, Kind: "ssh-host-key", Value: "A"},
		{Zone: "closed", Host: "10.20.1.2", Port: 22, Kind: "ssh-host-key", Value: "A"},
	}
	zones := append([]Zone{{Name: "closed", Networks: []string{"10.20.0.0/16"}}}, bridgeZones...)
	if got := Bridges(ids, zones, nil); got != nil {
		t.Errorf("bridges between a zone's old name and its new one are %v, want none", told(got))
	}
}

// What is not of use is left out, and what is written in another way is the same.
func TestBridgesOfOddIdentities(t *testing.T) {
	ids := []Identity{
		{Zone: "office", Host: "no address", Port: 22, Kind: "ssh-host-key", Value: "A"},
		{Zone: "", Host: "192.0.2.1", Port: 22, Kind: "ssh-host-key", Value: "A"},
		{Zone: "print", Host: "10.20.1.1", Port: 22, Kind: "ssh-host-key"},
		{Zone: "office", Host: "10.10.1.1", Port: 22, Kind: "ssh-host-key"},
		{Zone: "print", Host: "10.20.1.1", Port: 445, Kind: "smb-interface", Value: "nonsense"},
		{Zone: "print", Host: "10.20.1.1", Port: 22, Kind: "ssh-host-key", Value: "A"},
		{Zone: "office", Host: "::ffff:10.10.1.1", Name: "nas.office.example", Port: 22, Kind: "ssh-host-key", Value: "A"},
		{Zone: "office", Host: "10.10.1.1", Name: "10.10.1.1", Port: 22, Kind: "ssh-host-key", Value: "A"},
	}
	got := Bridges(ids, nil, nil)
	want := []Bridge{{Hosts: []string{"10.10.1.1", "10.20.1.1"}, Names: []string{"nas.office.example"}, Zones: []string{"office", "print"}, Evidence: "ssh host key", Value: "A", Strength: "proof", Why: whySame}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("bridges are %+v, want %+v", got, want)
	}
}

// Thousands of machines with legs in two zones are a line each, soon.
func TestBridgesOfManyMachines(t *testing.T) {
	var ids []Identity
	for i := range 5000 {
		for zone, network := range map[string]string{"office": "10.10", "print": "10.20"} {
			host := fmt.Sprintf("%s.%d.%d", network, i/250, i%250+1)
			for _, kind := range []string{"ssh-host-key", "tls-certificate", "smb-server-guid", "smb-name"} {
				ids = append(ids, Identity{Zone: zone, Host: host, Port: 22, Kind: kind, Value: fmt.Sprint(i)})
			}
		}
	}
	if got := Bridges(ids, bridgeZones[:2], nil); len(got) != 5000 {
		t.Errorf("5,000 machines in two zones are %d bridges, want one each", len(got))
	}
}

// Thousands of machines with the same key are one line, soon.
func TestBridgesOfManyClones(t *testing.T) {
	var ids []Identity
	for i := range 5000 {
		ids = append(ids, Identity{Zone: "office", Host: fmt.Sprintf("10.10.%d.%d", i/250, i%250+1), Port: 22, Kind: "ssh-host-key", Value: "A"},
			Identity{Zone: "print", Host: fmt.Sprintf("10.20.%d.%d", i/250, i%250+1), Port: 22, Kind: "ssh-host-key", Value: "A"})
	}
	got := Bridges(ids, bridgeZones[:2], nil)
	if len(got) != 1 || got[0].Strength != "weak" || len(got[0].Hosts) != 10000 {
		t.Errorf("5,000 clones in each zone are %d bridges, want a weak one", len(got))
	}
}

func must(text string) netip.Addr { return netip.MustParseAddr(text) }
