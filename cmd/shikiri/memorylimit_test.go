package main

import (
	"runtime/debug"
	"testing"
)

func TestLimitMemory(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	for environment, want := range map[string]int64{"": memoryLimit, "1GiB": 1 << 30, "off": 1 << 30} {
		debug.SetMemoryLimit(1 << 30)
		limitMemory(func(name string) string {
			if name != "GOMEMLIMIT" {
				return ""
			}
			return environment
		})
		if got := debug.SetMemoryLimit(-1); got != want {
			t.Errorf("GOMEMLIMIT=%q: the limit is %d, want %d", environment, got, want)
		}
	}
}
