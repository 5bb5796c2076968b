//go:build unix

package extract

import (
	"os/exec"
	"syscall"
)

// alone gives cmd a process group of its own, which is killed as a whole when
// its context is done.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
