package output

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/shikiri/shikiri/report"
)

// A time before Excel's first day, or one that nobody knows, is no number.
func TestXLSXDates(t *testing.T) {
	b := &book{run: &report.Run{Started: time.Date(2026, 4, 1, 0, 0, 0, 0, time.FixedZone("", 9*3600))}}
	late := time.Date(2026, 3, 31, 20, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		t    time.Time
		want any
	}{
		{time.Time{}, nil}, {time.Unix(0, 0), nil}, {time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC), "1601-01-01"}, {late, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)},
	} {
		if got := b.date(test.t, asDay).value; got != test.want {
			t.Errorf("%v: got %v, want %v", test.t, got, test.want)
		}
	}
}

// What is not all does not read 100 %.
func TestPortion(t *testing.T) {
	for _, test := range []struct {
		part, whole int64
		want        any
	}{{99_999, 100_000, 0.999}, {1, 1, 1.0}, {0, 5, 0.0}, {0, 0, nil}} {
		if got := portionOf(test.part, test.whole).value; got != test.want {
			t.Errorf("%d of %d: got %v, want %v", test.part, test.whole, got, test.want)
		}
	}
}

// Whatever one language has words for, the other has.
func TestReportWords(t *testing.T) {
	for _, pair := range [][2]any{{englishXLSX, japaneseXLSX}, {englishColumns, japaneseColumns}, {englishMarkdown, japaneseMarkdown}} {
		for lang, words := range pair {
			v := reflect.ValueOf(words)
			for i := range v.NumField() {
				if v.Field(i).IsZero() {
					t.Errorf("%T, language %d: there are no words for %s", words, lang, v.Type().Field(i).Name)
				}
			}
		}
	}
	if got, want := mapKeys(reflect.ValueOf(japaneseXLSX.Completeness)), mapKeys(reflect.ValueOf(englishXLSX.Completeness)); !slices.Equal(got, want) {
		t.Errorf("got words for %v in Japanese, want %v", got, want)
	}
}
