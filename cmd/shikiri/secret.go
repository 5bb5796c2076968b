package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
	"unicode/utf16"

	"github.com/zalando/go-keyring"
)

const (
	maxSecret = 64 << 10 // bytes; a key file of OpenSSH has 3 KB
	// keyringService is what secrets are kept under in the keyring of the system.
	keyringService = "shikiri"
	// keyringTime is how long the keyring may take: on a Linux without a desktop
	// it waits for ever for somebody to unlock it.
	keyringTime = 3 * time.Second
)

// Secrets are what references tell: "file:PATH", "command:CMD",
// "credential:NAME", "keyring:NAME", "env:NAME", "prompt". Each is read when it
// is needed and once: who is asked by a prompt answers once, and a command that
// shows a window shows one. It is safe for concurrent use.
type secrets struct {
	p        *program
	asking   sync.Mutex // one prompt at a time
	mu       sync.Mutex
	answers  map[string]*answer
	warnings []string
}

// An answer is a secret that was read, or why it could not be.
type answer struct {
	once sync.Once
	text string
	err  error
}

func newSecrets(p *program) *secrets { return &secrets{p: p, answers: map[string]*answer{}} }

// line returns the first line of what a reference tells. What is a name for
// people, as "password of scan at fs01": a prompt shows it, and tells by it
// whether it was asked already. No error holds anything of the secret.
func (s *secrets) line(ctx context.Context, reference, what string) (string, error) {
	id := reference
	if reference == "prompt" {
		id = "prompt:" + what
	}
	s.mu.Lock()
	a := s.answers[id]
	if a == nil {
		a = new(answer)
		s.answers[id] = a
	}
	s.mu.Unlock()
	a.once.Do(func() { a.text, a.err = s.readLine(ctx, reference, what) })
	return a.text, a.err
}

func (s *secrets) readLine(ctx context.Context, reference, what string) (string, error) {
	if reference == "prompt" {
		s.asking.Lock()
		defer s.asking.Unlock()
		return s.p.prompt(ctx, what)
	}
	data, err := s.read(ctx, reference, what)
	if err != nil {
		return "", err
	}
	text, err := firstLine(data)
	if err != nil {
		return "", fmt.Errorf("read %s: %s: %w", what, shownReference(reference), err)
	}
	return text, nil
}

// read returns all that a reference other than prompt tells.
func (s *secrets) read(ctx context.Context, reference, what string) (data []byte, err error) {
	scheme, name, _ := strings.Cut(reference, ":")
	switch scheme {
	case "file":
		data, err = s.file(name, what)
	case "credential":
		dir := s.p.Getenv("CREDENTIALS_DIRECTORY")
		if dir == "" {
			err = errors.New("systemd gave no credentials (LoadCredential= in the unit)")
			break
		}
		data, err = readSecretFile(filepath.Join(dir, name))
	case "env":
		if data = []byte(s.p.Getenv(name)); len(data) == 0 {
			err = errors.New("the variable is not set, or empty")
		}
	case "command":
		data, err = runSecretCommand(ctx, s.p.Err, name)
	case "keyring":
		data, err = fromKeyring(ctx, name)
	default:
		err = errors.New("this tells no place")
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %s: %w", what, shownReference(reference), err)
	}
	return data, nil
}

// shownReference is a reference for people. Of a command it is the program:
// arguments may be secrets of their own.
func shownReference(reference string) string {
	scheme, name, _ := strings.Cut(reference, ":")
	switch scheme {
	case "file":
		return name
	case "credential", "env", "keyring":
		return scheme + " " + name
	case "command":
		if words, err := splitWords(name); err == nil {
			return "command " + words[0]
		}
		return "command"
	}
	return "reference"
}

// file reads a file that its owner alone should be able to read.
func (s *secrets) file(name, what string) ([]byte, error) {
	data, err := readSecretFile(name)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(name); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		s.warn(fmt.Sprintf("%s: %s can be read by others: chmod 600", what, name))
	}
	return data, nil
}

func (s *secrets) warn(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.warnings = append(s.warnings, text)
}

// told returns the warnings since it was last asked.
func (s *secrets) told() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.warnings
	s.warnings = nil
	return all
}

// readSecretFile reads a small regular file: a FIFO would make the scan wait.
func readSecretFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, bare(err)
	case err == nil && !info.Mode().IsRegular():
		err = errors.New("it is no file")
	case err == nil && info.Size() > maxSecret:
		err = errors.New("it is too large for a secret")
	}
	if err != nil {
		return nil, bare(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, bare(err)
	}
	return data, nil
}

// firstLine returns the first line of a secret as editors save it: with the line
// ends of any system, and with the mark that Notepad puts before UTF-8.
func firstLine(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	line, _, _ := bytes.Cut(data, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	switch {
	case len(line) == 0:
		return "", errors.New("its first line is empty")
	case bytes.IndexByte(line, 0) >= 0:
		return "", errors.New("it is no text, or UTF-16 (save it as UTF-8)")
	}
	return string(line), nil
}

// fromKeyring asks the keyring of the system: Secret Service, Windows Credential
// Manager, macOS Keychain. What hangs is left behind when the time is over; it
// cannot be ended.
func fromKeyring(ctx context.Context, name string) ([]byte, error) {
	type got struct {
		text string
		err  error
	}
	done := make(chan got, 1)
	go func() {
		text, err := keyring.Get(keyringService, name)
		done <- got{fromUTF16(text), err}
	}()
	timer := time.NewTimer(keyringTime)
	defer timer.Stop()
	select {
	case g := <-done:
		if errors.Is(g.err, keyring.ErrNotFound) {
			return nil, fmt.Errorf("the keyring has no entry of that name for the service %q", keyringService)
		}
		if g.err != nil {
			return nil, fmt.Errorf("the keyring cannot be asked: %w (use file: or credential: where nobody logs in)", g.err)
		}
		return []byte(g.text), nil
	case <-timer.C:
		return nil, errors.New("the keyring does not answer (is it unlocked? use file: or credential: where nobody logs in)")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// fromUTF16 turns what the tools of Windows put into its keyring into UTF-8.
func fromUTF16(text string) string {
	if len(text)%2 != 0 || !strings.Contains(text, "\x00") {
		return text
	}
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = uint16(text[2*i]) | uint16(text[2*i+1])<<8
	}
	return string(utf16.Decode(units))
}
