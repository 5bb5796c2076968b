package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// openTerminal returns both ends of a terminal.
func openTerminal(t *testing.T) (keyboard, tty *os.File) {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("this machine has no terminals: %v", err)
	}
	t.Cleanup(func() { keyboard.Close() })
	fd := int(keyboard.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tty.Close() })
	return keyboard, tty
}

func echoes(t *testing.T, tty *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// A prompt asks each login once, shows nothing of what is typed, and leaves the
// terminal as it was, interrupted or not.
func TestPrompt(t *testing.T) {
	keyboard, tty := openTerminal(t)
	var errs lockedBuilder
	s := newSecrets(&program{In: tty, Err: &errs, Getenv: env()})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if got, err := s.line(t.Context(), "prompt", "password of svc at fs01"); got != "hunter2" || err != nil {
				t.Errorf("got %q, %v; want what was typed", got, err)
			}
		})
	}
	for echoes(t, tty) {
		time.Sleep(time.Millisecond)
	}
	fmt.Fprint(keyboard, "hunter2\n")
	wg.Wait()
	if got, want := errs.String(), "Password of svc at fs01: \n"; got != want {
		t.Errorf("the terminal shows %q, want %q", got, want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	wg.Go(func() {
		if _, err := s.line(ctx, "prompt", "password of svc at fs02"); !errors.Is(err, context.Canceled) {
			t.Errorf("interrupted: got error %v, want context.Canceled", err)
		}
	})
	for echoes(t, tty) {
		time.Sleep(time.Millisecond)
	}
	cancel()
	wg.Wait()
	if !echoes(t, tty) {
		t.Error("after an interrupted prompt the terminal shows nothing that is typed")
	}
	fmt.Fprint(keyboard, "\n") // for the reader that is left behind
}

type lockedBuilder struct {
	mu sync.Mutex
	b  strings.Builder
}

func (b *lockedBuilder) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuilder) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
