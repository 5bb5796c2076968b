package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// commandTime is how long a command may take to tell a secret. Somebody may have
// to touch a token.
const commandTime = time.Minute

// runSecretCommand runs a command and returns what it writes. No shell is
// between: it would be another on each system, and $ in a name would mean
// something. What it says on standard error is shown.
func runSecretCommand(ctx context.Context, stderr io.Writer, command string) ([]byte, error) {
	words, err := splitWords(command)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	out := &limitedBuffer{max: maxSecret}
	cmd.Stdout, cmd.Stderr = out, stderr
	cmd.WaitDelay = time.Second // for a child of it that keeps the pipe
	err = cmd.Run()
	var exit *exec.ExitError
	var start *exec.Error
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, fmt.Errorf("the command did not end within %v", commandTime)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &exit):
		return nil, fmt.Errorf("the command ended with %v", exit)
	case errors.As(err, &start):
		return nil, fmt.Errorf("the command cannot be started: %w", start.Err)
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return nil, fmt.Errorf("the command cannot be run: %w", bare(err))
	case out.over:
		return nil, errors.New("the command wrote too much for a secret")
	}
	return out.kept.Bytes(), nil
}

// A limitedBuffer keeps the beginning of what is written to it. It has no
// ReadFrom of a [bytes.Buffer], which would keep all.
type limitedBuffer struct {
	kept bytes.Buffer
	max  int
	over bool
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if room := b.max - b.kept.Len(); len(p) > room {
		b.over = true
		b.kept.Write(p[:room])
		return len(p), nil
	}
	return b.kept.Write(p)
}

// splitWords splits a command at blanks. '…' and "…" hold blanks; nothing else
// means anything, so that C:\tools\x.exe is what it is.
func splitWords(command string) (words []string, err error) {
	var word strings.Builder
	inWord, quote := false, rune(0)
	for _, r := range command {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			inWord, quote = true, r
		case quote == 0 && (r == ' ' || r == '\t'):
			if inWord {
				words = append(words, word.String())
			}
			word.Reset()
			inWord = false
		default:
			inWord = true
			word.WriteRune(r)
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("the command has a %c without an end", quote)
	}
	if inWord {
		words = append(words, word.String())
	}
	if len(words) == 0 || words[0] == "" {
		return nil, errors.New("the command is empty")
	}
	return words, nil
}
