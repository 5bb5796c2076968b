package crawl

import (
	"context"
	"net/url"
	"path"
	"testing"

	"github.com/shikiri/shikiri/internal/servers"
)

// smbURL names a share of a test server: key is SMB or another.
func smbURL(s *servers.Servers, key, share string) string {
	u := url.URL{Scheme: "smb", User: url.User(s.Value("USER")), Host: s.Value(key), Path: "/" + share}
	return u.String()
}

func smbOptions(s *servers.Servers) Options {
	return Options{Password: func(context.Context) (string, error) { return s.Value("PASSWORD"), nil }}
}

// openSMBShare opens a share of a test server; it is closed when the test ends.
func openSMBShare(t testing.TB, s *servers.Servers, key, share string) Source {
	t.Helper()
	return openSMBWith(t, t.Context(), smbURL(s, key, share), smbOptions(s))
}

func openSMBWith(t testing.TB, ctx context.Context, u string, o Options) Source {
	t.Helper()
	src, err := Open(ctx, u, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	return src
}

// What a share of Samba must do, it must do signed, encrypted and in a folder of it too.
func TestSMBSource(t *testing.T) {
	for _, test := range []struct{ name, key, share string }{
		{"plain", "SMB", "data"}, {"signed", "SMB_SIGN", "data"}, {"encrypted", "SMB", "secret"},
	} {
		t.Run(test.name, func(t *testing.T) {
			testSource(t, false, func(t *testing.T, ctx context.Context, files map[string]string) Source {
				s := servers.Get(t)
				disk, name := s.Dir(t)
				write(t, disk, files)
				return openSMBWith(t, ctx, smbURL(s, test.key, path.Join(test.share, name)), smbOptions(s))
			})
		})
	}
}
