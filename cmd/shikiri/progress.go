package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/shikiri/shikiri/scan"
)

// plainInterval is how often a scan whose standard error is no terminal says
// how far it is: often enough to see that it lives, seldom enough for a log.
const plainInterval = 30 * time.Second

// A meter tells how far a command is.
type meter struct {
	amounts func() (done, total int64)
	text    func(elapsed time.Duration) string
}

// scanMeter measures a scan by bytes, which tell the time left better than files
// do.
func scanMeter(s *scan.Progress) meter {
	return meter{
		amounts: func() (int64, int64) { return s.Bytes.Load(), s.TotalBytes.Load() },
		text:    func(elapsed time.Duration) string { return progressText(s, elapsed) },
	}
}

// showProgress shows how far a command is until the function it returns is called:
// a bar on a terminal, else a plain line every interval, without any control
// characters.
func showProgress(p *program, m meter, interval time.Duration) (stop func()) {
	w := p.Err
	if terminal(w) != nil {
		return showBar(p, m)
	}
	done := make(chan struct{})
	var wg sync.WaitGroup
	start := time.Now()
	wg.Go(func() {
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				fmt.Fprintf(w, "shikiri: %s\n", m.text(time.Since(start)))
			case <-done:
				return
			}
		}
	})
	return func() {
		close(done)
		wg.Wait()
	}
}

// showBar draws a bar. It is gone when the command ends: what follows is the report. Notes are written
// above it: a frame begins one line up, and would wipe out what stands there.
func showBar(p *program, m meter) (stop func()) {
	start := time.Now()
	bars := mpb.New(mpb.WithOutput(p.Err), mpb.WithAutoRefresh(), mpb.WithRefreshRate(200*time.Millisecond))
	bar := bars.New(0, mpb.BarStyle().Lbound("[").Filler("=").Tip(">").Padding(" ").Rbound("]"),
		mpb.BarWidth(24), mpb.BarRemoveOnComplete(),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return " " + m.text(time.Since(start)) })))
	p.above.Store(bars)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		ticker := time.NewTicker(200 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				current, total := m.amounts()
				bar.SetTotal(max(total, current+1), false)
				bar.SetCurrent(current)
			case <-done:
				return
			}
		}
	})
	return func() {
		close(done)
		wg.Wait()
		bar.Abort(true)
		bars.Wait()
		p.above.Store(nil)
	}
}

// progressText says how far a scan is. A total that still grows has a +.
func progressText(s *scan.Progress, elapsed time.Duration) string {
	more := "+"
	if s.Walked.Load() {
		more = ""
	}
	rate := 0.0
	if elapsed > 0 {
		rate = float64(s.Bytes.Load()) / 1e6 / elapsed.Seconds()
	}
	return fmt.Sprintf("files %d of %d%s, %.1f of %.1f%s MB, %.1f MB/s, findings %d",
		s.Files.Load(), s.TotalFiles.Load(), more,
		float64(s.Bytes.Load())/1e6, float64(s.TotalBytes.Load())/1e6, more, rate, s.Findings.Load())
}
