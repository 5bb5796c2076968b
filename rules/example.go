package rules

import (
	_ "embed"
	"slices"
)

// ExampleKey is the file, beside the configuration, that [Example] expects the
// fingerprint key in.
const ExampleKey = "shikiri.key"

// ExampleSignKey is the file, beside the configuration, that [Example] expects
// the secret key of signatures in, and ExamplePublicKey that of the public one.
const (
	ExampleSignKey   = "shikiri.sign.key"
	ExamplePublicKey = "shikiri.pub"
)

//go:embed shikiri.yaml
var example []byte

// Example returns the commented configuration that shikiri init writes. The
// caller owns the copy.
func Example() []byte { return slices.Clone(example) }
