// Command make writes a replay:
//
//	go run ./internal/replay/make [-scale F] [-seed N] [-now 2024-05-01T00:00:00Z] NAME DIR
//
// It creates DIR/share, DIR/shikiri.yaml and DIR/truth.json. Exit codes: 2 the
// command is wrong or the replay could not be written.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/shikiri/shikiri/internal/replay"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("make", flag.ContinueOnError)
	scale := flags.Float64("scale", 1, "of all counts")
	seed := flags.Uint64("seed", 0, "the same seed writes the same bytes")
	now := flags.String("now", "", "RFC 3339 time that the ages of files are relative to (default: the present)")
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "usage: make [flags] NAME DIR\n\nreplays:")
		for _, r := range replay.All() {
			fmt.Fprintf(flags.Output(), "  %-13s %s\n", r.Name, r.Doc)
		}
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 2 {
		flags.Usage()
		return fmt.Errorf("make replay: want a name and a folder")
	}
	at := time.Now()
	if *now != "" {
		var err error
		if at, err = time.Parse(time.RFC3339, *now); err != nil {
			return fmt.Errorf("read -now: %w", err)
		}
	}
	t, err := replay.Make(flags.Arg(0), flags.Arg(1), replay.Options{Scale: *scale, Seed: *seed, Now: at})
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d files of %d bytes; %d records, %d people, %d companies, %d files with records\n",
		t.Name, t.OnDisk, t.Bytes, t.Records, t.People, t.Companies, len(t.Files))
	return nil
}
