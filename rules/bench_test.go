package rules

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/shikiri/shikiri/detect"
)

// BenchmarkRule is the dearest case: a rule that finds something in every line.
func BenchmarkRule(b *testing.B) {
	all, err := Builtin()
	if err != nil {
		b.Fatal(err)
	}
	set, err := Compile(all)
	if err != nil {
		b.Fatal(err)
	}
	var text bytes.Buffer
	for n := range 2000 {
		fmt.Fprintf(&text, "2026-04-01 12:00:00 INFO print[1] job=A%05d 顧客番号：%08d pages=1 結果=OK\n", n, n)
	}
	s, block := set.Scanner(), &detect.Block{Text: text.Bytes()}
	dst := s.Append(nil, block)
	if len(dst) != 2000 {
		b.Fatalf("found %d, want 2000", len(dst))
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		dst = s.Append(dst[:0], block)
	}
}
