package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The table in the program is what the generator makes.
func TestTable(t *testing.T) {
	made := filepath.Join(t.TempDir(), "table")
	if err := run("ibm1399.tsv.gz", made); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join("..", "ibmkanji.bin"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("ibmkanji.bin is not what go generate makes: run it")
	}
}
