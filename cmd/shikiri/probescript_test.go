package main

import (
	"net"
	"strings"
	"sync"
	"time"

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
		for tries := 0; err != nil && tries < 200; tries++ { // another run of the tests may have it
			time.Sleep(100 * time.Millisecond)
			l, err = net.Listen("tcp", address)
		}
		ts.Check(err)
		ts.Defer(func() { l.Close() })
		listening.Store(ts.Getenv("WORK")+address, l)
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

// listening are the listeners of scripts.
var listening sync.Map

// scriptShut ends what listen began: shut 127.0.2.11:24022
func scriptShut(ts *testscript.TestScript, neg bool, args []string) {
	for _, address := range args {
		l, ok := listening.LoadAndDelete(ts.Getenv("WORK") + address)
		if neg || !ok {
			ts.Fatalf("usage: shut ADDRESS:PORT... of listen")
		}
		ts.Check(l.(net.Listener).Close())
	}
}
