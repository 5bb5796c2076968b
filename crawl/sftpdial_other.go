//go:build !linux

package crawl

import (
	"syscall"
	"time"
)

// setUserTimeout does nothing: only Linux has TCP_USER_TIMEOUT. The watch of the
// connection does the same later.
func setUserTimeout(time.Duration) func(network, address string, c syscall.RawConn) error {
	return nil
}
