// Package replay writes invented shares that resemble those of known incidents,
// together with the truth about them, so that a scan's counts can be compared
// with what is really there.
//
// Every replay is a pure function of its name and [Options]: the same seed
// writes the same bytes. Nobody in it exists. Start at [Make].
package replay

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A Replay is one share, or set of shares, that can be written.
type Replay struct {
	Name, Doc string
	write     func(b *builder)
}

var replays = []Replay{
	{"amagasaki", "a resident register and a tax table, in two large CSV files", writeAmagasaki},
	{"demo", "a print vendor's two networks, small", writeDemo},
	{"docomo", "one CSV file of millions of customers", writeDocomo},
	{"kubota", "fixed-length print data of a credit company", writeKubota},
	{"muroran", "a laboratory's mails, reports, CSV and JSON", writeMuroran},
	{"office-clean", "an office share that holds nobody's data", writeOfficeClean},
	{"saxo", "daily files that nobody deleted, with My Numbers masked and not", writeSaxo},
	{"small", "100,000 small files, one in five with personal data", writeSmall},
	{"tokai", "logs of direct-mail jobs for 34 clients", writeTokai},
}

// All returns the replays, ordered by name.
func All() []Replay { return slices.Clone(replays) }

// ErrName means that there is no replay of a name.
var ErrName = errors.New("no such replay")

// Options say how a replay is written. The zero value is the full size from
// seed 0.
type Options struct {
	Scale float64 // of all counts; 0 is 1
	Seed  uint64
	// Now is the time the files' ages are relative to. Zero: no modification
	// times are set, except that replay "saxo" needs it.
	Now time.Time
}

// ErrNow means that a replay needs Options.Now.
var ErrNow = errors.New("the time that ages are relative to is not given")

// Make writes the replay into dir: "share" (for "demo": "print" and "office"),
// shikiri.yaml, and truth.json beside them. dir is created; what Make would
// write must not exist yet. Memory does not grow with the scale, but for a
// fingerprint of 8 bytes or a small struct for each person of one client.
func Make(name, dir string, o Options) (*Truth, error) {
	i := slices.IndexFunc(replays, func(r Replay) bool { return r.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("make replay %s: %w", name, ErrName)
	}
	if o.Scale == 0 {
		o.Scale = 1
	}
	b := &builder{
		dir: dir, scale: o.Scale, seed: o.Seed, now: o.Now,
		rng:   rand.New(rand.NewPCG(o.Seed, fnv64(name))),
		truth: newTruth(name, o),
	}
	replays[i].write(b)
	b.writeTruth()
	if b.err != nil {
		return nil, fmt.Errorf("make replay %s: %w", name, b.err)
	}
	return b.truth, nil
}

// A builder writes one replay. The first error sticks and makes what follows
// do nothing.
type builder struct {
	dir   string
	scale float64
	seed  uint64
	now   time.Time
	rng   *rand.Rand
	truth *Truth
	err   error
}

func (b *builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// scaled returns n at the scale, at least 1.
func (b *builder) scaled(n int) int { return max(1, int(float64(n)*b.scale+0.5)) }

// config writes the shikiri.yaml that stands beside the shares.
func (b *builder) config(text string) { b.text("", "shikiri.yaml", utf8, text) }

func (b *builder) writeTruth() {
	if b.err != nil {
		return
	}
	b.truth.close()
	data, err := json.MarshalIndent(b.truth, "", " ")
	if err == nil {
		err = os.WriteFile(filepath.Join(b.dir, "truth.json"), append(data, '\n'), 0o666)
	}
	if err != nil {
		b.fail(err)
	}
}

// fnv64 is FNV-1a.
func fnv64(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// between returns a number from lo to hi, both included.
func between(r *rand.Rand, lo, hi int) int { return lo + r.IntN(hi-lo+1) }
