package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/servers"
)

// frozenMount mounts a folder of the SSH server of the tests and stops the
// process that answers for it.
func frozenMount(t *testing.T) string {
	s := servers.Get(t)
	host, port, err := net.SplitHostPort(s.Value("SFTP"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("sshfs"); err != nil {
		t.Skip("sshfs is not installed")
	}
	dir := t.TempDir()
	cmd := exec.Command("sshfs", "-f", "-p", port, "-o", "IdentityFile="+s.Value("KEY"), "-o", "UserKnownHostsFile="+s.Value("KNOWN_HOSTS"),
		"-o", "BatchMode=yes", s.Value("USER")+"@"+host+":"+s.Value("DATA"), dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGCONT)
		_ = exec.Command("fusermount3", "-u", "-z", dir).Run()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for range 100 {
		if table, _ := os.ReadFile("/proc/self/mounts"); strings.Contains(string(table), " "+dir+" fuse.sshfs ") {
			if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
				t.Fatal(err)
			}
			return dir
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Skip("sshfs cannot mount here")
	return ""
}

func TestFrozenMount(t *testing.T) {
	dir, here := frozenMount(t), t.TempDir()
	for _, args := range [][]string{
		{"office=" + dir},
		{"office=" + filepath.Join(dir, "sub")},
		{"-z", "office", "--explain", dir},
		{"--state", filepath.Join(dir, "state"), "office=" + here},
		{"-o", filepath.Join(dir, "report.json"), "office=" + here},
	} {
		code, _, stderr := runWith(t, nil, append([]string{"scan", "--timeout", "1s"}, args...)...)
		if code != exitFailed || !strings.Contains(stderr, "no answer within 1s") {
			t.Errorf("scan %v of a mount that hangs: got exit code %d, %q; want %d and that it does not answer", args, code, stderr, exitFailed)
		}
	}
}
