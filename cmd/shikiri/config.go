package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/pflag"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/rules"
)

// configFile is the configuration that init writes and that other commands read
// if it exists and they are given no other.
const configFile = "shikiri.yaml"

// addConfigFlag adds --config. The value stays empty if the flag is not given.
func addConfigFlag(flags *pflag.FlagSet, file *string) {
	flags.StringVarP(file, "config", "c", "", "configuration `FILE` (default ./"+configFile+" when it exists)")
}

// loadConfig reads a configuration, or ./shikiri.yaml if file is empty and that
// exists, or returns the default policy without shares. Own are rules that are in
// use besides those that it names.
func loadConfig(file string, own ...*detect.Detector) (*rules.Config, error) {
	if file == "" {
		_, err := os.Lstat(configFile)
		if errors.Is(err, fs.ErrNotExist) {
			return &rules.Config{Policy: netzone.Default(), Rules: own}, nil
		}
		file = configFile
	}
	conf, err := rules.Load(file, own...)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hint(err, "shikiri init writes a configuration to start from")
	}
	if err != nil {
		return nil, err
	}
	if conf.Policy == nil {
		return nil, fmt.Errorf("read configuration: %s: it has no policy", file)
	}
	return conf, nil
}
