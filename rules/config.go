// Package rules reads what users decide in files: the configuration with its
// zones, shares, clients and flows. Start at [Load]. Every error names the line
// and column, and none holds a password.
package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/netzone"
)

// A Config is what a configuration file says.
type Config struct {
	Policy *netzone.Policy // Hash is of the file's text, without a BOM and with LF as line ends
	Shares []Share
	// FingerprintKeyFrom tells where the key of fingerprints is, as
	// Share.PasswordFrom does, or is "".
	FingerprintKeyFrom string
	// SignKey is the file of the secret key that signs reports, or "", and
	// SignKeyPasswordFrom where its password is, as Share.PasswordFrom, or "".
	SignKey             string
	SignKeyPasswordFrom string
	Limits              Limits
	Files               []HostFile // how files of hosts are read; the first that matches
	Report              Report
	Probe               Probe
	// Warnings are for people and for the report: "shikiri.yaml:12:7: an
	// exception of zone office ended on 2026-03-31 and no longer applies".
	Warnings []string
	// Rules are the detectors of the rules that the configuration names, and of
	// those that Load was given.
	Rules []*detect.Detector
}

// A Share is a place to scan and how to get in.
type Share struct {
	URL  string // never holds a password; a local path is absolute or relative to the working folder
	Zone string // of the policy
	User string // "" if the URL names the user, or nobody does
	// PasswordFrom tells where the password is: "file:PATH", "command:CMD",
	// "credential:NAME", "keyring:NAME", "prompt", "env:NAME", or "".
	PasswordFrom string
	Key          string // the file of a private key, for SFTP; ""
	// PassphraseFrom tells where the passphrase of private keys is, as
	// PasswordFrom does.
	PassphraseFrom string
	KnownHosts     string // a file of host keys, for SFTP; "": those of the user and the system
	Snapshots      bool   // scan previous versions, too
}

// Load reads a configuration file. What is wrong with its text is a
// [*ConfigError]. Exceptions end by the clock and time zone of this machine.
// More are rules that are in use besides those that it names.
func Load(path string, more ...*detect.Detector) (*Config, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	return Parse(path, src, time.Now(), more...)
}

// Parse reads the text of a configuration: YAML in UTF-8 with the keys that
// [Example] explains and no others. The error is a [*ConfigError] with all that
// is wrong. Name is the file's, for messages; paths of local shares, and file:
// references, are relative to its folder. Exceptions end with their day in the
// location of now.
// Files of rules are read; what is wrong with one is told with its own name.
func Parse(name string, src []byte, now time.Time, more ...*detect.Detector) (*Config, error) {
	text, problem := newSource(name, src)
	if problem != nil {
		return nil, &ConfigError{Problems: []Problem{*problem}}
	}
	d := &decoder{source: text, now: now, folder: filepath.Dir(name), places: map[string]place{}, bad: map[string]bool{},
		config: &Config{Policy: &netzone.Policy{}, Rules: slices.Clone(more)}}
	if root := d.parse(); root != nil {
		d.root(root)
		d.checkKinds()
		d.check()
	}
	if d.problems != nil || d.inRules != nil {
		all := newConfigError(text, d.problems)
		all.Problems = append(all.Problems, d.inRules...)
		return nil, all
	}
	sum := sha256.Sum256([]byte(text.text))
	d.config.Policy.Hash = "sha256:" + hex.EncodeToString(sum[:])
	return d.config, nil
}

func (d *decoder) root(n ast.Node) {
	d.object(n, "", "the configuration", []key{
		{name: "version", required: true, read: d.version},
		{name: "zones", required: true, read: func(n ast.Node, at string) { d.list(n, at, true, d.zone) }},
		{name: "shares", read: func(n ast.Node, at string) { d.list(n, at, false, d.share) }},
		{name: "files", read: func(n ast.Node, at string) { d.list(n, at, false, d.hostFile) }},
		{name: "clients", read: func(n ast.Node, at string) { d.list(n, at, false, d.client) }},
		{name: "flows", read: func(n ast.Node, at string) { d.list(n, at, false, d.flow) }},
		{name: "egress", read: func(n ast.Node, at string) { d.list(n, at, false, d.canary) }},
		{name: "probe", read: d.probe},
		{name: "fingerprint-key-from", read: func(n ast.Node, at string) { d.config.FingerprintKeyFrom = d.reference(n, at) }},
		{name: "sign-key", read: func(n ast.Node, at string) { d.config.SignKey = d.keyFile(n, at) }},
		{name: "sign-key-password-from", read: func(n ast.Node, at string) { d.config.SignKeyPasswordFrom = d.reference(n, at) }},
		{name: "limits", read: d.limits},
		{name: "report", read: d.report},
		{name: "rules", read: d.rules},
	})
}

func (d *decoder) version(n ast.Node, at string) {
	if v, ok := d.number(n, at); ok && v != 1 {
		d.fail(n, at, fmt.Sprintf("version %d is not known", v), "this shikiri reads version: 1")
	}
}

// check adds what only the whole configuration shows, but for parts that could
// not be read: those were told already.
func (d *decoder) check() {
	p := d.config.Policy
	for _, problem := range p.Check(d.now) {
		d.tell(problem)
	}
	seen := map[string]int{}
	for i := range d.config.Shares {
		s := &d.config.Shares[i]
		at := fmt.Sprintf("shares[%d]", i)
		if s.Zone != "" && len(p.Zones) > 0 {
			if problem := p.CheckZone(s.Zone); problem != nil {
				problem.At = at + ".zone"
				d.tell(*problem)
			}
		}
		if addr, ok := hostAddr(s.URL); ok {
			if problem := p.CheckAddress(s.Zone, addr); problem != nil {
				problem.At = at + ".url"
				d.tell(*problem)
			}
			if problem := p.CheckUnused(addr); problem != nil {
				problem.At = at + ".url"
				d.tell(*problem)
			}
		}
		if first, ok := seen[s.URL]; ok && s.URL != "" {
			d.tell(netzone.Problem{At: at + ".url", Text: "the share is listed twice", Hint: fmt.Sprintf("it is already on line %d", first)})
		} else {
			seen[s.URL] = d.places[at+".url"].line
		}
	}
}

// tell places a problem of the policy in the file.
func (d *decoder) tell(p netzone.Problem) {
	if d.isBad(p.At) {
		return
	}
	where, at := d.places[p.At], p.At
	for where.line == 0 && at != "" { // a key that is not there: what it is missing from
		at = at[:max(0, strings.LastIndexAny(at, ".["))]
		where = d.places[at]
	}
	d.add(where, p.Text, p.Hint, p.Warning)
}
