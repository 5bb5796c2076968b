package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/shikiri/shikiri/scan"
)

// peopleExt is what the name of a saved run is followed by in that of the file of
// its people.
const peopleExt = ".people"

// peopleOutput returns where the people file of a run that is saved to a file
// goes, nil if there is no place beside it.
func peopleOutput(save string) *scan.PeopleOutput {
	if save == "" || save == "-" || irregular(target(save)) {
		return nil
	}
	return &scan.PeopleOutput{
		Name:  filepath.Base(save) + peopleExt,
		Write: func(write func(io.Writer) error) error { return bareWrite(save+peopleExt, write) },
	}
}

func bareWrite(name string, write func(io.Writer) error) error {
	if err := writeFile(name, write); err != nil {
		return bare(err)
	}
	return nil
}

// openPeople returns a function that opens the people file of a saved run, which
// lies beside it: under the name of the run, with which files of several vendors
// are often renamed, or else under that which the run tells. Whether it is the
// run's is told by its hash.
func openPeople(run, name string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		file := run + peopleExt
		if _, err := os.Lstat(file); err != nil {
			file = filepath.Join(filepath.Dir(run), filepath.Base(name)) // a run from elsewhere names no other folder
		}
		if irregular(file) {
			return nil, fmt.Errorf("its people file, %s: it is no regular file", filepath.Base(file)) // a FIFO would be waited for
		}
		f, err := os.Open(file)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("its people file, %s, is not beside it", filepath.Base(file))
		}
		if err != nil {
			return nil, fmt.Errorf("its people file, %s: %w", filepath.Base(file), bare(err))
		}
		return f, nil
	}
}
