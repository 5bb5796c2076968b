package crawl

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestSnapshotsOfSamba(t *testing.T) {
	times, need, err := parseSnapshots(recorded(t, "snapshotssize"))
	if len(times) != 0 || need != 64 || err != nil {
		t.Errorf("answer with the size only: %v, needs %d, error %v, want none, 64", times, need, err)
	}
	times, need, err = parseSnapshots(recorded(t, "snapshots"))
	if got, want := fmt.Sprint(times), "[2024-04-01 00:00:00 +0000 UTC]"; got != want || need != 0 || err != nil {
		t.Errorf("answer: %s, needs %d, error %v, want %s, 0", got, need, err, want)
	}
}

// snapshotsOf makes an answer as [MS-SMB2] 2.2.32.2 has it.
func snapshotsOf(count uint32, names ...string) []byte {
	var texts []byte
	for _, n := range names {
		texts = append(appendUTF16(texts, n), 0, 0)
	}
	texts = append(texts, 0, 0)
	var b []byte
	for _, v := range []uint32{count, uint32(len(names)), uint32(len(texts))} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return append(b, texts...)
}

func TestSnapshots(t *testing.T) {
	const old, middle, young = "@GMT-2019.12.31-23.59.59", "@GMT-2024.02.29-12.00.00", "@GMT-2026.11.22-01.02.03"
	whole := snapshotsOf(3, middle, young, old)
	for _, tt := range []struct {
		what  string
		b     []byte
		times string
		need  uint32
		fails bool
	}{
		{"none", snapshotsOf(0), "[]", 0, false},
		{"none, without an array", make([]byte, 12), "[]", 0, false},
		{"three", whole, "[" + young + " " + middle + " " + old + "]", 0, false},
		{"the same twice", snapshotsOf(2, old, old), "[" + old + "]", 0, false},
		{"without the zero at the end", whole[:len(whole)-2], "[" + young + " " + middle + " " + old + "]", 0, false},
		{"nothing", nil, "[]", 0, true},
		{"an end in a name", whole[:len(whole)-4], "[]", 0, true},
		{"some of more, which is all that is asked for", snapshotsOf(9, old), "[]", 0, true},
		{"a name that is no time", snapshotsOf(1, "latest"), "[]", 0, true},
		{"the 30th of February", snapshotsOf(1, "@GMT-2024.02.30-00.00.00"), "[]", 0, true},
		{"more names than bytes", append([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, whole[8:]...), "[]", 0, true},
		{"a size without bounds", []byte{1, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff}, "[]", 0, true},
	} {
		times, need, err := parseSnapshots(tt.b)
		names := []string{}
		for _, at := range times {
			names = append(names, gmtName(at))
		}
		if fmt.Sprint(names) != tt.times || need != tt.need || errors.Is(err, errMalformed) != tt.fails {
			t.Errorf("%s: %v, needs %d, error %v, want %s, %d, error %v", tt.what, names, need, err, tt.times, tt.need, tt.fails)
		}
	}
}

func TestGMTName(t *testing.T) {
	tokyo := time.FixedZone("", 9*60*60)
	at := time.Date(2024, 4, 1, 9, 0, 0, 0, tokyo)
	const want = "@GMT-2024.04.01-00.00.00"
	if got := gmtName(at); got != want {
		t.Errorf("name of %v: %s, want %s", at, got, want)
	}
	if got, ok := parseGMT(want); !got.Equal(at) || !ok {
		t.Errorf("time of %s: %v, %v, want %v", want, got, ok, at)
	}
	for _, name := range []string{"", "@GMT-", "2024.04.01-00.00.00", want + "x", want + ".5", "@gmt-2024.04.01-00.00.00", "@GMT-2024.13.01-00.00.00", "@GMT-2024.4.1-00.00.00"} {
		if got, ok := parseGMT(name); ok {
			t.Errorf("time of %q: %v, want none", name, got)
		}
	}
}

// [MS-SMB2] 2.2.13.2: Next, NameOffset, NameLength, Reserved, DataOffset,
// DataLength, the name, 4 bytes to the next 8, the time.
func TestTimewarpContext(t *testing.T) {
	at := time.Date(2024, 4, 1, 0, 0, 0, 0, time.UTC)
	const want = "00000000" + "1000" + "0400" + "0000" + "1800" + "08000000" + "54577270" + "00000000" + "0000218ac783da01"
	if got := hex.EncodeToString(timewarpContext(at)); got != want {
		t.Errorf("context for %v:\n%s, want\n%s", at, got, want)
	}
}

func TestFileTime(t *testing.T) {
	for _, tt := range []struct {
		at   time.Time
		want uint64
	}{
		{time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC), 0},
		{time.Date(1970, 1, 1, 0, 0, 0, 100, time.UTC), 116444736000000001},
		{time.Date(2400, 1, 1, 0, 0, 0, 0, time.UTC), 252139392000000000},
	} {
		if got := fileTime(tt.at); got != tt.want {
			t.Errorf("FILETIME of %v: %d, want %d", tt.at, got, tt.want)
		}
	}
}

func FuzzSnapshots(f *testing.F) {
	f.Add(recorded(f, "snapshots"))
	f.Add(recorded(f, "snapshotssize"))
	f.Add(snapshotsOf(2, "@GMT-2019.12.31-23.59.59", "@GMT-2024.02.29-12.00.00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		times, need, err := parseSnapshots(b)
		if 50*len(times) > len(b) || err != nil && (len(times) > 0 || need > 0) {
			t.Errorf("%v, needs %d, error %v from %d bytes", times, need, err, len(b))
		}
		if need != 0 && (need <= uint32(len(b)) || need > rpcMost+12) {
			t.Errorf("needs %d bytes after an answer of %d", need, len(b))
		}
	})
}
