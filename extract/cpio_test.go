package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// cpioOf makes an archive of a kind: "newc", "odc" or "bin".
func cpioOf(kind string, ms ...packed) []byte {
	var b []byte
	pad := func(align int) {
		for len(b)%align != 0 {
			b = append(b, 0)
		}
	}
	for _, m := range append(ms, packed{name: cpioEnd}) {
		mode := 0o100644
		if strings.HasSuffix(m.name, "/") {
			mode = 0o040755
		} else if m.name == cpioEnd {
			mode = 0
		}
		n := len(m.name) + 1
		switch kind {
		case "newc":
			b = fmt.Appendf(b, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s\x00", 1, mode, 0, 0, 1, 0, len(m.text), 0, 0, 0, 0, n, 0, m.name)
			pad(4)
			b = append(b, m.text...)
			pad(4)
		case "odc":
			b = fmt.Appendf(b, "070707%06o%06o%06o%06o%06o%06o%06o%011o%06o%011o%s\x00%s", 0, 1, mode, 0, 0, 1, 0, 0, n, len(m.text), m.name, m.text)
		case "bin":
			for _, v := range []int{0o070707, 0, 1, mode, 0, 0, 1, 0, 0, 0, n, 0, len(m.text)} {
				b = append(b, byte(v), byte(v>>8))
			}
			b = append(append(b, m.name...), 0)
			pad(2)
			b = append(b, m.text...)
			pad(2)
		}
	}
	return b
}

func TestCpio(t *testing.T) {
	for _, kind := range []string{"newc", "odc", "bin"} {
		data := cpioOf(kind, packed{name: "d/"}, packed{name: "d/\x95\x5c.txt", text: "first\n"}, packed{name: "e", text: ""}, packed{name: "a.txt", text: "odd\n\n"}, packed{name: "a.txt", text: "same\n"})
		for _, file := range [][]byte{data, append(slices.Clone(data), make([]byte, 512)...)} {
			expect(t, gather(t, "a.cpio", file, DefaultBudget()), `a.cpio!d/表.txt: "first\n"`, `a.cpio!a.txt: "odd\n\n"`, `a.cpio!a.txt (2): "same\n"`)
		}
		got := gather(t, "a.cpio", data[:len(data)-20], DefaultBudget())
		if last := got[len(got)-1]; !strings.HasPrefix(last, "a.cpio: skip: damaged: truncated") {
			t.Errorf("%s, cut: got %q, want it to be told", kind, last)
		}
		at := strings.Index(string(data), "odd")
		got = gather(t, "a.cpio", data[:at+2], DefaultBudget())
		expect(t, got[len(got)-3:], `a.cpio!a.txt: "od"`, "a.cpio!a.txt: skip: damaged: truncated: what came before the end was scanned", "a.cpio: skip: damaged: truncated: members may be missing")
	}
	expect(t, gather(t, "a.txt", []byte("0707012345,1,2\n0707012346,3,4\n"), DefaultBudget()), `a.txt: "0707012345,1,2\n0707012346,3,4\n"`)
}

func arOf(ms ...packed) []byte {
	b := []byte(arMagic)
	for _, m := range ms {
		b = fmt.Appendf(b, "%-16s%-12d%-6d%-6d%-8s%-10d`\n%s", m.name, 0, 0, 0, "100644", len(m.text), m.text)
		if len(m.text)%2 != 0 {
			b = append(b, '\n')
		}
	}
	return b
}

func TestAr(t *testing.T) {
	data := arOf(packed{name: "/", text: "index"}, packed{name: "//", text: "a-very-long-name-of-a-file.txt/\nb.txt/\n"}, packed{name: "/0", text: "odd\n\n"}, packed{name: "/32", text: "b\n"}, packed{name: "#1/6", text: "bsd.c\x00text\n"}, packed{name: "short/", text: "s\n"})
	expect(t, gather(t, "a.ar", data, DefaultBudget()), `a.ar!a-very-long-name-of-a-file.txt: "odd\n\n"`, `a.ar!b.txt: "b\n"`, `a.ar!bsd.c: "text\n"`, `a.ar!short: "s\n"`)
	got := gather(t, "a.ar", data[:len(data)-30], DefaultBudget())
	if last := got[len(got)-1]; last != "a.ar: skip: damaged: truncated: members may be missing" {
		t.Errorf("cut: got %q, want it to be told", last)
	}
}

// What lies between two headers of which one is broken costs no more than that.
func TestTarResync(t *testing.T) {
	data := tarOf(t, packed{name: "a.txt", text: "first\n"}, packed{name: "b.txt", text: "second\n"}, packed{name: "c.txt", text: "third\n"})
	data[1024+10] ^= 1 // in the second header
	got := gather(t, "a.tar", data, DefaultBudget())
	expect(t, got, `a.tar!a.txt: "first\n"`, `a.tar!c.txt: "third\n"`, "a.tar: skip: damaged: damaged: what lies between some members was not scanned")
}

func FuzzCpioAr(f *testing.F) {
	for _, kind := range []string{"newc", "odc", "bin"} {
		f.Add(cpioOf(kind, packed{name: "d/b.txt", text: "first\n"}, packed{name: "a", text: "x"}))
	}
	f.Add(arOf(packed{name: "//", text: "a-very-long-name/\n"}, packed{name: "/0", text: "odd\n\n"}, packed{name: "#1/6", text: "bsd.c\x00text\n"}))
	fuzzArchive(f, "a.cpio")
}
