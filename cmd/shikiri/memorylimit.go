package main

import "runtime/debug"

// memoryLimit is how much memory, in bytes, the Go runtime is to stay below.
//
// The program runs beside others, on file servers too, and must stay below
// 300 MB whatever it reads. What it holds at once is bounded by design, but by
// its own measure the collector lets the heap grow to twice what is in use, and
// a share with many findings or people would pass 300 MB on garbage alone. Near
// the limit it collects more often instead. The limit leaves room for what it
// does not count: the pages of the dictionaries in the program file, and what
// the runtime takes between two looks. It is soft: a run whose findings alone
// are larger goes on, only slower, and collecting never takes more than half of
// the CPU (https://go.dev/doc/gc-guide#Memory_limit).
const memoryLimit = 220 << 20

// limitMemory sets the memory limit unless the environment has one: who sets
// GOMEMLIMIT knows the machine.
func limitMemory(getenv func(string) string) {
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}
