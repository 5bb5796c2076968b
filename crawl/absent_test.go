package crawl

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
)

func TestAbsent(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close() // nobody listens there any more
	known := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(known, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, scheme := range []string{"smb", "sftp"} {
		t.Run(scheme, func(t *testing.T) {
			o := Options{KnownHosts: []string{known}}
			_, err := Open(t.Context(), scheme+"://user@"+l.Addr().String()+"/share", o)
			if !Unreachable(err) {
				t.Errorf("a server that is not there: %v, want it unreachable", err)
			}
			checkSummary(t, Absent(err), ". unreadable: connection refused")
		})
	}
	if Unreachable(errors.New("no such folder")) || Unreachable(&refusedError{errTimeout}) || !Unreachable(errTimeout) {
		t.Error("a folder that is not there or a refused login is unreachable, or a silent server is not")
	}
}
