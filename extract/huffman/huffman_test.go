package huffman

import (
	"bytes"
	"io"
	"slices"
	"testing"
)

func TestCode(t *testing.T) {
	long := make([]byte, 18) // lengths 1, 2 … 15, 16, 16: each code is one bit longer
	for i := range long[:17] {
		long[i] = byte(min(i+1, Most))
	}
	tests := []struct {
		name    string
		lengths []byte
		bits    []byte
		want    []int
	}{
		{"of two lengths", []byte{2, 1, 0, 2}, []byte{0b01011010, 0b01000000}, []int{1, 0, 3, 1, 0}},
		{"long", long, []byte{0xff, 0xff, 0b11111111, 0b11111110, 0b11111111, 0b01000000}, []int{16, 15, 8, 1}},
	}
	for _, tt := range tests {
		var c Code
		if err := c.Build(tt.lengths); err != nil {
			t.Errorf("%s: got error %v, want none", tt.name, err)
			continue
		}
		b := NewBits(bytes.NewReader(tt.bits))
		var got []int
		for range tt.want {
			s, err := c.Next(b)
			if err != nil {
				t.Errorf("%s: got error %v after %v, want none", tt.name, err, got)
			}
			got = append(got, s)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestCodeDamaged(t *testing.T) {
	var c Code
	if err := c.Build([]byte{1, 1, 1}); err != ErrDamaged {
		t.Errorf("three codes of one bit: got error %v, want %v", err, ErrDamaged)
	}
	if err := c.Build([]byte{2, 0, 2}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Next(NewBits(bytes.NewReader([]byte{0xff, 0xff, 0xff}))); err != ErrDamaged {
		t.Errorf("bits without a symbol: got error %v, want %v", err, ErrDamaged)
	}
}

func TestBitsEnd(t *testing.T) {
	b := NewBits(bytes.NewReader([]byte{0xab, 0xcd, 0xef}))
	b.Take(3)
	b.Align(16)
	if got := b.Take(8); got != 0xef || b.Fault() != nil {
		t.Errorf("aligned to 16 bits: got %#x and fault %v, want 0xef and none", got, b.Fault())
	}
	if b.Take(1); b.Fault() != io.ErrUnexpectedEOF {
		t.Errorf("behind the end: got fault %v, want %v", b.Fault(), io.ErrUnexpectedEOF)
	}
}
