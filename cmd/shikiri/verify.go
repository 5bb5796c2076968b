package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"aead.dev/minisign"
	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/rules"
)

const verifyExitCodes = `  0    each file is as it was signed
  1    a file or its signature was changed, or was signed with another key
  2    something could not be checked: no signature, no key, no file`

// maxLegacy is the size up to which a file with a signature of minisign's older
// form is read: all of it must be in memory. minisign -l signs no larger ones.
const maxLegacy = 1 << 30

func newVerify(p *program) *cobra.Command {
	var public, config string
	cmd := &cobra.Command{
		Use:   "verify FILE...",
		Short: "Check that signed reports and runs were not changed",
		Long: `Verify checks each FILE by its signature, FILE.minisig, and shows which key made
it, when, and of which run. A file that bears another name than when it was
signed is wrong, too. Of a saved run the file of people beside it is checked.

The public key is ` + rules.ExamplePublicKey + ` in the folder of the configuration unless --public-key
names another. It must have come by another way than the files: what stands
beside them may have been changed with them.

minisign -Vm FILE -p ` + rules.ExamplePublicKey + ` checks the same signature.`,
		Example:           "  shikiri verify monday.json monday.html --public-key from-the-vendor.pub",
		Annotations:       map[string]string{exitCodes: verifyExitCodes},
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := noEmptyFlags(cmd); err != nil {
				return err
			}
			if len(args) == 0 {
				return hint(errors.New("verify: no file to check"), "name the files that were signed, as monday.json")
			}
			key, err := publicKey(public, config)
			if err != nil {
				return err
			}
			return p.verifyAll(args, key)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&public, "public-key", "", "public `KEY` of the signer, or the file that holds it\n(default: "+rules.ExamplePublicKey+" beside the configuration)")
	addConfigFlag(cmd.Flags(), &config)
	return cmd
}

// An unsure says why a file could not be checked, which is no proof of a change.
type unsure struct{ error }

// verifyAll checks files and tells of each. What is wrong decides the exit code,
// before what could not be checked.
func (p *program) verifyAll(files []string, key minisign.PublicKey) error {
	code := exitClean
	for _, file := range files {
		told, err := p.verify(file, key)
		var open unsure
		word := "good"
		switch {
		case errors.As(err, &open):
			word = "NOT CHECKED"
			if code == exitClean {
				code = exitFailed
			}
		case err != nil:
			word, code = "WRONG", exitViolation
		}
		fmt.Fprintf(p.Out, "%s  %s", p.speak(word), printable(file))
		if err != nil {
			fmt.Fprintf(p.Out, ": %s", printable(err.Error()))
		}
		fmt.Fprintln(p.Out)
		for _, line := range told {
			fmt.Fprintf(p.Out, "  %s\n", printable(line))
		}
	}
	if code == exitClean {
		return nil
	}
	return exitStatus(code)
}

// verify checks a file, and what belongs to it, and returns what is known of it
// by its signature.
func (p *program) verify(file string, key minisign.PublicKey) (told []string, err error) {
	sig, err := readSignature(file + signatureExt)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, unsure{bare(err)}
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, unsure{errors.New("it is no file")}
	}
	if sig.KeyID != key.ID() {
		return nil, fmt.Errorf("it was signed with another key: %s, not %s", signerID(sig.KeyID), signerID(key.ID()))
	}
	run, runErr, err := verifyContent(f, sig, key)
	if err != nil {
		return nil, err
	}
	told = p.tellSignature(sig)
	if name, ok := commentField(sig, "file"); ok && name != filepath.Base(file) && name != commentName(filepath.Base(file)) {
		return told, fmt.Errorf("it was signed under the name %s: is it the one that is meant?", name)
	}
	switch {
	case runErr != nil:
		return told, unsure{fmt.Errorf("the signature is right, but the run cannot be read: %w", runErr)}
	case run == nil:
		return told, nil
	}
	told = append(told, p.speak("run      %s %s", run.ID(), p.speak(run.Conformity)))
	if run.People == nil {
		return told, nil
	}
	if err := verifyPeople(file, run.People); err != nil {
		return told, err
	}
	return append(told, p.speak("people   %s is unchanged", run.People.File)), nil
}

