//go:build !windows

package probe

import "time"

// DefaultTimeout of an attempt: many times the slowest answer within a house, and
// as long as systems wait before they send a SYN again (RFC 6298, 2). An address on
// the link that nobody has is unreachable only when ARP has given up (Linux: 3.07 s
// measured); with this timeout it reads as filtered, which claims less. On Windows
// it is 3 s, since Winsock tries refused ports again for about 2 s.
const DefaultTimeout = time.Second
