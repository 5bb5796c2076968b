package extract

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

func init() {
	register(&Format{
		Name:    "excel-xml",
		Family:  "office",
		Doc:     "Excel 2003 XML (SpreadsheetML): cells as they are shown, hidden sheets too, comments, headers, formulas' texts, phonetic guides, links, properties",
		Match:   matchExcelXML,
		Extract: extractExcelXML,
	})
}

// excelSpace is the namespace of workbooks in one file of XML.
const excelSpace = "urn:schemas-microsoft-com:office:spreadsheet"

// matchExcelXML reports whether the root of an XML file is a workbook.
func matchExcelXML(head []byte) bool {
	if len(head) < 4 || head[0] != '<' && head[1] != '<' && head[2] != '<' && head[3] != '<' {
		return false // a mark of UTF-8 is three bytes, one of UTF-16 two
	}
	x := xmlscan.NewReader(sheetXML(bytes.NewReader(head)))
	var t xmlscan.Token
	for x.Next(&t) == nil {
		if t.Kind == xmlscan.Start {
			if string(t.Name) != "Workbook" {
				return false
			}
			for _, value := range t.Attrs() {
				if string(value) == excelSpace {
					return true
				}
			}
			return false
		}
	}
	return false
}

func extractExcelXML(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	o := &excelXML{out: out, say: newSayings(out), sheet: "workbook", styles: make(map[string]excelStyle)}
	err := eachToken(xmlscan.NewReader(nil), sheetXML(src), o.take)
	for _, step := range []func() error{o.endCell, o.endSheet, o.say.close} {
		if e := step(); err == nil {
			err = e
		}
	}
	if err == nil && !o.ended {
		err = io.ErrUnexpectedEOF
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, xmlscan.ErrTag) || errors.Is(err, io.ErrNoProgress) {
		return src.fault(err)
	}
	return err
}
