// Shikiri finds Japanese personal data on the shares of a segmented network and
// judges it by the zone it lies in.
//
// Each command is a file, named after it. Flags become a configuration and
// errors an exit code here; everything else is done by the packages beside
// this one, which neither print nor exit.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/vbauerster/mpb/v8"
)

// A program is what a command may touch of the world around it.
type program struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string
	Now      func() time.Time

	lang string // of who reads, noted before a command runs

	above atomic.Pointer[mpb.Progress] // the bar that is drawn, which would wipe out lines; nil: none
}

func main() {
	limitMemory(os.Getenv)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, &program{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Now: time.Now}, os.Args[1:]))
}

// run runs a command line and returns its exit code.
func run(ctx context.Context, p *program, args []string) int {
	root := newRoot(p)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var status exitStatus
	switch {
	case err == nil:
		return exitClean
	case errors.As(err, &status):
		return int(status)
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		p.note("interrupted: nothing was written")
		return exitInterrupted
	}
	p.note("%v", err)
	var h *hintError
	if errors.As(err, &h) {
		for line := range strings.Lines(h.hint) {
			fmt.Fprintf(p.Err, "  hint: %s\n", strings.TrimSuffix(line, "\n"))
		}
	}
	return exitFailed
}

// note writes a line to standard error, above the bar if one is drawn.
func (p *program) note(format string, args ...any) {
	line := fmt.Appendf(nil, "shikiri: "+format+"\n", args...)
	if bar := p.above.Load(); bar != nil {
		// The ^C that the terminal echoes moves the cursor to the right.
		if _, err := bar.Write(append([]byte{'\r'}, line...)); err == nil {
			return
		}
	}
	_, _ = p.Err.Write(line) // there is nowhere else to say it
}

// warn writes a warning to standard error.
func (p *program) warn(text string) { p.note("warning: %s", text) }

// A hintError is an error its reader can do something about.
type hintError struct {
	err  error
	hint string // what to do, in lines
}

func (e *hintError) Error() string { return e.err.Error() }
func (e *hintError) Unwrap() error { return e.err }

// hint returns err with what its reader can do about it.
func hint(err error, format string, args ...any) error {
	return &hintError{err, fmt.Sprintf(format, args...)}
}
