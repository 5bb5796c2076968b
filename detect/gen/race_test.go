//go:build race

package main

// raced says that the race detector is on. Gen starts no goroutine.
const raced = true
