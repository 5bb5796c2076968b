package extract

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

func benchText(kind string) string {
	var b strings.Builder
	for i := 0; b.Len() < 1<<20; i++ {
		switch kind {
		case "csv":
			fmt.Fprintf(&b, "%d,架空 太郎%d,ｶｸｳ ﾀﾛｳ,100-%04d,東京都架空区北町%d-2-3 見本ビル,03-0000-%04d\r\n", i, i%10, i%10000, i%30, i%10000)
		case "prose":
			b.WriteString("本日はお問い合わせをいただき、ありがとうございます。ご登録の内容は次のとおりです。\n")
		case "ascii":
			fmt.Fprintf(&b, "2024-04-01 12:00:%02d INFO job %d finished with status OK\n", i%60, i)
		}
	}
	return b.String()
}

func BenchmarkDecode(b *testing.B) {
	for _, kind := range []string{"csv", "prose", "ascii"} {
		for _, cs := range []charset{utf8Text, cp932, eucJP, utf16LE, iso2022JP} {
			text := benchText(kind)
			if cs == iso2022JP {
				text = strings.ReplaceAll(text, "ｶｸｳ ﾀﾛｳ", "カクウ")
			}
			in := encode(b, text, cs)
			buf := make([]byte, blockSize)
			b.Run(kind+"/"+cs.String(), func(b *testing.B) {
				b.SetBytes(int64(len(in)))
				b.ReportAllocs()
				for b.Loop() {
					r := newDecoder(bytes.NewReader(in), cs)
					for {
						if _, err := r.Read(buf); err == io.EOF {
							break
						}
					}
				}
			})
		}
	}
}

func BenchmarkSniffCharset(b *testing.B) {
	for _, cs := range []charset{utf8Text, cp932, utf16LE} {
		in := encode(b, benchText("csv"), cs)[:HeadSize]
		b.Run(cs.String(), func(b *testing.B) {
			b.SetBytes(HeadSize)
			b.ReportAllocs()
			for b.Loop() {
				sniffCharset(in)
			}
		})
	}
}
