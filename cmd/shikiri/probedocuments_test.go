package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/netzone/probe"
)

// portsDocument are the words of the parts of docs/probe.md that the code writes.
type portsDocument struct {
	count, head string
	groups      map[string]string // nil: as the code has them
	defaults    string            // rate, window, timeout, retries
	silent      string            // head of the table of times
	hosts       string            // "%d addresses"
	allPorts    string            // one address, all ports
	network     string            // "a network of /%d"
	hour, min   string
	sec         string
}

var portsDocuments = map[string]portsDocument{
	"docs/probe.md": {
		count: "%d ports:\n\n", head: "| group | ports |",
		defaults: "Defaults: at most %s attempts a second, %s in flight, a timeout of %s (on Windows 3s), retries: %d.\n\n",
		silent:   "| if nobody answers | ports of addresses | takes |",
		hosts:    "%d addresses", allPorts: "an address with `--ports 1-65535`", network: "a /%d", hour: "%d h ", min: "%d min", sec: "%d s",
	},
	"docs/probe.ja.md": {
		count: "%d ポート:\n\n", head: "| 分類 | ポート |",
		groups: map[string]string{
			"file sharing": "ファイル共有", "remote access": "遠隔操作", "printing": "印刷", "databases": "データベース", "web": "Web",
			"management": "管理", "mail and directory": "メール、ディレクトリ",
		},
		defaults: "既定値: 最大毎秒 %s 回、同時に %s 接続、待ち時間 %s (Windows では 3s)、再試行 %d 回。\n\n",
		silent:   "| だれも応答しないとき | アドレスとポートの組 | 所要時間 |",
		hosts:    "%d アドレス", allPorts: "1 アドレスに `--ports 1-65535`", network: "/%d", hour: "%d 時間 ", min: "%d 分", sec: "%d 秒",
	},
}

// docs/probe.md names the ports that are tried, and how long that takes: as the
// code has it.
func TestProbeDocuments(t *testing.T) {
	for name, d := range portsDocuments {
		file := filepath.Join("..", "..", filepath.FromSlash(name))
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.ReplaceAll(string(b), "\r\n", "\n")
		want := got
		for mark, text := range map[string]string{"ports": d.ports(t), "defaults": d.times()} {
			if want, err = between(want, mark, text); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if got != want {
			t.Errorf("%s: its ports or times are not those of the code: go test ./cmd/shikiri -run ProbeDocuments -update", name)
		}
	}
}

// between puts a text between the two marks of a name.
func between(document, mark, text string) (string, error) {
	begin := strings.Index(document, "<!-- "+mark+" begin")
	end := strings.Index(document, "<!-- "+mark+" end")
	if begin < 0 || end < begin {
		return "", fmt.Errorf("no place for the %s", mark)
	}
	begin += strings.Index(document[begin:], "\n") + 1
	return document[:begin] + text + document[end:], nil
}

func (d portsDocument) ports(t *testing.T) string {
	var b strings.Builder
	fmt.Fprintf(&b, d.count, len(probe.DefaultPorts))
	fmt.Fprintf(&b, "%s\n|---|---|\n", d.head)
	for _, group := range probe.PortGroups {
		name := group.Name
		if d.groups != nil {
			if name = d.groups[group.Name]; name == "" {
				t.Errorf("the group %q has no name in Japanese", group.Name)
			}
		}
		var ports []string
		for _, p := range group.Ports {
			ports = append(ports, strconv.Itoa(int(p.Port))+" "+p.Name)
		}
		fmt.Fprintf(&b, "| %s | %s |\n", name, strings.Join(ports, ", "))
	}
	return b.String()
}

// times tells how long silence takes: each attempt holds its place in the window
// until the timeout.
func (d portsDocument) times() string {
	var b strings.Builder
	fmt.Fprintf(&b, d.defaults, grouped(probe.DefaultRate), grouped(probe.DefaultWindow), time.Second, probe.DefaultRetries)
	fmt.Fprintf(&b, "%s\n|---|---|---|\n", d.silent)
	row := func(what string, n int64) {
		waits := n * (1 + probe.DefaultRetries)
		took := time.Duration(waits) * time.Second / probe.DefaultWindow
		fmt.Fprintf(&b, "| %s | %s | %s |\n", what, grouped(n), d.duration(took))
	}
	ports := int64(len(probe.DefaultPorts))
	row(fmt.Sprintf(d.hosts, 20), 20*ports)
	row(d.allPorts, 1<<16-1)
	for _, bits := range []int{24, 20, 16} {
		row(fmt.Sprintf(d.network, bits), (1<<(32-bits)-2)*ports)
	}
	return b.String()
}

func (d portsDocument) duration(t time.Duration) string {
	switch {
	case t < time.Minute:
		return fmt.Sprintf(d.sec, int(t.Round(time.Second).Seconds()))
	case t < time.Hour:
		return fmt.Sprintf(d.min, int(t.Round(time.Minute).Minutes()))
	}
	t = t.Round(time.Minute)
	return fmt.Sprintf(d.hour+d.min, int(t.Hours()), int(t.Minutes())%60)
}

// grouped writes a number as 4,194,176.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
