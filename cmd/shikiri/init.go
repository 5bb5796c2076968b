package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"aead.dev/minisign"
	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/rules"
)

func newInit(p *program) *cobra.Command {
	var policy string
	var signKey bool
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write a commented " + configFile + ", a fingerprint key and signing keys",
		Long: `Init writes ` + configFile + `, ` + rules.ExampleKey + `, ` + rules.ExampleSignKey + ` and ` + rules.ExamplePublicKey + ` into
this folder. Files that are there are never overwritten. The configuration is one
of the built-in policies, which "shikiri rules list" describes.

The fingerprint key makes fingerprints of people comparable between runs and
zones. Whoever has it can try names against fingerprints: keep it where only
those who scan can read it, and use the same key in every zone.

The signing key signs reports and saved runs, so that a change is noticed. Give
the public key, ` + rules.ExamplePublicKey + `, to the auditor by another way than the reports, and
keep ` + rules.ExampleSignKey + ` on the machine that scans: whoever has it can sign as you. It
has no password, so that a scan at night can sign; minisign -C -s ` + rules.ExampleSignKey + `
gives it one. The stock minisign reads both files.`,
		Annotations: map[string]string{exitCodes: plainExitCodes},
		Args:        noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !signKey {
				return initialize(p, policy)
			}
			if cmd.Flags().Changed("policy") {
				return hint(errors.New("init: --policy and --sign-key do not go together"), "--sign-key writes the signing keys only")
			}
			return initializeSigning(p)
		},
	}
	var names []string
	for _, preset := range rules.Policies() {
		names = append(names, preset.Name)
	}
	cmd.Flags().StringVar(&policy, "policy", rules.DefaultPolicy, "start from the built-in policy of that `NAME`:\n  "+strings.Join(names, "\n  "))
	cmd.Flags().BoolVar(&signKey, "sign-key", false, "write the signing keys only, for a configuration that is there")
	complete(cmd, "policy", names...)
	return cmd
}

// A newFile is one that init writes.
type newFile struct {
	name string
	data []byte
	mode fs.FileMode
}

// initialize writes all files or, if one of them is there, none.
func initialize(p *program, policy string) error {
	text, ok := rules.Policy(policy)
	if !ok {
		return hint(fmt.Errorf("--policy %s: there is no such policy", policy), "there are: %s", rules.PolicyNames())
	}
	key := make([]byte, keyBytes)
	_, _ = rand.Read(key) // never fails
	signing, err := newSigningKeys()
	if err != nil {
		return err
	}
	files := append([]newFile{{configFile, text, 0o644}, {rules.ExampleKey, []byte(hex.EncodeToString(key) + "\n"), 0o600}}, signing...)
	if err := createAll(files); err != nil {
		return err
	}
	p.tell("wrote %s: say there which zones you have, then run shikiri zones\n", configFile)
	p.tell("wrote %s: keep it secret, and use it in every zone\n", rules.ExampleKey)
	tellSigning(p)
	return nil
}

// initializeSigning writes the keys for signatures.
func initializeSigning(p *program) error {
	files, err := newSigningKeys()
	if err == nil {
		err = createAll(files)
	}
	if err != nil {
		return err
	}
	tellSigning(p)
	p.tell("write sign-key: %s into %s, or give --sign-key %s\n", rules.ExampleSignKey, configFile, rules.ExampleSignKey)
	return nil
}

func tellSigning(p *program) {
	p.tell("wrote %s: keep it secret, on the machine that scans\n", rules.ExampleSignKey)
	p.tell("wrote %s: give it to the auditor, by another way than the reports\n", rules.ExamplePublicKey)
}

// newSigningKeys makes a pair of keys in the form of minisign -G -W.
func newSigningKeys() ([]newFile, error) {
	public, secret, err := minisign.GenerateKey(nil)
	if err != nil {
		return nil, fmt.Errorf("make a signing key: %w", err)
	}
	secretText, err := secret.MarshalText()
	if err != nil {
		return nil, fmt.Errorf("make a signing key: %w", err)
	}
	publicText := "untrusted comment: minisign public key " + signerID(public.ID()) + "\n" + public.String() + "\n"
	return []newFile{
		{rules.ExampleSignKey, append(secretText, '\n'), 0o600},
		{rules.ExamplePublicKey, []byte(publicText), 0o644},
	}, nil
}

// createAll writes files or, if one of them is there or cannot be written, none.
func createAll(files []newFile) error {
	for _, f := range files {
		if _, err := os.Lstat(f.name); err == nil {
			return hint(fmt.Errorf("write %s: it is there already", f.name), "nothing was written; move it away to start anew%s", onlyKeys(files))
		}
	}
	for i, f := range files {
		if err := createNew(f.name, f.data, f.mode); err != nil {
			for _, written := range files[:i] {
				err = errors.Join(err, os.Remove(written.name))
			}
			return err
		}
	}
	return nil
}

// onlyKeys tells of an older setup how to get what it lacks.
func onlyKeys(files []newFile) string {
	_, secret := os.Lstat(rules.ExampleSignKey)
	_, public := os.Lstat(rules.ExamplePublicKey)
	if files[0].name != configFile || secret == nil || public == nil {
		return ""
	}
	return "\nshikiri init --sign-key writes the signing keys only"
}

// createNew writes a file that must not be there.
func createNew(name string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, bare(err))
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		_ = os.Remove(name)
		return fmt.Errorf("write %s: %w", name, bare(err))
	}
	return nil
}
