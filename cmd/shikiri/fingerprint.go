package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/scan"
	"github.com/shikiri/shikiri/scan/known"
)

// fingerprintOptions are the flags of fingerprint.
type fingerprintOptions struct {
	scanOptions // those that say how a file is read
	client, out string
}

// knownDanger is what a file of known people gives away, and to whom. It is true
// of the file that is written: see package known.
const knownDanger = `Without the key nothing can be read from the file or tried against it. Whoever
has the file AND the key cannot list the people, but can try guesses: hundreds of
millions of names, telephone numbers or addresses a minute, and so find most of
them. Carry the two by different ways and keep them apart; the file with the key
is to be guarded like the list itself.`

const fingerprintExitCodes = `  0    the file was written
  2    the command is wrong, nobody was found in the list, or the command failed
  3    the file was written, but parts of the list could not be read`

func newFingerprint(p *program) *cobra.Command {
	var o fingerprintOptions
	cmd := &cobra.Command{
		Use:   "fingerprint LIST",
		Short: "Make a list of customers into a file that scan --known looks for",
		Long: `Fingerprint reads a list of people, in any format that scan reads, and writes a
file by which "shikiri scan --known" recognises them, near certainly, in any other
format. The list is read as scan reads a file: names, addresses, dates of birth,
telephones, mail addresses and numbers are found by their columns and brought to
one form. The file holds none of them, but salted fingerprints made with the
fingerprint key, encrypted with it.

` + knownDanger + `

What the file says in plain text is its name, the client, when it was made and how
many people it has. Rows in which nobody was found are counted: their people are
not recognised.`,
		Example:     "  shikiri fingerprint customers.csv -o customers.fp --client 静清信用金庫\n  shikiri scan --known customers.fp office=/srv/share",
		Annotations: map[string]string{exitCodes: fingerprintExitCodes},
		Args:        oneArg("fingerprint", "LIST", "name the file that lists the people"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := noEmptyFlags(cmd); err != nil {
				return err
			}
			return o.run(cmd.Context(), p, args[0])
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&o.out, "output", "o", "", "write to `FILE` (default: the name of the list, with .fp)")
	f.StringVar(&o.client, "client", "", "`NAME` of the client whose people they are")
	addConfigFlag(f, &o.config)
	f.StringVar(&o.key, "fingerprint-key", "", "`FILE` with the fingerprint key (default: as configured)")
	f.StringArrayVar(&o.rules, "rules", nil, "use the rules of `FILE` too, or the built-in rule of that ID;\nmay be repeated")
	f.StringVar(&o.minConfidence, "min-confidence", "medium", "leave out what is found with less than `LEVEL`: low, medium, high")
	f.StringVar(&o.maxUnpacked, "max-unpacked", "", "`SIZE` that the list may unpack to, as 500MB or 20GiB")
	f.StringVar(&o.tempDir, "temp-dir", "", "`DIR` for what does not fit in memory, encrypted")
	f.StringVar(&o.passwords, "archive-passwords", "", "`FILE` of passwords, one a line, to be tried if the list is encrypted")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "say nothing but warnings")
	complete(cmd, "min-confidence", "low", "medium", "high")
	return cmd
}