// readSignature reads the signature of a file. Each byte of it counts but those
// of the comment that is not signed: base64 that decodes alike is no other way
// to write it.
func readSignature(name string) (sig minisign.Signature, err error) {
	data, err := readSecretFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return sig, unsure{fmt.Errorf("it has no signature, %s", filepath.Base(name))}
	}
	if err != nil {
		return sig, unsure{fmt.Errorf("its signature: %w", err)}
	}
	text := strings.TrimSuffix(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	if sig.UnmarshalText([]byte(text)) != nil || strings.TrimSuffix(sig.String(), "\n") != text {
		return sig, errors.New("its signature is damaged, or none")
	}
	return sig, nil
}

// beginsRun matches the beginning of a saved run.
var beginsRun = regexp.MustCompile(`^\s*\{\s*"schema"\s*:\s*"shikiri/`)

// verifyContent reads a file once, to check its signature and, if it is a saved
// run, to return it: it must not change in between. What is wrong with the run
// is told apart.
func verifyContent(f *os.File, sig minisign.Signature, key minisign.PublicKey) (run *report.Run, runErr, err error) {
	if sig.Algorithm == minisign.EdDSA {
		return verifyLegacy(f, sig, key)
	}
	hash := minisign.NewReader(f)
	in := bufio.NewReaderSize(hash, 64<<10)
	if start, _ := in.Peek(1 << 10); beginsRun.Match(start) {
		run, runErr = decodeRun(in)
	}
	if _, err := io.Copy(io.Discard, in); err != nil {
		return nil, nil, unsure{bare(err)}
	}
	if !hash.Verify(key, []byte(sig.String())) {
		return nil, nil, errChanged
	}
	return run, runErr, nil
}

var errChanged = errors.New("it or its signature was changed")

// verifyLegacy is verifyContent for minisign -l, which signs the content itself.
func verifyLegacy(f *os.File, sig minisign.Signature, key minisign.PublicKey) (run *report.Run, runErr, err error) {
	data, err := io.ReadAll(io.LimitReader(f, maxLegacy+1))
	if err == nil && len(data) > maxLegacy {
		err = errors.New("it is too large for a signature of the older form")
	}
	if err != nil {
		return nil, nil, unsure{bare(err)}
	}
	if !minisign.Verify(key, data, []byte(sig.String())) {
		return nil, nil, errChanged
	}
	if beginsRun.Match(data) {
		run, runErr = decodeRun(strings.NewReader(string(data)))
	}
	return run, runErr, nil
}

// verifyPeople checks the file of people beside a run that is as it was signed.
func verifyPeople(file string, people *report.PeopleFile) error {
	if people.File != filepath.Base(people.File) || strings.ContainsAny(people.File, `/\`) {
		return errors.New("the run names a file of people that is not beside it")
	}
	name := filepath.Join(filepath.Dir(file), people.File)
	f, err := os.Open(name)
	if err != nil {
		return unsure{fmt.Errorf("its file of people, %s: %w", people.File, bare(err))}
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return unsure{fmt.Errorf("its file of people, %s: it is no file", people.File)}
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return unsure{fmt.Errorf("its file of people, %s: %w", people.File, bare(err))}
	}
	if hex.EncodeToString(h.Sum(nil)) != strings.TrimPrefix(people.SHA256, "sha256:") {
		return fmt.Errorf("its file of people, %s, was changed, or is that of another run", people.File)
	}
	return nil
}

// tellSignature says what a signature that is right says.
func (p *program) tellSignature(sig minisign.Signature) []string {
	told := []string{p.speak("key      %s", signerID(sig.KeyID))}
	if text, ok := commentField(sig, "timestamp"); ok {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			told = append(told, p.speak("signed   %s by the signer's clock", time.Unix(n, 0).Format("2006-01-02 15:04:05 -07:00")))
		}
	}
	return append(told, p.speak("comment  %s", strings.ReplaceAll(sig.TrustedComment, "\t", "  ")))
}

// commentField returns a field of a comment that is signed.
func commentField(sig minisign.Signature, name string) (string, bool) {
	for field := range strings.SplitSeq(sig.TrustedComment, "\t") {
		if value, ok := strings.CutPrefix(field, name+":"); ok {
			return value, true
		}
	}
	return "", false
}

// printable returns text without what could change the terminal: names of files
// and comments may come from anywhere.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || r == '　' {
			return r
		}
		return '�'
	}, text)
}
