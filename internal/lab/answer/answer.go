// Answer listens on a host of the laboratory, so that its tests need no servers:
//
//	answer 22=SSH-2.0-Lab 445 dns:198.51.100.53
//
// listens on TCP ports 22, where it greets, and 445, where it waits to be spoken
// to and then hangs up, and as a name server that knows canary.example.com. It says "ready" when it does.
package main

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"
)

func main() {
	for _, what := range os.Args[1:] {
		if err := listen(what); err != nil {
			fmt.Fprintf(os.Stderr, "answer: %s: %v\n", what, err)
			os.Exit(1)
		}
	}
	fmt.Println("ready")
	select {}
}

func listen(what string) error {
	if server, ok := strings.CutPrefix(what, "dns:"); ok {
		return nameServer(server)
	}
	port, greeting, _ := strings.Cut(what, "=")
	l, err := net.Listen("tcp", ":"+port)
	if err != nil {
		return err
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go greet(c, greeting)
		}
	}()
	return nil
}

// patience bounds how long a connection is kept: a probe that does not end its
// connections shows as sockets that stay.
const patience = 30 * time.Second

func greet(c net.Conn, greeting string) {
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	if greeting != "" {
		fmt.Fprintf(c, "%s\r\n", greeting)
	}
	c.Read(make([]byte, 512)) // it understands nothing, and says so
}

// nameServer answers by UDP and listens on TCP, for who only connects.
func nameServer(address string) error {
	l, err := net.ListenPacket("udp", net.JoinHostPort(address, "53"))
	if err != nil {
		return err
	}
	go func() {
		var b [512]byte
		for {
			n, from, err := l.ReadFrom(b[:])
			if err != nil {
				return
			}
			if answer := resolve(b[:n]); answer != nil {
				l.WriteTo(answer, from)
			}
		}
	}()
	return listen("53")
}

// canary is what the name server knows, as it stands in a question.
const canary = "\x06canary\x07example\x03com\x00"

// resolve answers a question: the address of the canary, or that there is no
// such name. The form is that of RFC 1035, 4.1.
func resolve(query []byte) []byte {
	const header = 12
	if len(query) < header+1 {
		return nil
	}
	end := header
	for end < len(query) && query[end] != 0 {
		end += 1 + int(query[end])
	}
	if end+5 > len(query) {
		return nil
	}
	name, kind := strings.ToLower(string(query[header:end+1])), query[end+2]
	answer := append([]byte{}, query[:end+5]...)
	answer[2], answer[3] = 0x81, 0x80 // a response; recursion was desired and is available
	for i := 6; i < header; i++ {
		answer[i] = 0 // no answers, no authority, nothing additional
	}
	if name != canary {
		answer[3] |= 3 // NXDOMAIN
		return answer
	}
	if kind != 1 { // A
		return answer
	}
	answer[7] = 1
	answer = append(answer, 0xc0, header, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4)
	return append(answer, netip.MustParseAddr("198.51.100.7").AsSlice()...)
}
