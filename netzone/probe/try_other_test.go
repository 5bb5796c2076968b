//go:build !linux

package probe

import "testing"

func silent(t *testing.T) uint16 {
	t.Helper()
	t.Skip("only of Linux it is known how a port of this machine keeps silent")
	return 0
}

func openSockets(*testing.T) int { return 0 }
