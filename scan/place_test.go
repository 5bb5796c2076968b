package scan

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/crawl"
)

// A notingSource has something to say after its walk.
type notingSource struct{ crawl.Source }

func (notingSource) Notes() []string { return []string{"C$ is scanned only when named"} }

// A finding says in what place its file is, and as far as the share tells, whose
// it is. What a share has to say is a warning.
func TestPlaceAndNotes(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"list.csv", "$RECYCLE.BIN/S-1-5-21-1-2-3-1001/list.csv", "@GMT-2024.05.01-09.00.00/list.csv"} {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(name)), []byte(people(0, 20)))
	}
	cfg := shareConfig(t, dir)
	cfg.Shares[0].Source = notingSource{cfg.Shares[0].Source}
	run := mustRun(t, cfg)
	if want := []string{dir + ": C$ is scanned only when named"}; !slices.Equal(run.Warnings, want) {
		t.Errorf("got the warnings %q, want %q", run.Warnings, want)
	}
	whys := map[string]string{crawl.PlaceRecycleBin: "; it lies in a recycle bin", crawl.PlaceSnapshot: "; it lies in a snapshot"}
	met := make(map[string]bool)
	for _, f := range run.Findings {
		want := crawl.Place(f.Path)
		if met[want] = true; f.Place != want || !strings.HasSuffix(f.Why, whys[want]) || strings.Contains(f.Why, "lies in") != (want != "") {
			t.Errorf("%s: got the place %q and the reason %q, want %q", f.Path, f.Place, f.Why, want)
		}
		if f.Owner == "" && runtime.GOOS == "linux" {
			t.Errorf("%s: got no owner", f.Path)
		}
	}
	if len(met) != 3 {
		t.Errorf("got findings in the places %v, want in all three", met)
	}
}
