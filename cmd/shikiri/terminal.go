package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"golang.org/x/term"

	"github.com/shikiri/shikiri/output"
)

// terminal returns the file behind a stream if it is a terminal, else nil.
func terminal(stream any) *os.File {
	f, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return f
}

// reader returns what the reader of standard output sees. color is the flag,
// lang is chosen already.
func (p *program) reader(color, lang string) output.Options {
	out := terminal(p.Out)
	o := output.Options{Lang: lang, Color: p.colors(color, out != nil)}
	if out == nil {
		return o
	}
	if width, _, err := term.GetSize(int(out.Fd())); err == nil {
		o.Width = width
	}
	return o
}

// colors reports whether to use colours. On Windows the old console shows the
// codes as they are, and only the new one announces itself.
func (p *program) colors(flag string, tty bool) bool {
	if flag != "auto" || !tty || p.Getenv("NO_COLOR") != "" {
		return flag == "always"
	}
	if runtime.GOOS == "windows" && p.Getenv("WT_SESSION") != "" {
		return true
	}
	name := p.Getenv("TERM")
	return name != "" && name != "dumb"
}

// checkColor returns an error if the value of --color is not known.
func checkColor(color string) error {
	switch color {
	case "auto", "always", "never":
		return nil
	}
	return hint(fmt.Errorf("--color %s: there is no such choice", color), "there are: auto, always, never")
}

// language returns the language of reports: the flag's, or that of the locale,
// whose variables win in the order POSIX gives them.
func (p *program) language(flag string) (string, error) {
	switch flag {
	case "ja", "en":
		return flag, nil
	case "":
	default:
		return "", hint(fmt.Errorf("--lang %s: there is no such language", flag), "there are: ja, en")
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := p.Getenv(name); locale != "" {
			if locale == "ja" || strings.HasPrefix(locale, "ja_") || strings.HasPrefix(locale, "ja-") || strings.HasPrefix(locale, "ja.") {
				return "ja", nil
			}
			return "en", nil
		}
	}
	return "en", nil
}

// confirmReveal asks whether the report may show what was found. A log of a CI
// system is kept and read by many, and where nobody sits nobody can answer.
func (p *program) confirmReveal() error {
	if p.Getenv("CI") != "" {
		return hint(errors.New("--reveal: refused in CI, whose logs are kept and read by many"), "run it by hand, at a terminal")
	}
	if terminal(p.In) == nil {
		return hint(errors.New("--reveal: standard input is not a terminal, so nobody can confirm it"), "run it by hand, at a terminal")
	}
	fmt.Fprint(p.Err, "The report will show personal data as it stands in the files, unmasked.\nType yes to go on: ")
	answer, err := bufio.NewReader(io.LimitReader(p.In, 100)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("--reveal: read the answer: %w", err)
	}
	if strings.TrimSpace(answer) != "yes" {
		return errors.New("--reveal: not confirmed")
	}
	return nil
}
