package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChooseDestinations(t *testing.T) {
	for _, test := range []struct {
		outputs []string
		format  string
		want    string // "format:file ..." or, with a leading !, part of the error
	}{
		{nil, "", "table:"},
		{nil, "json", "json:"},
		{[]string{"a.json"}, "", "json:a.json"},
		{[]string{"a.CSV", "b", "-"}, "", "csv:a.CSV table:b table:"},
		{[]string{"a.json"}, "csv", "csv:a.json"},
		{[]string{"json=a.txt", "csv=-"}, "", "json:a.txt csv:"},
		{[]string{"json=a.txt", "b"}, "csv", "json:a.txt csv:b"},
		{[]string{"./json=a.txt"}, "", "table:./json=a.txt"},
		{[]string{"a.html", "A.confirmation.HTML", "q.gitlab.json", "q.json", "html"}, "", "html:a.html confirmation:A.confirmation.HTML gitlab:q.gitlab.json json:q.json table:html"},
		{[]string{"json=a=b"}, "", "json:a=b"},
		{[]string{"nosuch=a.html"}, "", "!-o nosuch=: there is no such format"},
		{[]string{"json="}, "", "!empty"},
		{[]string{""}, "", "!empty"},
		{nil, "nosuch", "!-f nosuch: there is no such format"},
		{[]string{"json=a"}, "csv", "!every -o has a format of its own"},
	} {
		all, err := chooseDestinations(test.outputs, test.format)
		var parts []string
		for _, d := range all {
			parts = append(parts, d.Format.Name+":"+d.File)
		}
		got := strings.Join(parts, " ")
		if wantErr, bad := strings.CutPrefix(test.want, "!"); bad {
			if err == nil || !strings.Contains(err.Error(), wantErr) {
				t.Errorf("-o %q -f %q: got %q, %v; want error %q", test.outputs, test.format, got, err, wantErr)
			}
		} else if err != nil || got != test.want {
			t.Errorf("-o %q -f %q: got %q, %v; want %q", test.outputs, test.format, got, err, test.want)
		}
	}
}

// A report that fails leaves nothing behind and what was there before.
func TestWriteFileFails(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "old.json")
	if err := os.WriteFile(old, []byte("before"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{old, filepath.Join(dir, "new.json")} {
		err := writeFile(name, func(w io.Writer) error {
			_, _ = io.WriteString(w, "half a report")
			return errors.New("no space left")
		})
		if err == nil {
			t.Errorf("%s: want the error of the writer", name)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v (%v), want old.json only", entries, err)
	}
	if got, _ := os.ReadFile(old); string(got) != "before" {
		t.Errorf("old.json holds %q, want what was there before", got)
	}
}

// A link stays a link, and a device a device.
func TestWriteFileKind(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	if err := os.WriteFile(real, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	hello := func(w io.Writer) error { _, err := io.WriteString(w, "hello"); return err }
	if os.Symlink(real, link) == nil {
		if err := writeFile(link, hello); err != nil {
			t.Fatal(err)
		}
		info, err := os.Lstat(link)
		if got, _ := os.ReadFile(real); err != nil || info.Mode()&os.ModeSymlink == 0 || string(got) != "hello" {
			t.Errorf("through a link: got %q, %v, %v; want hello and the link", got, info.Mode(), err)
		}
	}
	if err := writeFile(os.DevNull, hello); err != nil {
		t.Errorf("write %s: %v", os.DevNull, err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is a regular file now", os.DevNull)
	}
}

func TestCheckDestinations(t *testing.T) {
	dir := t.TempDir()
	table := func(files ...string) []destination {
		all, err := chooseDestinations(files, "table")
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	good := filepath.Join(dir, "a")
	for _, test := range []struct {
		files []string
		want  string
	}{
		{[]string{good, good + "2", "-"}, ""},
		{[]string{good, dir + "/./a"}, "two reports"},
		{[]string{"-", "-"}, "two reports"},
		{[]string{dir}, "it is a folder"},
		{[]string{filepath.Join(dir, "missing", "a")}, "no such file"},
	} {
		err := checkDestinations(table(test.files...))
		if (err != nil) != (test.want != "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got %v, want %q", test.files, err, test.want)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("checking left %v behind", entries)
	}
}
