package lab

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// dialer is set where the test runs itself anew on a host, to connect from there.
const dialer = "SHIKIRI_LAB_DIAL"

func TestMain(m *testing.M) {
	if target := os.Getenv(dialer); target != "" {
		os.Stdout.WriteString(dial(target))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func dial(target string) string {
	c, err := net.DialTimeout("tcp", target, 500*time.Millisecond)
	var timeout net.Error
	switch {
	case err == nil:
		c.Close()
		return "open"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return "unreachable"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "filtered"
	}
	return err.Error()
}

// What the tests of the probe rely on: the map at the head of lab.sh.
func TestLab(t *testing.T) {
	for _, test := range []struct {
		variant, from string
		want          string // "TARGET STATE" each
	}{
		{"", "office1", `10.10.1.11:4022 open, [fd00:10::11]:4022 open, 10.10.1.11:22 filtered, [fd00:10::11]:22 filtered, 10.10.1.99:22 filtered,
			10.10.1.1:22 refused, 10.10.1.99:4080 refused, 10.10.1.99:4081 unreachable, 10.10.1.99:4082 refused, 10.20.1.50:22 open, 198.51.100.7:443 open`},
		{"", "closed1", `10.20.1.22:8022 open, [fd00:20::22]:8022 open, 10.20.1.22:22 filtered, 198.51.100.7:443 filtered, 10.10.1.50:22 open, 10.10.1.12:631 open`},
		{"", "dual", "10.20.1.22:445 open, 10.10.1.11:9100 open"},
		{"reset", "office1", "10.10.1.11:4022 open, 10.10.1.11:22 refused, [fd00:10::99]:22 refused, 10.10.1.99:9 refused"},
		{"accept-all", "office1", "10.10.1.11:22 open, [fd00:10::99]:9 open, 10.10.1.99:9 open"},
		{"dead", "office1", "10.10.1.11:4022 filtered, [fd00:10::11]:4022 filtered, 198.51.100.7:443 filtered"},
		{"noroute", "office1", "10.10.1.11:4022 unreachable, [fd00:10::11]:4022 unreachable"},
		{"hole", "office1", "10.10.1.11:445 open, [fd00:10::12]:445 open, 10.10.1.11:22 filtered"},
		{"leak", "closed1", "198.51.100.7:443 open, 198.51.100.53:53 open, 10.20.1.22:22 filtered"},
	} {
		t.Run(test.variant+"/"+test.from, func(t *testing.T) {
			t.Parallel() // they mostly wait
			l := Start(t, strings.Fields(test.variant)...)
			for pair := range strings.SplitSeq(test.want, ",") {
				target, want, _ := strings.Cut(strings.TrimSpace(pair), " ")
				cmd := l.Command(test.from, os.Args[0])
				cmd.Env = append(os.Environ(), dialer+"="+target)
				if got, err := cmd.Output(); err != nil || string(got) != want {
					t.Errorf("%s from %s is %s, %v; want %s", target, test.from, got, err, want)
				}
			}
		})
	}
}

// Nothing is left of a laboratory: no namespace, no process, no file.
func TestStop(t *testing.T) {
	name := ""
	t.Run("lab", func(t *testing.T) {
		l := Start(t)
		name = l.name
		if got := l.Do("router", "cat", "/proc/sys/net/ipv4/ip_forward"); got != "1\n" {
			t.Errorf("the router forwards %q, want 1", got)
		}
	})
	if name == "" {
		t.Skip("no laboratory")
	}
	out, err := exec.Command("ip", "netns", "list").Output()
	if err != nil || strings.Contains(string(out), name) {
		t.Errorf("namespaces are %s, %v; want none of %s", out, err, name)
	}
	for _, path := range []string{"/tmp/shikiri-lab." + name, "/etc/netns/shikiri-" + name + "-office1"} {
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("%s is there (%v), want it removed", path, err)
		}
	}
}

// What a test that was killed has left is removed by the next one.
func TestOrphans(t *testing.T) {
	Need(t)
	gone := exec.Command("true")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	namespace := "shikiri-" + prefix + strconv.Itoa(gone.ProcessState.Pid()) + "n1-router"
	if out, err := exec.Command("ip", "netns", "add", namespace).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Cleanup(func() { exec.Command("ip", "netns", "del", namespace).Run() })
	l := Start(t)
	if out, err := exec.Command("ip", "netns", "list").Output(); err != nil || strings.Contains(string(out), namespace) || !strings.Contains(string(out), l.name) {
		t.Errorf("namespaces are %s, %v; want none called %s, and those of %s", out, err, namespace, l.name)
	}
}

// Root of a container that must not configure networks gets no failed tests.
func TestWithoutCapability(t *testing.T) {
	Need(t)
	for _, capability := range []string{"-net_admin", "-sys_admin"} {
		out, err := exec.Command("setpriv", "--bounding-set", capability, "--inh-caps", capability, os.Args[0], "-test.v", "-test.run", "^TestStop$").CombinedOutput()
		if err != nil || !strings.Contains(string(out), "--- SKIP: TestStop/lab") || !strings.Contains(string(out), "not permitted") {
			t.Errorf("without %s: %v, want a test that is skipped, and why:\n%s", capability, err, out)
		}
	}
}
