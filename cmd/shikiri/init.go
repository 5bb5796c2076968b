package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/rules"
)

func newInit(p *program) *cobra.Command {
	var policy string
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write a commented " + configFile + " and a fingerprint key",
		Long: `Init writes ` + configFile + ` and ` + rules.ExampleKey + ` into this folder. Files that are there are
never overwritten. The configuration is one of the built-in policies, which
"shikiri rules list" describes.

The key makes fingerprints of people comparable between runs and zones. Whoever
has it can try names against fingerprints: keep it where only those who scan
can read it, and use the same key in every zone.`,
		Annotations: map[string]string{exitCodes: plainExitCodes},
		Args:        noArgs,
		RunE:        func(*cobra.Command, []string) error { return initialize(p, policy) },
	}
	var names []string
	for _, preset := range rules.Policies() {
		names = append(names, preset.Name)
	}
	cmd.Flags().StringVar(&policy, "policy", rules.DefaultPolicy, "start from the built-in policy of that `NAME`:\n  "+strings.Join(names, "\n  "))
	complete(cmd, "policy", names...)
	return cmd
}

// initialize writes both files or, if one of them is there, none.
func initialize(p *program, policy string) error {
	text, ok := rules.Policy(policy)
	if !ok {
		return hint(fmt.Errorf("--policy %s: there is no such policy", policy), "there are: %s", rules.PolicyNames())
	}
	for _, name := range []string{configFile, rules.ExampleKey} {
		if _, err := os.Lstat(name); err == nil {
			return hint(fmt.Errorf("write %s: it is there already", name), "nothing was written; move it away to start anew")
		}
	}
	key := make([]byte, keyBytes)
	_, _ = rand.Read(key) // never fails
	if err := createNew(rules.ExampleKey, []byte(hex.EncodeToString(key)+"\n"), 0o600); err != nil {
		return err
	}
	if err := createNew(configFile, text, 0o644); err != nil {
		return errors.Join(err, os.Remove(rules.ExampleKey))
	}
	fmt.Fprintf(p.Out, "wrote %s: say there which zones you have, then run shikiri zones\n", configFile)
	fmt.Fprintf(p.Out, "wrote %s: keep it secret, and use it in every zone\n", rules.ExampleKey)
	return nil
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
