package main

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/shikiri/shikiri/scan"
)

// screen returns the lines that a terminal shows of what was written to it. It
// knows what a bar is drawn with: up some lines, and clear what is below.
func screen(written string) []string {
	lines, at := []string{""}, 0
	for written != "" {
		var up int
		switch {
		case strings.HasPrefix(written, "\x1b[J"):
			lines, written = append(lines[:at:at], ""), written[3:]
		case written[0] == '\x1b':
			sequence, rest, _ := strings.Cut(written, "A")
			if n, _ := fmt.Sscanf(sequence, "\x1b[%d", &up); n != 1 {
				return append(lines, "unknown: "+sequence[1:])
			}
			at, written = max(0, at-up), rest
		case written[0] == '\n':
			if at++; at == len(lines) {
				lines = append(lines, "")
			}
			written = written[1:]
		default:
			n := strings.IndexAny(written, "\x1b\n")
			if n < 0 {
				n = len(written)
			}
			lines[at] += strings.Trim(written[:n], "\r")
			written = written[n:]
		}
	}
	return lines
}

// What is told while a bar is drawn stays on the screen, and the bar does not.
func TestNotesAboveTheBar(t *testing.T) {
	keyboard, tty := openTerminal(t)
	if err := unix.IoctlSetWinsize(int(tty.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 30, Col: 100}); err != nil {
		t.Fatal(err)
	}
	written, read := make(chan string), make(chan string)
	go func() {
		var all strings.Builder
		buf := make([]byte, 4096)
		for !strings.Contains(all.String(), "the end") {
			n, err := keyboard.Read(buf)
			all.Write(buf[:n])
			if err != nil && err != io.EOF {
				break
			}
			select {
			case read <- all.String():
			default:
			}
		}
		written <- all.String()
	}()
	p := &program{Err: tty}
	stop := showProgress(p, scanMeter(new(scan.Progress)), time.Hour)
	drawn := func(frames int) {
		for strings.Count(<-read, "files 0 of 0") < frames {
		}
	}
	drawn(2)
	p.note("paused until Sun 18:00: quiet hours")
	drawn(5)
	p.note("interrupted")
	stop()
	p.note("the end")
	got := strings.Join(screen(<-written), "\n")
	for _, want := range []string{"shikiri: paused until Sun 18:00: quiet hours\n", "shikiri: interrupted\n", "shikiri: the end\n"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("the screen does not show %q once:\n%s", want, got)
		}
	}
	if strings.Contains(got, "files 0") {
		t.Errorf("the bar is still on the screen:\n%s", got)
	}
}
