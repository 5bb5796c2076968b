package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/shikiri/shikiri/output"
	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/scan"
)

// A destination is where a report goes, and how.
type destination struct {
	Format *output.Format
	File   string  // "" is standard output
	Signer *signer // of the file; nil: it is not signed
}

// A formatPrefix before = in -o is meant to be a format.
var formatPrefix = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

// chooseDestinations reads the values of -o and -f. A FORMAT= prefix decides,
// else -f, else the file's extension, else it is a table.
func chooseDestinations(outputs []string, format string) ([]destination, error) {
	var given *output.Format
	if format != "" {
		if given = output.Lookup(format); given == nil {
			return nil, unknownFormat("-f " + format)
		}
	}
	if len(outputs) == 0 {
		if given == nil {
			given = output.Lookup("table")
		}
		return []destination{{Format: given}}, nil
	}
	var all []destination
	used := false
	for _, text := range outputs {
		d := destination{Format: given, File: text}
		before, after, ok := strings.Cut(text, "=")
		switch {
		case ok && formatPrefix.MatchString(before):
			if d.Format, d.File = output.Lookup(before), after; d.Format == nil {
				return nil, unknownFormat("-o " + before + "=")
			}
		case given != nil:
			used = true
		default:
			d.Format = formatOf(text)
		}
		switch d.File {
		case "":
			return nil, hint(errors.New("-o: a file is empty"), "write -o FILE, -o FORMAT=FILE, or - for standard output")
		case "-":
			d.File = ""
		}
		all = append(all, d)
	}
	if given != nil && !used {
		return nil, hint(fmt.Errorf("-f %s: every -o has a format of its own", given.Name), "for standard output add -o %s=-", given.Name)
	}
	return all, nil
}

// saved is the destination of a run that is saved to a file, none for "".
func saved(file string) []destination {
	if file == "" {
		return nil
	}
	return []destination{{Format: output.Lookup("json"), File: file}}
}

// peopleDestination is the people file as a destination, to be checked and not
// written.
func peopleDestination(save string, people *scan.PeopleOutput) []destination {
	if people == nil {
		return nil
	}
	return saved(save + peopleExt)
}

func unknownFormat(what string) error {
	return hint(fmt.Errorf("%s: there is no such format", what), "there are: %s\na file with = in its name is written ./a=b", formatNames())
}

// formatNames lists the formats that are there, in the order of their names.
func formatNames() string {
	var names []string
	for _, f := range output.All() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// formatOf returns the format that a file's extension tells, the longest that is
// one, or the table.
func formatOf(file string) *output.Format {
	best, name := output.Lookup("table"), strings.ToLower(file)
	length := 0
	for _, f := range output.All() {
		if len(f.Ext) > length && strings.HasSuffix(name, f.Ext) {
			best, length = f, len(f.Ext)
		}
	}
	return best
}

// checkDestinations returns an error if a report could not be written in the
// end: better now than after a night of scanning. It leaves nothing behind.
func checkDestinations(all []destination) error {
	seen := map[string]bool{}
	for _, d := range all {
		file := d.File
		if file != "" {
			file = target(file)
		}
		if seen[file] {
			if file == "" {
				return errors.New("-o: two reports go to standard output")
			}
			return fmt.Errorf("write %s: two reports go there", d.File)
		}
		seen[file] = true
		if d.Signer != nil && file != "" {
			seen[file+signatureExt] = true
		}
		if file == "" || irregular(file) {
			continue
		}
		tmp, err := createBeside(file)
		if err != nil {
			return fmt.Errorf("write %s: %w", d.File, bare(err))
		}
		_ = tmp.Close()
		_ = os.Remove(tmp.Name())
	}
	return nil
}

// writeAll writes a report to its destinations. It goes on after an error: the
// others may be all that is left of the scan.
func (p *program) writeAll(r *report.Run, all []destination, o output.Options) error {
	var errs []error
	for _, d := range all {
		var err error
		if d.File == "" {
			out := bufio.NewWriter(p.Out)
			err = errors.Join(d.Format.Write(out, r, o), out.Flush())
		} else {
			err = p.writeReport(r, d, output.Options{Lang: o.Lang})
		}
		if err != nil {
			name := d.File
			if name == "" {
				name = "standard output"
			}
			errs = append(errs, fmt.Errorf("write %s: %w", name, bare(err)))
		}
	}
	return errors.Join(errs...)
}

// writeReport writes a report to a file, and its signature beside it. The
// signature comes last: one that is there belongs to what is there, or is of an
// older report and does not verify.
func (p *program) writeReport(r *report.Run, d destination, o output.Options) error {
	var hashed *hashedFile
	err := writeFile(d.File, func(w io.Writer) error {
		if d.Signer == nil {
			return d.Format.Write(w, r, o)
		}
		hashed = newHashedFile(w)
		return d.Format.Write(hashed, r, o)
	})
	if err != nil || irregular(target(d.File)) {
		return err
	}
	if d.Format.Public {
		if err := os.Chmod(d.File, 0o644); err != nil {
			return err
		}
	}
	if d.Signer == nil {
		if _, err := os.Lstat(d.File + signatureExt); err == nil {
			p.warn(fmt.Sprintf("%s is new and not signed: %s is of an older one", d.File, d.File+signatureExt))
		}
		return nil
	}
	err = writeFile(d.File+signatureExt, func(w io.Writer) error {
		_, err := w.Write(d.Signer.sign(hashed, d.File, r))
		return err
	})
	if err != nil {
		return fmt.Errorf("its signature: %w", bare(err))
	}
	return nil
}

// writeFile writes a file that only its owner may read. It is there in whole or
// not at all: what was there before stays until all is on the disk. A device or
// FIFO is written to as it is.
func writeFile(name string, write func(io.Writer) error) (err error) {
	file := target(name)
	if irregular(file) {
		f, err := os.OpenFile(file, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(f), f.Close())
	}
	f, err := createBeside(file)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

// createBeside creates a temporary file, mode 0600, in the folder of file.
func createBeside(file string) (*os.File, error) {
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return nil, errors.New("it is a folder")
	}
	return os.CreateTemp(filepath.Dir(file), ".shikiri-*.tmp")
}

// target returns the file that name leads to, through links.
func target(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	if abs, err := filepath.Abs(name); err == nil {
		name = abs
	}
	return name
}

// irregular reports whether file is there and neither a regular file nor a
// folder: /dev/stderr must not be renamed over.
func irregular(file string) bool {
	info, err := os.Stat(file)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// bare returns err without the name of a temporary file, which says nothing to
// anybody.
func bare(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}
