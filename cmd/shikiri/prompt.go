package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/term"
)

// errNobody means that a prompt has nobody to answer it.
var errNobody = errors.New("standard input is not a terminal, so nobody can be asked")

// prompt asks for a secret at the terminal and does not show what is typed. What
// is a name for people: "password of scan at fs01".
func (p *program) prompt(ctx context.Context, what string) (string, error) {
	in := terminal(p.In)
	if in == nil {
		return "", fmt.Errorf("read %s: %w (write password-from: file:PATH, keyring:NAME or another place)", what, errNobody)
	}
	fd := int(in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", what, err)
	}
	fmt.Fprintf(p.Err, "%s: ", strings.ToUpper(what[:1])+what[1:])
	type got struct {
		text []byte
		err  error
	}
	done := make(chan got, 1)
	go func() {
		text, err := term.ReadPassword(fd)
		done <- got{text, err}
	}()
	defer fmt.Fprintln(p.Err)
	select {
	case g := <-done:
		if g.err != nil {
			return "", fmt.Errorf("read %s: %w", what, g.err)
		}
		return string(g.text), nil
	case <-ctx.Done():
		_ = term.Restore(fd, before) // or the shell would not show what is typed
		return "", ctx.Err()
	}
}
