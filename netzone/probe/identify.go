package probe

import (
	"context"
	"errors"
	"net"
	"slices"
	"time"
)

// How long it is listened and spoken, so that a port that says nothing costs
// seconds. A connection in one network takes milliseconds, and an old printer or
// controller some 2 s for TLS.
const (
	identifyTime = 15 * time.Second // in all
	protocolTime = 4 * time.Second  // for a protocol that the port is known for
	oddTime      = 2 * time.Second  // for another: six of them fit
	greetingTime = time.Second      // where it is not known that a greeting comes
	// usualGreeting is longer: mail and FTP servers look up the name of who calls
	// before they greet, with 5 s for a name server that does not answer.
	usualGreeting = 6 * time.Second
	// lostDials is how many connections may fail before the port counts as gone.
	lostDials = 2
	// identitiesMost bounds what one service may say of itself.
	identitiesMost = 16
)

// errNotIt means that a service does not speak the protocol that was tried.
var errNotIt = errors.New("it does not speak the protocol")

// Identify finds out what answers on an open port: it speaks the protocols that
// the port is known for, then waits for a greeting, then tries the others, each
// on a connection of its own and for some seconds in all. It sends no credentials,
// and nothing at all to ports that print what they are sent: see quietPorts. What
// nobody is sure of has its name by the port, and is not Verified.
func Identify(ctx context.Context, dial Dialer, port uint16, more []Protocol) Service {
	guess := Service{Name: ServiceName(port)}
	if quiet(port) != "" {
		return guess
	}
	ctx, cancel := context.WithTimeout(ctx, identifyTime)
	defer cancel()
	a := &asking{port: port, more: more}
	counted := func(ctx context.Context) (net.Conn, error) {
		conn, err := dial(ctx)
		if err != nil && ctx.Err() == nil {
			a.lost++
		}
		return conn, err
	}
	for _, p := range a.order() {
		s, err := a.ask(ctx, p, counted)
		if err == nil && s.Verified {
			return s.clean()
		}
		if s.Banner != "" {
			guess.Banner = s.Banner
		}
		if a.lost >= lostDials || ctx.Err() != nil {
			break
		}
	}
	return guess.clean()
}

// asking is the questions to one port.
type asking struct {
	port uint16
	more []Protocol
	lost int // connections that could not be made
}

// order returns the protocols to try, those first that the port is known for, of
// which others know more. Of the rest those come first that are met most.
func (a *asking) order() []Protocol {
	own := a.own()
	known := func(p Protocol) bool { return slices.Contains(p.Ports, a.port) }
	usual := slices.Concat(a.more, own)
	odd := slices.Concat(own[:3], a.more, own[3:])
	usual = slices.DeleteFunc(usual, func(p Protocol) bool { return !known(p) })
	odd = slices.DeleteFunc(odd, func(p Protocol) bool { return known(p) || p.OnlyThere })
	return append(usual, odd...)
}

// own returns the protocols of this package. The first three are met most.
func (a *asking) own() []Protocol {
	return []Protocol{
		{Name: greetingName, Ports: greetingPorts, Identify: a.greeting},
		{Name: "tls", Ports: tlsPorts, Identify: identifyTLS},
		{Name: "http", Ports: httpPorts, Identify: identifyHTTP},
		{Name: "rdp", Ports: []uint16{3389}, Identify: identifyRDP},
		{Name: "postgresql", Ports: []uint16{5432}, Identify: identifyPostgreSQL},
	}
}

const greetingName = "greeting"

// Ports where it is known what comes first.
var (
	greetingPorts = []uint16{21, 22, 23, 25, 110, 119, 143, 587, 873, 902, 2121, 2222, 2323, 2525, 3306, 5900, 5901, 5902, 5903}
	tlsPorts      = []uint16{443, 465, 636, 853, 989, 990, 992, 993, 995, 2376, 3269, 4443, 5001, 5061, 5986, 6443, 8006, 8443, 8883, 9443, 10250}
	httpPorts     = []uint16{80, 81, 2375, 3000, 3128, 5000, 5800, 5985, 8000, 8001, 8008, 8080, 8081, 8888, 9000, 9200}
)

// ask gives a protocol some time and no more. A greeting has its own.
func (a *asking) ask(ctx context.Context, p Protocol, dial Dialer) (Service, error) {
	most := oddTime
	switch {
	case p.Name == greetingName:
		most = identifyTime
	case slices.Contains(p.Ports, a.port):
		most = protocolTime
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	return p.Identify(ctx, dial)
}

// with calls f on a connection of its own that ends with ctx.
func with(ctx context.Context, dial Dialer, f func(net.Conn) error) error {
	conn, err := dial(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if until, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(until); err != nil {
			return err
		}
	}
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	return f(conn)
}

// clean makes what a service said fit to be shown.
func (s Service) clean() Service {
	s.Banner = printable(s.Banner, bannerMost)
	s.Identities = slices.Clone(s.Identities[:min(len(s.Identities), identitiesMost)])
	for i := range s.Identities {
		s.Identities[i].Value = printable(s.Identities[i].Value, valueMost)
	}
	return s
}
