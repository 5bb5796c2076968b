package extract

import (
	"bytes"
	"os"
	"strconv"
)

// residentMemory returns the memory that a process takes, in bytes; 0 if the
// system does not tell (proc_pid_statm(5): the second field, in pages).
func residentMemory(pid int) int64 {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(b)
	if len(fields) < 2 {
		return 0
	}
	n, _ := strconv.ParseInt(string(fields[1]), 10, 64)
	return n * int64(os.Getpagesize())
}
