package probe

import "time"

// DefaultTimeout of an attempt. Winsock does not believe an RST: it sends the SYN
// again, and says that a port is refused after about 2 s only (Microsoft KB 175523,
// "Winsock TCP Connection Performance to Unused Ports"; github.com/nmap/nmap/issues/2113
// reads "filtered" for that reason). What is shorter takes refused for silent.
const DefaultTimeout = 3 * time.Second
