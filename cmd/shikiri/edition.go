package main

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/rules"
)

// An edition says what of a run is written: all of it, or what one client may
// see, with the names of files or without. It holds for every file that a command
// writes, saved runs too.
type edition struct {
	client string
	redact bool
	key    []byte // of masked names; nil: random
}

func (o *edition) addFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.client, "client", "", "write what concerns the client `NAME` only: an extract to hand over")
	cmd.Flags().BoolVar(&o.redact, "redact-paths", false, "mask the names of files, folders and accounts, which name people")
}

// prepare looks for the key that masks names: that of the fingerprints, so that
// names and IDs are the same in every redacted report. Conf is as for signing.
func (o *edition) prepare(ctx context.Context, s *secrets, conf func() (*rules.Config, error)) error {
	if !o.redact || o.key != nil {
		return nil
	}
	c, err := conf()
	if err != nil {
		return err
	}
	key, err := s.loadKey(ctx, "", c.FingerprintKeyFrom)
	o.useKey(key)
	return err
}

// useKey has names masked with a key that is made of the fingerprint key.
func (o *edition) useKey(fingerprint []byte) {
	if fingerprint != nil {
		h := hmac.New(sha256.New, fingerprint)
		h.Write([]byte("shikiri names of files"))
		o.key = h.Sum(nil)
	}
}

// check returns an error if the clients that are known do not include the one
// of the flag.
func (o *edition) check(known []string) error {
	for _, name := range known {
		if name == o.client {
			return nil
		}
	}
	if o.client == "" {
		return nil
	}
	return unknownClient(o.client, known)
}

func unknownClient(name string, known []string) error {
	if len(known) == 0 {
		return hint(fmt.Errorf("--client %s: the run knows no clients", name), "clients in the configuration tell whose a file is by its path")
	}
	return hint(fmt.Errorf("--client %s: there is no such client", name), "there are: %s", strings.Join(known, ", "))
}

// of returns what of a run is written. The run itself must not be used after.
func (o *edition) of(p *program, r *report.Run) (*report.Run, error) {
	if o.client != "" {
		part, err := report.Extract(r, o.client)
		var unknown *report.UnknownClientError
		if errors.As(err, &unknown) {
			return nil, unknownClient(o.client, unknown.Names)
		}
		if err != nil {
			return nil, fmt.Errorf("--client %s: %w", o.client, err)
		}
		r = part
	}
	if !o.redact || r.Redacted {
		return r, nil
	}
	key := o.key
	if key == nil {
		key = make([]byte, sha256.Size)
		_, _ = rand.Read(key) // never fails
		p.note("names are masked with a random key: another redacted report has other names and IDs (a fingerprint key makes them the same)")
	}
	report.Redact(r, key)
	return r, nil
}

// whole reports whether all of the run is written: then, and only then, may its
// file of people lie beside it.
func (o *edition) whole() bool { return o.client == "" && !o.redact }

// prepareScan is prepare for a scan, and for signing what it writes: what is wrong
// with a flag is told before the scan.
func (o *edition) prepareScan(ctx context.Context, plan *plan, sign *signOptions, all []destination) error {
	if err := o.check(clientsOf(plan.conf)); err != nil {
		return err
	}
	o.useKey(plan.Key)
	return sign.prepare(ctx, plan.secrets, func() (*rules.Config, error) { return plan.conf, nil }, all)
}

// clientsOf returns the names of the clients of a configuration.
func clientsOf(conf *rules.Config) []string {
	var names []string
	for _, c := range conf.Policy.Clients {
		names = append(names, c.Name)
	}
	return names
}
