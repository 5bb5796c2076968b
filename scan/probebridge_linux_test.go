package scan

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/internal/lab"
	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// seenVariable holds what a test that runs itself anew in a namespace is to look at:
// "10.20.1.50:22 10.20.1.50:445". It prints report.Identities as JSON.
const seenVariable = "SHIKIRI_TEST_LOOK_AT"

// bridgeRooms is a laboratory: left (office) and right (print) each see one leg of
// dual; twin stands in print only.
type bridgeRooms struct {
	t      *testing.T
	prefix string
	dir    string
}

func newBridgeRooms(t *testing.T) *bridgeRooms {
	t.Helper()
	lab.Need(t)
	for _, tool := range []string{"/usr/sbin/smbd", "/usr/sbin/sshd", "ssh-keygen"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("needs %s (bash testdata/test.sh installs it)", tool)
		}
	}
	r := &bridgeRooms{t: t, prefix: fmt.Sprintf("shikiri-b%d-", os.Getpid())}
	var err error
	if r.dir, err = os.MkdirTemp("/tmp", "shikiri-b."); err != nil { // sockets of Samba have short paths
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(r.dir) })
	for _, name := range []string{"dual", "left", "right", "twin"} {
		if out, err := exec.Command("ip", "netns", "add", r.prefix+name).CombinedOutput(); err != nil {
			t.Fatalf("make namespace %s: %v: %s", name, err, out)
		}
		t.Cleanup(func() { exec.Command("ip", "netns", "del", r.prefix+name).Run() })
		r.ip(name, "link set lo up")
	}
	r.wire("dual", "10.20.1.50", "left", "10.20.1.21")
	r.wire("dual", "10.10.1.50", "right", "10.10.1.11")
	r.wire("twin", "10.10.2.60", "right", "10.10.2.11")
	return r
}

