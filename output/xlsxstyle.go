package output

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// The font that reports in Japan have, and what a line of it takes, in points.
const (
	sheetFont  = "游ゴシック"
	fontSize   = 10
	lineHeight = 17
	maxHeight  = 400 // Excel's limit is 409
)

// A sheetCell is a value and how it looks. Values are string, int64, float64,
// time.Time or nil.
type sheetCell struct {
	value any
	style sheetStyle
}

// A sheetStyle is how a cell looks.
type sheetStyle int

const (
	asPlain sheetStyle = iota
	asWrapped
	asNumber
	asShare // of one, in percent
	asDay
	asMoment
	asSecond
	asEntry    // blank, for people to fill in
	asEntryDay // the same, for a date
	asHeading  // of a column
	asTitle
	asSection
	asLabel
	asGood
	asWarning
	asBad
	asGoodText // the same, in lines
	asWarningText
	asBadText
	asGoodNumber
	asWarningNumber
	asBadNumber
	asVerdictGood
	asVerdictWarning
	asVerdictBad
	asNote
)

// A styleForm is what a style is made of.
type styleForm struct {
	format string // of numbers and dates; "@": text
	fill   string
	colour string
	size   float64
	bold   bool
	wrap   bool
	bare   bool // without lines around
	middle bool
}

const (
	greenFill, yellowFill, redFill = "E2F0D9", "FFF2CC", "F8CBAD"
	greenInk, yellowInk, redInk    = "375623", "7F6000", "9C0006"
)

// styleForms are the styles. Text has the format of text: else a program would
// make a formula of the name of a file as soon as somebody edits its cell.
var styleForms = [...]styleForm{
	asPlain:          {format: "@"},
	asWrapped:        {format: "@", wrap: true},
	asNumber:         {format: "#,##0"},
	asShare:          {format: "0.0%"},
	asDay:            {format: "yyyy-mm-dd"},
	asMoment:         {format: "yyyy-mm-dd hh:mm"},
	asSecond:         {format: "yyyy-mm-dd hh:mm:ss"},
	asEntry:          {fill: "FFFFE7", wrap: true},
	asEntryDay:       {format: "yyyy-mm-dd", fill: "FFFFE7"},
	asHeading:        {format: "@", fill: "1F3864", colour: "FFFFFF", bold: true, wrap: true, middle: true},
	asTitle:          {format: "@", size: 18, bold: true, bare: true},
	asSection:        {format: "@", size: 12, bold: true, bare: true, colour: "1F3864"},
	asLabel:          {format: "@", fill: "E7ECF5", bold: true, wrap: true},
	asGood:           {format: "@", fill: greenFill, colour: greenInk},
	asWarning:        {format: "@", fill: yellowFill, colour: yellowInk},
	asBad:            {format: "@", fill: redFill, colour: redInk, bold: true},
	asGoodText:       {format: "@", fill: greenFill, colour: greenInk, wrap: true},
	asWarningText:    {format: "@", fill: yellowFill, colour: yellowInk, wrap: true},
	asBadText:        {format: "@", fill: redFill, colour: redInk, wrap: true},
	asGoodNumber:     {format: "#,##0", fill: greenFill, colour: greenInk},
	asWarningNumber:  {format: "#,##0", fill: yellowFill, colour: yellowInk},
	asBadNumber:      {format: "#,##0", fill: redFill, colour: redInk, bold: true},
	asVerdictGood:    {format: "@", fill: greenFill, colour: greenInk, size: 20, bold: true, middle: true},
	asVerdictWarning: {format: "@", fill: yellowFill, colour: yellowInk, size: 20, bold: true, middle: true},
	asVerdictBad:     {format: "@", fill: redFill, colour: redInk, size: 20, bold: true, middle: true},
	asNote:           {format: "@", wrap: true, bare: true, colour: "404040"},
}

// scale is how much higher than others a line of the style is.
func (f styleForm) scale() float64 { return max(f.size, fontSize) / fontSize }

func (f styleForm) form() *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: sheetFont, Size: max(f.size, fontSize), Bold: f.bold, Color: f.colour},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: f.wrap},
	}
	switch {
	case f.middle:
		s.Alignment.Horizontal = "center"
	case strings.HasPrefix(f.format, "#") || strings.HasPrefix(f.format, "0"):
		s.Alignment.Horizontal, s.Alignment.Indent = "right", 1
	}
	if f.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{f.fill}}
	}
	if f.format == "@" {
		s.NumFmt = 49
	} else if f.format != "" {
		s.CustomNumFmt = &f.format
	}
	if !f.bare {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "BFBFBF", Style: 1})
		}
	}
	return s
}

// counted is a number of things.
func counted(n int64) sheetCell { return sheetCell{n, asNumber} }

// portionOf is part of whole in percent, rounded down: what is not all must not
// read 100.0 %. nil: there is nothing to have a part of.
func portionOf(part, whole int64) sheetCell {
	if whole <= 0 {
		return sheetCell{nil, asShare}
	}
	return sheetCell{math.Floor(float64(part)/float64(whole)*1000) / 1000, asShare}
}

// date returns t on the clock of the run, in style asDay or asMoment. A time that
// Excel has no number for, before 1900, is text; one that nobody knows is empty.
func (b *book) date(t time.Time, s sheetStyle) sheetCell {
	switch t = t.In(b.run.Started.Location()); {
	case t.IsZero() || t.Unix() == 0:
		return sheetCell{nil, s}
	case t.Year() < 1900 || t.Year() > 9999:
		return sheetCell{t.Format("2006-01-02"), asPlain}
	case s == asDay: // a day is a whole number: filters go by it
		return sheetCell{time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), s}
	}
	return sheetCell{t, s}
}

// printable returns text as a cell takes it: nothing hidden in it, and cut, with
// a mark, where Excel's limit is. XML has no U+FFFE and U+FFFF.
func printable(text string) string {
	text = visible(text)
	if strings.ContainsAny(text, "\ufffe\uffff") {
		text = strings.NewReplacer("\ufffe", `\ufffe`, "\uffff", `\uffff`).Replace(text)
	}
	if len(text) <= cellUnits {
		return text
	}
	const mark = " ... (cut)"
	units, room := 0, cellUnits-len(mark)
	at := 0 // where it is cut if it is
	for i, r := range text {
		if units <= room {
			at = i
		}
		units += utf16.RuneLen(r)
		if units > cellUnits {
			return text[:at] + mark
		}
	}
	return text
}

// linesOf returns how many lines a text takes in a column of that width, in
// characters. A line is never quite full: words go to the next.
func linesOf(text string, width float64) float64 {
	if float64(len(text)) < width { // no character is wider than its bytes
		return 1
	}
	return max(math.Ceil(float64(cellWidth(text))/max(width-1, 1)), 1)
}

// joined returns what is there of names, as one text.
func joined(names []string) string { return strings.Join(names, "; ") }

// numeral is a number that may be missing.
func numeral[N int | int64](n N) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}
