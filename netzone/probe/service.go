package probe

import (
	"context"
	"net"
)

// A Service is what answers on an open port.
type Service struct {
	Name       string // "ssh", "smb", "https"; by the port if it did not speak
	Verified   bool   // it spoke its protocol
	Banner     string // what it says it is, printable and short; "": nothing
	Identities []Identity
}

// An Identity tells a machine apart wherever it answers, as report.Identity has it.
type Identity struct {
	Kind, Value string
	Weak        bool
}

// A Dialer connects to the port that is to be identified, once more at each call.
type Dialer func(ctx context.Context) (net.Conn, error)

// A Protocol is a way to be sure what a service is. Its Identify sends no
// credentials and returns an error if the service does not speak it. One that
// has the name of what a greeting tells ("ssh") is asked next.
type Protocol struct {
	Name  string
	Ports []uint16 // where it is asked first
	// OnlyThere tells that it is not asked on ports that nothing is known of.
	OnlyThere bool
	Identify  func(ctx context.Context, dial Dialer) (Service, error)
}
