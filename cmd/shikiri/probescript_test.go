package main

import (
	"net"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptListen listens until the script ends, and greets where that is said:
// listen 127.0.2.11:24022=SSH-2.0-Example 127.0.2.11:24445
func scriptListen(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: listen ADDRESS:PORT[=GREETING]...")
	}
	for _, arg := range args {
		address, greeting, _ := strings.Cut(arg, "=")
		l, err := net.Listen("tcp", address)
		ts.Check(err)
		ts.Defer(func() { l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				go func() {
					defer c.Close()
					if greeting != "" {
						_, _ = c.Write([]byte(greeting + "\r\n"))
					}
					_, _ = c.Read(make([]byte, 512)) // until the other side has enough
				}()
			}
		}()
	}
}
