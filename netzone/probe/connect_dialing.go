package probe

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"
)

// A dialing connects by net.Dialer, as every system can, with a goroutine for each
// attempt.
type dialing struct {
	dials []*dial // by number of the attempt; nil: none
	ended chan *dial
	on    sync.WaitGroup
}

type dial struct {
	cancel  context.CancelFunc
	dropped bool // known to the goroutine of the connector only
	outcome outcome
}

func newDialing(window int) connector {
	return &dialing{dials: make([]*dial, window), ended: make(chan *dial, window)}
}

func (c *dialing) start(id int, to netip.AddrPort) (outcome, bool) {
	ctx, cancel := context.WithCancel(context.Background())
	d := &dial{cancel: cancel, outcome: outcome{id: id}}
	c.dials[id] = d
	c.on.Go(func() {
		defer cancel()
		d.outcome.source, d.outcome.err = connect(ctx, to)
		c.ended <- d
	})
	return outcome{}, false
}

func connect(ctx context.Context, to netip.AddrPort) (netip.Addr, error) {
	// DialTCP would bind a local port first, which then serves one connection only
	// while others could share it: ports would run out.
	dialer := net.Dialer{KeepAlive: -1}
	conn, err := dialer.DialContext(ctx, "tcp", to.String())
	if err != nil {
		return netip.Addr{}, err
	}
	c := conn.(*net.TCPConn)
	_ = c.SetLinger(0) // an RST, and no port of this machine in TIME_WAIT
	defer c.Close()
	here := c.LocalAddr().(*net.TCPAddr).AddrPort()
	if here.Port() == to.Port() && here.Addr().Unmap() == to.Addr() {
		err = errSelf
	}
	return here.Addr().Unmap(), err
}

func (c *dialing) wait(ended []outcome, patience time.Duration) ([]outcome, error) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	before := len(ended)
	for {
		select {
		case d := <-c.ended:
			ended = c.take(ended, d)
			continue
		default:
		}
		if len(ended) > before || patience <= 0 {
			return ended, nil
		}
		select {
		case d := <-c.ended:
			ended = c.take(ended, d)
		case <-timer.C:
			return ended, nil
		}
	}
}

func (c *dialing) take(ended []outcome, d *dial) []outcome {
	if d.dropped {
		return ended
	}
	c.dials[d.outcome.id] = nil
	return append(ended, d.outcome)
}

func (c *dialing) drop(id int) {
	c.dials[id].dropped = true
	c.dials[id].cancel()
	c.dials[id] = nil
}

func (c *dialing) close() {
	for id, d := range c.dials {
		if d != nil {
			c.drop(id)
		}
	}
	go func() { c.on.Wait(); close(c.ended) }()
	for range c.ended { // whoever has an outcome to tell can end
	}
}
