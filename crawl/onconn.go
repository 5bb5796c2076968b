package crawl

import (
	"context"
	"net"
	"time"
)

// onConn calls f on a connection of its own, which ends with ctx, and after
// DefaultTimeout in any case: whoever answers may be hostile.
func onConn(ctx context.Context, dial func(context.Context) (net.Conn, error), f func(net.Conn) error) error {
	ctx, cancel := context.WithTimeout(ctx, DefaultTimeout)
	defer cancel()
	conn, err := dial(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if until, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(until.Add(time.Second)); err != nil { // AfterFunc is first: its error tells why
			return err
		}
	}
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if err := f(conn); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return err
	}
	return nil
}
