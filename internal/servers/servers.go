// Package servers tells tests where the servers are that they may use.
package servers

import (
	"os"
	"strings"
	"testing"
)

// Servers are those that the environment variable SHIKIRI_TEST_SERVERS names:
// a file of KEY=VALUE lines.
type Servers struct{ values map[string]string }

// Get returns the servers. Without the variable it skips the test.
func Get(t testing.TB) *Servers {
	t.Helper()
	name := os.Getenv("SHIKIRI_TEST_SERVERS")
	if name == "" {
		t.Skip("SHIKIRI_TEST_SERVERS is not set: no servers to test with")
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := &Servers{map[string]string{}}
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			s.values[key] = value
		}
	}
	return s
}

// Value returns what the file says of a key, "" if it says nothing.
func (s *Servers) Value(key string) string { return s.values[key] }
