package extract

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// isoImage is an image of a disc from testdata.
func isoImage(t testing.TB, name string) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(readTestdata(t, "iso/"+name+".iso.gz")))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestISO(t *testing.T) {
	rows := fmt.Sprintf("%q", packedRows())
	long := []string{"a.iso!b.txt: \"second\\n\"", "a.iso!表示/ソート一覧.csv: " + rows}
	joliet := isoImage(t, "joliet")
	at := bytes.Index(joliet, []byte("\x00b\x00.\x00t\x00x\x00t")) - 33 // where Joliet lists it
	loop := slices.Clone(joliet)
	root := binary.LittleEndian.Uint32(loop[17*2048+158:])
	copy(loop[at+2:], binary.LittleEndian.AppendUint32(nil, root))
	loop[at+25] |= 2 // is its own folder
	more := slices.Concat(joliet, make([]byte, 4<<20), []byte("x"))
	raw := []byte{}
	for i := 0; i < len(joliet); i += 2048 {
		head := append([]byte("\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00"), 0, 2, byte(i/2048), 1)
		raw = slices.Concat(raw, head, joliet[i:i+2048], make([]byte, 288))
	}
	tests := []struct {
		name string
		data []byte
		want []string
	}{
		{"Joliet", joliet, long},
		{"Rock Ridge", isoImage(t, "rock"), long},
		{"both", isoImage(t, "both"), long},
		{"neither", isoImage(t, "plain"), []string{"a.iso!B.TXT: \"second\\n\"", "a.iso!______/________.CSV: " + rows}},
		{"and UDF", isoImage(t, "udf"), long},
		{"sessions", isoImage(t, "sessions"), slices.Concat([]string{"a.iso!add.txt: \"追記 0000001,架空 追子\\n\""}, long)},
		{"sectors", raw, long},
		{"more behind", more, slices.Concat(long, []string{"a.iso: skip: partial: what follows the file system was not scanned"})},
		{"truncated", joliet[:len(joliet)-2048-3000], []string{long[0],
			"a.iso!表示/ソート一覧.csv: skip: damaged: truncated: what came before the end was scanned",
			"a.iso: skip: damaged: truncated: what came before the end was scanned"}},
		{"loop", loop, []string{"a.iso!B.TXT: \"second\\n\"", long[1]}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := gather(t, "a.iso", tt.data, DefaultBudget())
			if tt.name == "truncated" {
				got = slices.DeleteFunc(got, func(s string) bool { return strings.Contains(s, "架空") })
			}
			slices.Sort(got[:len(tt.want)-strings.Count(strings.Join(tt.want, "\n"), "a.iso: skip")])
			expect(t, got, tt.want...)
		})
	}
}

// A folder that is nowhere is told.
func TestISOFolder(t *testing.T) {
	data := isoImage(t, "rock")
	at := bytes.Index(data, []byte("表示")) // in the name of its record
	for at > 0 && (data[at+25]&2 == 0 || data[at] < 34 || data[at+32] != 6) {
		at--
	}
	binary.LittleEndian.PutUint32(data[at+2:], 1<<30)
	got := strings.Join(gather(t, "a.iso", data, DefaultBudget()), "\n")
	for _, want := range []string{"a.iso: skip 表示: damaged", "a.iso: skip: damaged: a folder is damaged: files in it are missing"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s, want it to hold %s", got, want)
		}
	}
}

func FuzzISO(f *testing.F) {
	for _, name := range []string{"joliet", "rock"} {
		f.Add(isoImage(f, name))
	}
	fuzzArchive(f, "a.iso")
}