func (r *bridgeRooms) ip(name, command string) {
	r.t.Helper()
	args := append([]string{"-n", r.prefix + name}, strings.Fields(command)...)
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		r.t.Fatalf("ip %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

// wire connects two namespaces.
func (r *bridgeRooms) wire(a, addressA, b, addressB string) {
	r.t.Helper()
	network := strings.Split(addressA, ".")[2] + strings.Split(addressA, ".")[1]
	r.ip(a, fmt.Sprintf("link add %s%s type veth peer name %s%s netns %s", b, network, a, network, r.prefix+b))
	for _, end := range [][3]string{{a, b + network, addressA}, {b, a + network, addressB}} {
		r.ip(end[0], fmt.Sprintf("addr add %s/24 dev %s", end[2], end[1]))
		r.ip(end[0], "link set "+end[1]+" up")
	}
}

// run starts a server in a namespace and returns when all addresses listen; it is
// ended with the test.
func (r *bridgeRooms) run(name string, listens []string, command string, args ...string) {
	r.t.Helper()
	log := filepath.Join(r.dir, name+"."+filepath.Base(command)+".log")
	out, err := os.Create(log)
	if err != nil {
		r.t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.Command("ip", append([]string{"netns", "exec", r.prefix + name, command}, args...)...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		cmd.Wait()
	})
	for range 200 {
		table, _ := exec.Command("ip", "netns", "exec", r.prefix+name, "cat", "/proc/net/tcp").Output()
		if !slices.ContainsFunc(listens, func(address string) bool {
			return !strings.Contains(string(table), hexAddress(address)+" 00000000:0000 0A")
		}) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	said, _ := os.ReadFile(log)
	r.t.Fatalf("%s in %s does not listen on %v:\n%s", command, name, listens, said)
}

// hexAddress writes an address as /proc/net/tcp does (proc(5)).
func hexAddress(address string) string {
	a := netip.MustParseAddrPort(address)
	b := a.Addr().As4()
	return fmt.Sprintf("%02X%02X%02X%02X:%04X", b[3], b[2], b[1], b[0], a.Port())
}

func (r *bridgeRooms) sshd(name string, addresses ...string) {
	r.t.Helper()
	os.MkdirAll("/run/sshd", 0o755) // sshd wants it
	config := "PidFile none\nUsePAM no\nLogLevel VERBOSE\n"
	for _, kind := range []string{"ed25519", "ecdsa", "rsa"} {
		key := filepath.Join(r.dir, name+"_"+kind)
		if out, err := exec.Command("ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "test", "-f", key).CombinedOutput(); err != nil {
			r.t.Fatalf("make a host key: %v: %s", err, out)
		}
		config += "HostKey " + key + "\n"
	}
	var listens []string
	for _, a := range addresses {
		config += "ListenAddress " + a + ":22\n"
		listens = append(listens, a+":22")
	}
	r.run(name, listens, "/usr/sbin/sshd", "-D", "-e", "-f", r.write(name+".sshd", config))
}

// smbd runs Samba with one name wherever it runs. It lets guests in.
func (r *bridgeRooms) smbd(name string, addresses ...string) {
	r.t.Helper()
	var listens []string
	for _, a := range addresses {
		listens = append(listens, a+":445", a+":139")
	}
	dir := filepath.Join(r.dir, name)
	config := "[global]\nnetbios name = NAS\nserver role = standalone server\nbind interfaces only = yes\nmap to guest = Bad User\nload printers = no\n" +
		"printcap name = /dev/null\nusershare max shares = 0\nserver multi channel support = yes\ninterfaces = " + strings.Join(addresses, "/24 ") + "/24\n" +
		"log file = " + dir + "/log\n"
	for _, place := range []string{"private dir", "lock directory", "state directory", "cache directory", "pid directory", "ncalrpc dir"} {
		sub := filepath.Join(dir, strings.Fields(place)[0])
		if err := os.MkdirAll(sub, 0o755); err != nil {
			r.t.Fatal(err)
		}
		config += place + " = " + sub + "\n"
	}
	r.run(name, listens, "/usr/sbin/smbd", "-F", "--no-process-group", "-s", r.write(name+".smb", config))
}

func (r *bridgeRooms) write(name, text string) string {
	r.t.Helper()
	name = filepath.Join(r.dir, name)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
	return name
}

// look returns what ports of a zone tell to one namespace.
func (r *bridgeRooms) look(from, zone string, at ...string) []report.Identity {
	r.t.Helper()
	cmd := exec.Command("ip", "netns", "exec", r.prefix+from, os.Args[0], "-test.run", "^TestLookAt$")
	cmd.Env = append(os.Environ(), seenVariable+"="+strings.Join(at, " "))
	out, err := cmd.Output()
	if err != nil {
		r.t.Fatalf("look from %s at %v: %v\n%s", from, at, err, out)
	}
	var ids []report.Identity
	if err := json.NewDecoder(strings.NewReader(string(out))).Decode(&ids); err != nil {
		r.t.Fatalf("look from %s at %v: %v\n%s", from, at, err, out)
	}
	for i := range ids {
		ids[i].From, ids[i].Zone = from, zone
	}
	return ids
}

// TestLookAt is no test, but what look runs in a namespace.
func TestLookAt(t *testing.T) {
	if os.Getenv(seenVariable) == "" {
		t.Skip("runs in a namespace that TestBridgesOfRealServers has made")
	}
	ids := []report.Identity{}
	for _, at := range strings.Fields(os.Getenv(seenVariable)) {
		a := netip.MustParseAddrPort(at)
		host := a.Addr().String()
		s := probe.Identify(t.Context(), func(ctx context.Context) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "tcp", at)
		}, a.Port(), protocols())
		if !s.Verified {
			t.Errorf("at %s nothing is sure: %+v", at, s)
		}
		for _, id := range s.Identities {
			ids = append(ids, report.Identity{Host: host, Port: a.Port(), Kind: id.Kind, Value: id.Value, Weak: id.Weak})
		}
		if a.Port() != 445 {
			continue
		}
		has, err := crawl.SMBInterfaces(t.Context(), &url.URL{Scheme: "smb", User: url.User("guest"), Host: host}, crawl.Options{})
		if err != nil {
			t.Error(err)
		}
		for _, interfaceAddress := range has {
			ids = append(ids, report.Identity{Host: host, Port: 445, Kind: "smb-interface", Value: interfaceAddress.String()})
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(ids); err != nil {
		t.Fatal(err)
	}
}

// A machine with a leg in two zones is one, by its host keys, or by what its SMB
// server says, seen from one side or from both. Two servers of one name are not.
func TestBridgesOfRealServers(t *testing.T) {
	r := newBridgeRooms(t)
	r.sshd("dual", "10.20.1.50", "10.10.1.50")
	r.smbd("dual", "10.20.1.50", "10.10.1.50")
	r.sshd("twin", "10.10.2.60")
	r.smbd("twin", "10.10.2.60")
	office := r.look("left", "office", "10.20.1.50:22", "10.20.1.50:445", "10.20.1.50:139")
	printing := r.look("right", "print", "10.10.1.50:22", "10.10.1.50:445")
	twin := r.look("right", "print", "10.10.2.60:22", "10.10.2.60:445")
	zones := []report.Zone{{Name: "office", Networks: []string{"10.20.0.0/16"}}, {Name: "print", Networks: []string{"10.10.0.0/16"}}}

	without := func(ids []report.Identity, kinds ...string) []report.Identity {
		return slices.DeleteFunc(slices.Clone(ids), func(id report.Identity) bool { return slices.Contains(kinds, id.Kind) })
	}
	for _, test := range []struct {
		name string
		ids  []report.Identity
		want string
	}{
		{"both sides", slices.Concat(office, printing), "proof smb interfaces [10.10.1.50 10.20.1.50] [office print]"},
		{"the near side alone", office, "proof smb interfaces [10.10.1.50 10.20.1.50] [office print]"},
		{"without a login", without(slices.Concat(office, printing), "smb-interface"), "proof ssh host key [10.10.1.50 10.20.1.50] [office print]"},
		{"without SSH and a login", without(slices.Concat(office, printing), "smb-interface", "ssh-host-key"), "weak smb server guid [10.10.1.50 10.20.1.50] [office print]"},
		{"two servers of one name", without(slices.Concat(office, twin), "smb-interface"), "weak smb server guid [10.10.2.60 10.20.1.50] [office print]"},
		{"the other side, without a login", without(printing, "smb-interface"), ""},
	} {
		got := ""
		for _, b := range report.Bridges(test.ids, zones, nil) {
			got += fmt.Sprintf("%s %s %v %v", b.Strength, b.Evidence, b.Hosts, b.Zones)
		}
		if got != test.want {
			t.Errorf("%s: bridges are %q, want %q, of %v", test.name, got, test.want, test.ids)
		}
	}
	keys := without(office, "smb-interface", "smb-name", "smb-server-guid")
	if len(keys) != 3 {
		t.Errorf("host keys of the machine are %v, want three", keys)
	}
}
