package extract

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"testing"
)

// unlocked is the default budget with passwords.
func unlocked(passwords ...string) Budget {
	b := DefaultBudget()
	b.Settings = &Settings{Passwords: passwords}
	return b
}

func Test7z(t *testing.T) {
	rows := fmt.Sprintf("%q", packedRows())
	both := []string{"a.7z!rows.csv: " + rows, "a.7z!表.csv: " + rows}
	skipped := func(why string) []string {
		return []string{"a.7z: skip rows.csv: " + why, "a.7z: skip 表.csv: " + why}
	}
	tests := []struct {
		file   string
		budget Budget
		want   []string
	}{
		{"solid", DefaultBudget(), both},
		{"ppmd", DefaultBudget(), both},
		{"members", unlocked("wrong", "himitsu"), both},
		{"stored", unlocked("wrong", "himitsu"), both},
		{"names", unlocked("wrong", "himitsu"), both},
		{"members", DefaultBudget(), skipped("encrypted")},
		{"stored", unlocked("wrong", "worse"), skipped("encrypted: none of the 2 passwords fits")},
		{"names", unlocked("wrong"), []string{"a.7z: skip: encrypted: none of the 1 passwords fits"}},
		{"deflate64", DefaultBudget(), both},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.file, tt.budget.Settings != nil), func(t *testing.T) {
			got := gather(t, "a.7z", readTestdata(t, "7z/"+tt.file+".7z"), tt.budget)
			slices.Sort(got)
			expect(t, got, tt.want...)
		})
	}
}

// What the budget does not let through is told.
func Test7zBudget(t *testing.T) {
	b := Budget{Depth: 4, Bytes: 5000}
	got := strings.Join(gather(t, "a.7z", readTestdata(t, "7z/solid.7z"), b), "\n")
	for _, want := range []string{"a.7z!rows.csv: \"0000000,架空", "a.7z!rows.csv: skip: too-large-expanded", "a.7z: skip: too-large-expanded"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s, want it to hold %s", got, want)
		}
	}
}

func Test7zDamage(t *testing.T) {
	data := readTestdata(t, "7z/solid.7z")
	flipped := bytes.Clone(data)
	flipped[32+200] ^= 0x40
	start := bytes.Clone(data)
	start[20]++
	tests := []struct {
		name, file string
		data       []byte
		want       string
	}{
		{"truncated", "a.7z", data[:300], "a.7z: skip: damaged: truncated, and the list of members is at its end: nothing of it could be read"},
		{"split", "a.7z.001", data[:300], "a.7z.001: skip: partial: one part of a split archive: join the parts; nothing of it could be read"},
		{"start", "a.7z", start, "a.7z: skip: damaged: damaged at its start: nothing of it could be read"},
		{"start only", "a.7z", data[:20], "a.7z: skip: damaged: truncated: what came before the end was scanned"},
		{"content", "a.7z", flipped, "a.7z!rows.csv: skip: damaged: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(gather(t, tt.file, tt.data, DefaultBudget()), "\n")
			if !strings.Contains(got, tt.want) {
				t.Errorf("got %s, want it to hold %s", got, tt.want)
			}
		})
	}
}

func Test7zEmpty(t *testing.T) {
	start := make([]byte, 20)
	data := slices.Concat([]byte(sevenZipMark+"\x00\x04"), binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(start)), start)
	expect(t, gather(t, "a.7z", data, DefaultBudget()))
}

// A decoder that would take more memory than is allowed is not made.
func Test7zMemory(t *testing.T) {
	sevenZipMemory = 1 << 20
	in := []io.ReadCloser{io.NopCloser(bytes.NewReader(nil))}
	for name, err := range map[string]error{
		"lzma":  second(sevenZipLZMA([]byte{0x5d, 0, 0, 0, 0x40}, 1<<40, in)),
		"lzma2": second(sevenZipLZMA2([]byte{40}, 1<<40, in)),
		"ppmd":  second(sevenZipPPMd([]byte{6, 0, 0, 0, 0x40}, 1<<40, in)),
	} {
		if s, ok := err.(*Skip); !ok || s.Reason != ReasonTooLarge {
			t.Errorf("%s: got error %v, want a skip: %s", name, err, ReasonTooLarge)
		}
	}
}

func second(_ io.ReadCloser, err error) error { return err }

func Fuzz7z(f *testing.F) {
	for _, name := range []string{"solid", "members", "names", "ppmd", "deflate64"} {
		f.Add(readTestdata(f, "7z/"+name+".7z"))
	}
	fuzzArchive(f, "a.7z")
}
