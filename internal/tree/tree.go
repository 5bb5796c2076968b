// Package tree finds files of the source tree for tests, which run in the folder of
// their package.
package tree

import (
	"os"
	"path/filepath"
	"testing"
)

// File returns the absolute name of a file of the tree: "testdata/lab/lab.sh". A
// test without it fails.
func File(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		found := filepath.Join(dir, filepath.FromSlash(name))
		if _, err := os.Stat(found); err == nil {
			return found
		}
		if dir == filepath.Dir(dir) {
			t.Fatalf("find %s: not above the test's folder", name)
		}
		dir = filepath.Dir(dir)
	}
}
