// Command gen makes the table of IBM's kanji from the code page's own table.
//
// ibm1399.tsv.gz holds a line for each code: its two bytes and its character,
// both in hexadecimal. It is what iconv of the GNU C library makes of all codes of
// IBM1399, but for those of the user's own, which follow a rule, and without the
// second character of 25 codes that stand for two. What IBM1390 has in two bytes
// is the same; IBM939 and IBM930 lack the euro sign and all from 0xB341 on.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// A row has cells codes of 3 bytes. After those from first to last come those
// from more to end; what is between them is the user's.
const first, last, more, end, cells = 0x41, 0x68, 0xB3, 0xEC, 0xFE - 0x41 + 1

func main() {
	if err := run("gen/ibm1399.tsv.gz", "ibmkanji.bin"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	packed, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return fmt.Errorf("unpack %s: %w", from, err)
	}
	table := make([]byte, 3*cells*(last-first+1+end-more+1))
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		code, char, _ := strings.Cut(lines.Text(), "\t")
		c, err := strconv.ParseUint(code, 16, 16)
		if err != nil {
			return fmt.Errorf("read %s: %w", from, err)
		}
		u, err := strconv.ParseUint(strings.TrimSpace(char), 16, 24)
		if err != nil {
			return fmt.Errorf("read %s: %w", from, err)
		}
		hi, lo := int(c>>8), int(c&0xFF)
		row := hi - first
		if hi >= more {
			row = hi - more + last - first + 1
		}
		if hi < first || hi > last && hi < more || hi > end || lo < 0x41 || lo > 0xFE {
			return fmt.Errorf("read %s: %s is outside of the table", from, code)
		}
		at := 3 * (row*cells + lo - 0x41)
		table[at], table[at+1], table[at+2] = byte(u>>16), byte(u>>8), byte(u)
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read %s: %w", from, err)
	}
	return os.WriteFile(to, table, 0o644)
}
