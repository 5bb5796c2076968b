package probe

import (
	"net/netip"
	"testing"
	"time"
)

// Every target comes once, and a group is done with before the next one begins.
func TestOrder(t *testing.T) {
	for _, test := range []struct{ hosts, ports uint64 }{
		{0, 5}, {5, 0}, {1, 1}, {1, 65535}, {254, 60}, {256, 3}, {257, 3}, {511, 2}, {1000, 7}, {65534, 3},
	} {
		o := newOrder(test.hosts, test.ports, 9)
		if o.len() != test.hosts*test.ports {
			t.Errorf("%d hosts, %d ports: got %d, want %d", test.hosts, test.ports, o.len(), test.hosts*test.ports)
		}
		seen, over := make([]bool, o.len()), map[uint64]bool{}
		var last uint64
		hosts := map[uint64]bool{}
		for place := range o.len() {
			index, group := o.at(place)
			if index >= o.len() || seen[index] || over[group] {
				t.Fatalf("%d hosts, %d ports: got %d of group %d at place %d, want another one", test.hosts, test.ports, index, group, place)
			}
			seen[index] = true
			if group != last {
				over[last], last = place > 0, group
				clear(hosts)
			}
			if hosts[index/test.ports] = true; len(hosts) > groupSize {
				t.Fatalf("%d hosts, %d ports: got more than %d addresses in group %d", test.hosts, test.ports, groupSize, group)
			}
		}
	}
}

// Places may be asked for in any order.
func TestOrderAnyPlace(t *testing.T) {
	one, other := newOrder(1000, 7, 3), newOrder(1000, 7, 3)
	for place := range one.len() {
		back := one.len() - 1 - place
		one.at(place)
		got, _ := one.at(back)
		if want, _ := other.at(back); got != want {
			t.Fatalf("place %d: got %d after another place, want %d", back, got, want)
		}
	}
}

// The ports of a host come far apart: of 254 hosts with 60 ports none gets, among
// any 254 attempts, more than a few.
func TestOrderSpreads(t *testing.T) {
	const hosts, ports, most = 254, 60, 16
	for seed := range uint64(20) {
		o := newOrder(hosts, ports, seed)
		for begin := uint64(0); begin < hosts*ports; begin += hosts {
			count := map[uint64]int{}
			for place := begin; place < begin+hosts; place++ {
				index, _ := o.at(place)
				count[index/ports]++
			}
			for host, n := range count {
				if n > most {
					t.Errorf("seed %d: host %d got %d of 254 attempts, want %d at most", seed, host, n, most)
				}
			}
		}
	}
}

func TestOnLink(t *testing.T) {
	s, err := NewSpace(addresses("10.9.0.1 192.0.2.9"), prefixes("10.0.0.0/16 fd00::/112"), []uint16{1})
	if err != nil {
		t.Fatal(err)
	}
	for network, want := range map[string]bool{
		"10.0.0.0/8": true, "10.0.7.0/24": true, "10.0.255.0/24": true, "10.9.0.0/24": true, "fd00::/64": true, "fd00::8/127": true,
		"10.1.0.0/16": false, "10.9.0.8/29": false, "fd00::1:0/112": false, "192.0.2.0/29": false,
	} {
		if got := s.touches(netip.MustParsePrefix(network)); got != want {
			t.Errorf("%s: got %v, want %v", network, got, want)
		}
	}
	if onLink(network(t, "127.0.0.0/16", 1)) {
		t.Error("127.0.0.0/16: got that it is on the link, want that no neighbour is asked for it")
	}
}

func TestTide(t *testing.T) {
	begin := time.Unix(1000, 0)
	tide := tide{on: true}
	for range 10 {
		if got := tide.wait(1, begin); got != 0 {
			t.Errorf("first group: got a wait of %v, want none", got)
		}
	}
	tide.answered = 4
	if got := tide.wait(2, begin.Add(time.Second)); got != ebb-time.Second {
		t.Errorf("after a silent group: got a wait of %v, want %v", got, ebb-time.Second)
	}
	if got := tide.wait(1, begin.Add(time.Second)); got != 0 {
		t.Errorf("the same group: got a wait of %v, want none", got)
	}
	if got := tide.wait(2, begin.Add(ebb)); got != 0 {
		t.Errorf("after a time: got a wait of %v, want none", got)
	}
	tide.answered = 1
	if got := tide.wait(3, begin.Add(ebb)); got != 0 {
		t.Errorf("after a group that answers: got a wait of %v, want none", got)
	}
}

// Groups that are silent come one after the other.
func TestTryKeepsTide(t *testing.T) {
	f := newFake(func(netip.AddrPort) (error, bool) { return nil, false })
	o := f.options()
	o.Window = 4000
	s := network(t, "10.0.0.0/23", 1)
	var got uint64
	a := &attack{
		Options: o.withDefaults(), space: s, tell: func(Result) { got++ }, connector: f,
		schedule: newSchedule(s.Hosts(), 1, 1, 0), flights: newFlights(4000), hosts: newHosts(4000, 4000),
		tide: tide{on: true}, supply: supply{window: 4000, limit: 4000},
	}
	if err := a.run(t.Context()); err != nil || got != 510 {
		t.Fatalf("got %d results, %v, want 510", got, err)
	}
	if pause := f.starts[255].Sub(f.starts[0]); pause < ebb {
		t.Errorf("got %v between two groups, want %v at least", pause, ebb)
	}
}
