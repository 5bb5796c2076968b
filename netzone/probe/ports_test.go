package probe

import (
	"slices"
	"strings"
	"testing"
)

func TestParsePorts(t *testing.T) {
	for _, test := range []struct {
		list string
		want []uint16
		back string
	}{
		{"22", []uint16{22}, "22"},
		{"22,80,8000-8003", []uint16{22, 80, 8000, 8001, 8002, 8003}, "22,80,8000-8003"},
		{" 23 , 21 - 22 ", []uint16{21, 22, 23}, "21-23"},
		{"80,80,79-81", []uint16{79, 80, 81}, "79-81"},
		{"5-5", []uint16{5}, "5"},
		{"65535,1", []uint16{1, 65535}, "1,65535"},
		{"021", []uint16{21}, "21"},
	} {
		got, err := ParsePorts(test.list)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%q: got %v, %v, want %v", test.list, got, err, test.want)
		}
		if back := FormatPorts(got); back != test.back {
			t.Errorf("%q: got %q back, want %q", test.list, back, test.back)
		}
	}
}

func TestParsePortsAll(t *testing.T) {
	got, err := ParsePorts("1-65535")
	if err != nil || len(got) != 65535 || got[0] != 1 || got[65534] != 65535 {
		t.Errorf("all: got %d ports, %v, want 65535", len(got), err)
	}
}

func TestParsePortsRefused(t *testing.T) {
	for list, want := range map[string]string{
		"": "not a port", "0": "not a port", "65536": "not a port", "-1": "not a port", "1-": "not a port", "22,,80": "not a port",
		"ssh": "not a port", "+22": "not a port", "22 80": "not a port", "1-2-3": "not a port", "1_0": "not a port",
		"90-80": "did you mean 80-90?", "0-5": "not a port", "２２": "not a port",
	} {
		if got, err := ParsePorts(list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v, want %q in the error", list, got, err, want)
		}
	}
}

func FuzzParsePorts(f *testing.F) {
	for _, list := range []string{"22,80,8000-8010", "1-65535", "", "9-1", " 1 ,2", "65535-65536"} {
		f.Add(list)
	}
	f.Fuzz(func(t *testing.T, list string) {
		ports, err := ParsePorts(list)
		if err != nil {
			return
		}
		if len(ports) == 0 || !slices.IsSorted(ports) || ports[0] == 0 || len(slices.Compact(slices.Clone(ports))) != len(ports) {
			t.Errorf("%q: got %v, want ports, sorted, each once", list, ports)
		}
		text := FormatPorts(ports)
		if back, err := ParsePorts(text); err != nil || !slices.Equal(back, ports) {
			t.Errorf("%q: got %v, %v back from %q, want %v", list, back, err, text, ports)
		}
	})
}

func TestFormatPorts(t *testing.T) {
	for _, test := range []struct {
		ports []uint16
		want  string
	}{
		{nil, ""},
		{[]uint16{23, 21, 22, 22}, "21-23"},
		{[]uint16{65535, 65534}, "65534-65535"},
		{[]uint16{1, 3, 5}, "1,3,5"},
	} {
		before := slices.Clone(test.ports)
		if got := FormatPorts(test.ports); got != test.want {
			t.Errorf("%v: got %q, want %q", test.ports, got, test.want)
		}
		if !slices.Equal(before, test.ports) {
			t.Errorf("%v: was changed to %v", before, test.ports)
		}
	}
}

func TestPortGroups(t *testing.T) {
	in := map[uint16]string{}
	for _, group := range PortGroups {
		for _, p := range group.Ports {
			if in[p.Port] != "" {
				t.Errorf("port %d is in %s and in %s", p.Port, in[p.Port], group.Name)
			}
			in[p.Port] = group.Name
			if got := ServiceName(p.Port); got != p.Name || got == "" {
				t.Errorf("port %d: got %q, want %q", p.Port, got, p.Name)
			}
		}
		if !slices.IsSortedFunc(group.Ports, func(a, b NamedPort) int { return int(a.Port) - int(b.Port) }) {
			t.Errorf("group %s is not sorted", group.Name)
		}
	}
	if len(DefaultPorts) != len(in) || !slices.IsSorted(DefaultPorts) {
		t.Errorf("default ports: got %v, want all %d of the groups, sorted", DefaultPorts, len(in))
	}
	for _, port := range []uint16{21, 22, 23, 139, 445, 515, 631, 2049, 3389, 9100, 1433, 3306, 5432, 80, 443, 8080, 5985} {
		if in[port] == "" {
			t.Errorf("port %d is not tried unless it is named", port)
		}
	}
	if got := ServiceName(161); got != "" {
		t.Errorf("port 161: got %q, want none: SNMP is UDP", got)
	}
}
