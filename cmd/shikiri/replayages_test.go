package main

import (
	"fmt"
	"testing"
	"time"
)

// checkRetention holds the ages of files against the truth: as many are overdue.
// A deletion that stopped is told, and no other.
func (r *replayRun) checkRetention(t *testing.T) {
	t.Helper()
	overdue, stopped := int64(0), ""
	for i := range r.Retention {
		row := &r.Retention[i]
		overdue += row.Overdue
		if row.StoppedSince != nil {
			stopped += fmt.Sprintf("%s/%s: %d days old, %d allowed, since %s", row.Zone, row.Client, row.OldestDays, row.Days, row.StoppedSince.Format(time.DateOnly))
		}
		files := int64(0)
		for _, a := range row.Ages {
			files += a.Files
		}
		if files != row.Files || row.Files == 0 {
			t.Errorf("%s/%s: the classes of age have %d files, the row has %d", row.Zone, row.Client, files, row.Files)
		}
	}
	if overdue != int64(len(r.truth.Overdue)) {
		t.Errorf("%d files are overdue by zone and client, %d in truth", overdue, len(r.truth.Overdue))
	}
	if stopped != r.stopped {
		t.Errorf("deletion has stopped: got %q, want %q", stopped, r.stopped)
	}
}
