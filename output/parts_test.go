package output

import (
	"reflect"
	"testing"
)

func TestPartWordsAreThere(t *testing.T) {
	for _, lang := range []string{"en", "ja"} {
		v := reflect.ValueOf(*partWordsFor(lang))
		for i := range v.NumField() {
			if v.Field(i).String() == "" {
				t.Errorf("%s: no word for %s", lang, v.Type().Field(i).Name)
			}
		}
	}
}