// run reads the list and writes the file. Nothing is written if nobody was found.
func (o *fingerprintOptions) run(ctx context.Context, p *program, file string) error {
	plan, err := o.plan(ctx, p)
	if err != nil {
		return err
	}
	defer plan.Budget.Settings.Apart.Close()
	if o.out == "" {
		o.out = strings.TrimSuffix(file, filepath.Ext(file)) + ".fp"
	}
	if target(o.out) == target(file) {
		return fmt.Errorf("write %s: it is the list itself", o.out)
	}
	if err := checkDestinations([]destination{{File: o.out}}); err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("read list: %s: %w", file, bare(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("read list: %s: %w", file, bare(err))
	}
	if info.IsDir() {
		return fmt.Errorf("read list: %s: it is a folder", file)
	}
	for _, w := range append(plan.warnings, plan.secrets.told()...) {
		p.warn(w)
	}
	b := known.NewBuilder(plan.Key)
	l, person, births, err := scan.ReadList(ctx, plan.Config, filepath.Base(file), f, info.Size(), b)
	if err != nil {
		return fmt.Errorf("read list: %s: %w", file, err)
	}
	for _, u := range l.Unexamined {
		p.warn(fmt.Sprintf("%s could not be read, or only partly: %s", placeIn(file, u.Member), strings.Trim(u.Reason+": "+u.Detail, ": ")))
	}
	if l.People == 0 {
		return hint(fmt.Errorf("read list: %s: nobody was found in it: rows read %s%s", file, count(l.Rows), o.foundIn(&program{}, l)),
			"has it a header that names its columns (氏名, 住所, 生年月日)? nothing was written")
	}
	h := known.Header{Name: filepath.Base(o.out), Client: o.client, Made: p.Now().UTC(), Version: version(), Form: detect.IdentityForm(),
		Shared: l.Shared, Rows: l.Rows, Empty: l.Empty, Unread: len(l.Unexamined) > 0}
	err = writeFile(o.out, func(w io.Writer) (err error) {
		h, err = b.Write(w, h, person, births)
		return err
	})
	if err != nil {
		return fmt.Errorf("write %s: %w", o.out, bare(err))
	}
	o.tell(p, file, l, &h)
	if len(l.Unexamined) > 0 {
		return exitStatus(exitIncomplete)
	}
	return nil
}

// plan makes what scan makes of the same flags.
func (o *fingerprintOptions) plan(ctx context.Context, p *program) (*plan, error) {
	conf, err := setRules(o.config, o.rules)
	if err != nil {
		return nil, err
	}
	plan := &plan{Config: scan.Config{Policy: conf.Policy, Workers: 1, Now: p.Now, TempDir: o.tempDir, Version: version()}, secrets: newSecrets(p)}
	if plan.MinConfidence, err = confidence(o.minConfidence); err != nil {
		return nil, err
	}
	if plan.Budget, err = budget(o.maxUnpacked, 0); err != nil {
		return nil, err
	}
	o.fileTimeout = "0"
	if plan.Budget.Settings, err = o.settings(ctx, plan, conf); err != nil {
		return nil, err
	}
	if plan.Key, err = plan.secrets.loadKey(ctx, o.key, conf.FingerprintKeyFrom); err != nil {
		return nil, err
	}
	if plan.Key == nil {
		return nil, noKey("fingerprint")
	}
	return plan, compileRules(&plan.Config, conf)
}

// tell says what the file is, and what of the list is not in it.
func (o *fingerprintOptions) tell(p *program, file string, l *scan.List, h *known.Header) {
	if l.Empty > 0 {
		p.warn(fmt.Sprintf("%s: %s of %s rows gave nobody: who stands there is not recognised", file, count(l.Empty), count(l.Rows)))
	}
	if l.Vague > 0 {
		p.warn(fmt.Sprintf("%s: %s records have no name and nothing that is one person's: who stands there is not recognised", file, count(l.Vague)))
	}
	if l.NameOnly > 0 {
		p.warn(fmt.Sprintf("%s: of %s people nothing but the name was found: a match of one of them is never certain", file, count(l.NameOnly)))
	}
	if l.Beside > 0 {
		p.warn(fmt.Sprintf("%s: %s people stand beside its sheets, as who wrote it: they are left out", file, count(l.Beside)))
	}
	if o.quiet {
		return
	}
	fmt.Fprintln(p.Out, p.speak("wrote %s: people %s, of rows %s", o.out, count(l.People), count(l.Rows))+o.foundIn(p, l))
	p.tell("  without a name %s, by the name alone %s, with a namesake in the list %s\n", count(l.Nameless), count(l.NameOnly), count(l.Shared))
	p.tell("  rows without anybody %s, repeated %s, companies %s\n", count(l.Empty), count(l.Repeated), count(l.Companies))
	p.tell("  fingerprints %s, key %s, client %s\n", count(h.Tokens), h.Key, cmp.Or(h.Client, p.speak("(none: --client NAME)")))
	danger := knownDanger
	if p.lang == "ja" {
		danger = inJapaneseText(danger)
	}
	fmt.Fprintf(p.Out, "%s\n", danger)
}

// foundIn lists the kinds of data that were found, which shows a column that was
// not understood.
func (o *fingerprintOptions) foundIn(p *program, l *scan.List) string {
	var kinds []string
	for _, k := range l.Kinds {
		kinds = append(kinds, k.Kind+" "+count(k.Count))
	}
	if len(kinds) == 0 {
		return ""
	}
	return p.speak("\n  found in it: %s", strings.Join(kinds, ", "))
}

func placeIn(file, member string) string {
	if member == "" {
		return file
	}
	return file + ": " + strconv.Quote(member)
}

// count writes a number in groups of three digits.
func count(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
