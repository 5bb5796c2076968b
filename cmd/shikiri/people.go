package main

import (
	"errors"
	"io"
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
// lies beside it.
func openPeople(run, name string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		file := filepath.Join(filepath.Dir(run), filepath.Base(name)) // a run from elsewhere names no other folder
		if irregular(file) {
			return nil, errors.New("it is no regular file") // a FIFO would be waited for
		}
		f, err := os.Open(file)
		if err != nil {
			return nil, bare(err)
		}
		return f, nil
	}
}
