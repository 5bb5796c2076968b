package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/report"
)

func newReport(p *program) *cobra.Command {
	var format, lang, color string
	var outputs []string
	var sign signOptions
	var only edition
	cmd := &cobra.Command{
		Use:   "report RUN",
		Short: "Write a saved run in another format",
		Long: `Report reads a run that scan saved (--save, or -f json) and writes it in another
format. RUN is a file, or - for standard input. Nothing is scanned, and the exit
code says only whether the report was written: the run's own is in the report.`,
		Example:     "  shikiri report -f csv -o monday.csv monday.json",
		Annotations: map[string]string{exitCodes: plainExitCodes},
		Args:        oneArg("report", "RUN", "name the file that scan --save wrote"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := noEmptyFlags(cmd); err != nil {
				return err
			}
			destinations, err := chooseDestinations(outputs, format)
			if err == nil {
				err = checkColor(color)
			}
			if err != nil {
				return err
			}
			l, err := p.language(lang)
			if err != nil {
				return err
			}
			if err := p.prepareOutput(cmd.Context(), &sign, &only, destinations); err != nil {
				return err
			}
			r, sum, err := p.loadRunSum(args[0])
			if err != nil {
				return err
			}
			if err := checkCompared(destinations, r.Changes != nil); err != nil {
				return err
			}
			nameFile(r, sum)
			if err := checkDestinations(destinations); err != nil {
				return err
			}
			if r, err = only.of(p, r); err != nil {
				return err
			}
			return p.writeAll(r, destinations, p.reader(color, l))
		},
	}
	cmd.Flags().SortFlags = false
	addFormatFlags(cmd, &format, &outputs)
	sign.addFlags(cmd.Flags())
	only.addFlags(cmd)
	addReaderFlags(cmd, &lang, &color)
	return cmd
}

// oneArg returns a check for commands that take one argument.
func oneArg(command, what, todo string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return hint(fmt.Errorf("%s: want one %s, got %d", command, what, len(args)), "%s", todo)
		}
		return nil
	}
}

// loadRun reads a saved run from a file, or from standard input if it is "-".
func (p *program) loadRun(file string) (*report.Run, error) {
	r, _, err := p.loadRunSum(file)
	return r, err
}

// loadRunSum is loadRun that tells the SHA-256 of what it read, in hexadecimal.
func (p *program) loadRunSum(file string) (r *report.Run, sum string, err error) {
	in := p.In
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, "", fmt.Errorf("read run: %s: %w", file, bare(err))
		}
		defer f.Close()
		in = f
	}
	h := sha256.New()
	if r, err = decodeRun(io.TeeReader(in, h)); err != nil { // which reads to the end
		return nil, "", fmt.Errorf("read run: %s: %w", file, err)
	}
	return r, hex.EncodeToString(h.Sum(nil)), nil
}

// decodeRun reads a run in its JSON form. Its errors say nothing of what is in
// it. A run of a later version of the schema is refused rather than shown
// without what it would have to say; fields that are new are ignored.
func decodeRun(in io.Reader) (*report.Run, error) {
	var r report.Run
	dec := json.NewDecoder(bufio.NewReader(in))
	if err := dec.Decode(&r); err != nil {
		var syntax *json.SyntaxError
		var kind *json.UnmarshalTypeError
		switch {
		case errors.Is(err, io.EOF):
			return nil, errors.New("it is empty")
		case errors.Is(err, io.ErrUnexpectedEOF):
			return nil, errors.New("it is cut short")
		case errors.As(err, &syntax):
			return nil, fmt.Errorf("not JSON at byte %d", syntax.Offset)
		case errors.As(err, &kind):
			return nil, fmt.Errorf("%s has the wrong type at byte %d", kind.Field, kind.Offset)
		}
		return nil, errors.New("not a saved run")
	}
	if r.Schema != report.Schema {
		if r.Schema == "" || !strings.HasPrefix(r.Schema, "shikiri/") {
			return nil, hint(errors.New("not a saved run"), "scan --save FILE writes one; an ndjson report is none")
		}
		return nil, fmt.Errorf("its schema is another than %s", report.Schema)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more follows after the run")
	}
	return &r, nil
}
