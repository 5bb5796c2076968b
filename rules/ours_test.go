package rules

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// strangers are files of other kinds that somebody may give by mistake.
var strangers = []struct{ about, src string }{
	{"table", "山田 太郎,1,2\n佐藤 花子,3,4\n"},
	{"one line", "山田 太郎"},
	{"table in quotes", "\"山田 太郎\",\"1\"\n\"佐藤 花子\",\"2\"\n"},
	{"quote left open", "\"山田 太郎,1\n"},
	{"keys", "山田 太郎: 1\n佐藤 花子: 2\n"},
	{"keys of kanji", "山田: 太郎\n山田: 花子\n"},
	{"list", "- 山田 太郎\n- 佐藤 花子\n"},
	{"JSON", `{"version": 1, "people": [{"name": "山田 太郎"}]}`},
	{"JSON over lines", "{\n  \"version\": 1,\n  \"name\": \"山田 太郎\"\n}\n"},
	{"JSON Lines", "{\"name\": \"山田 太郎\"}\n{\"name\": \"佐藤 花子\"}\n"},
	{"array", `[{"name": "山田 太郎"}]`},
	{"another YAML", "version: '3'\nservices:\n  mail: 山田 太郎\n山田 太郎: x\n"},
	{"a version first", "version: 0901234567\n山田 太郎,1\n佐藤 花子,2\n"},
	{"mail", "From: 山田 太郎 <taro@example.jp>\nTo: 佐藤 花子\n\n山田です。\n"},
	{"escape", "\"\\山田 太郎\"\n"},
	{"two documents", "山田 太郎\n---\n佐藤 花子\n"},
	{"comment", "# 山田 太郎\n"},
	{"alias", "*山田 太郎\n"},
	{"tab", "氏名\t番号\n山田 太郎\t1\n"},
}

func TestStrangersAreNotShown(t *testing.T) {
	for _, s := range strangers {
		_, err := Parse("a.yaml", []byte(s.src), time.Now())
		checkStranger(t, s.about, err, "it does not look like the configuration")
		_, err = ParseRules("a.yaml", []byte(s.src))
		checkStranger(t, s.about, err, "it does not look like a file of rules")
	}
}

func checkStranger(t *testing.T, about string, err error, hint string) {
	t.Helper()
	var problems *ConfigError
	if !errors.As(err, &problems) {
		t.Errorf("%s: got error %v, want a ConfigError", about, err)
		return
	}
	text := err.Error()
	for _, w := range []string{"山", "田", "太郎", "佐藤", "花子", "taro", "0901234567", " | "} {
		if strings.Contains(text, w) {
			t.Errorf("%s: the message holds %q:\n%s", about, w, text)
		}
	}
	if !strings.Contains(text, hint) {
		t.Errorf("%s: got %s\nwant the hint %q", about, text, hint)
	}
	if len(problems.Problems) != 1 || problems.Problems[0].Line < 1 {
		t.Errorf("%s: got %d problems, want one with its line", about, len(problems.Problems))
	}
}

// A file of ours with a mistake shows its line, however it is written.
func TestOursIsShown(t *testing.T) {
	for _, src := range []string{
		"verson: 1\nzone: []\n", "# 設定\nversion: 1\nzones:\n- {name: a\n", `{"version": 1, "zones": [1]}`, "{\n  version: 1,\n  zones: [1]\n}\n",
		"\"version\": 1\n'zones':\n- 1\n", "rules:\n- id: 1\nversion: 2\n",
	} {
		if _, err := Parse("a.yaml", []byte(src), time.Now()); err == nil || !strings.Contains(err.Error(), " | ") {
			t.Errorf("%q: got %v, want the line", src, err)
		}
	}
}

// What begins a part of the configuration tells that a file is one.
func TestOursKnowsAllKeys(t *testing.T) {
	_, err := Parse("shikiri.yaml", []byte(start+"colour: red\n"), today)
	if err == nil {
		t.Fatal("colour is a key: want another that is none")
	}
	_, keys, ok := strings.Cut(err.Error(), "the keys here are ")
	for key := range strings.SplitSeq(strings.TrimSpace(keys), ", ") {
		if !ok || !slices.Contains(fileKeys, key) {
			t.Errorf("key %q is not among those that a configuration is told by: %q", key, fileKeys)
		}
	}
}
