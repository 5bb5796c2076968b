package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/rules"
)

// readApart is the command with which the program starts itself to read files
// that its libraries may loop or crash on. It is no command for people.
const readApart = "read-apart"

func newReadApart(p *program) *cobra.Command {
	return &cobra.Command{
		Use:    readApart,
		Short:  "Read files for another shikiri, over standard input and output",
		Hidden: true,
		Args:   noArgs,
		RunE:   func(*cobra.Command, []string) error { return extract.ServeApart(p.In, p.Out) },
	}
}

// settings returns how files are read. Close its Apart when all are.
func (o *scanOptions) settings(ctx context.Context, plan *plan, conf *rules.Config) (*extract.Settings, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find the program itself: %w", err)
	}
	if plan.FileTime, err = fileTime(o.fileTimeout); err != nil {
		return nil, err
	}
	passwords, err := o.archivePasswords(plan.secrets)
	if err != nil {
		return nil, err
	}
	ocr, err := o.recognizer(ctx, plan)
	if err != nil {
		return nil, err
	}
	return &extract.Settings{
		TempDir:   o.tempDir,
		Passwords: passwords,
		Layout:    layouts(conf.Files), LayoutMark: fmt.Sprintf("%+v", conf.Files),
		OCR:   ocr,
		Apart: &extract.Apart{Command: []string{exe, readApart}, Args0: "shikiri"},
	}, nil
}

// recognizer returns what reads pictures, nil if that is not wanted. A language
// that is missing is put right at once; without tesseract the scan tells of each
// picture that it was not read, as it is asked to.
func (o *scanOptions) recognizer(ctx context.Context, plan *plan) (extract.Recognizer, error) {
	if o.ocrJobs < 0 {
		return nil, fmt.Errorf("--ocr-jobs %d: must be 1 or more", o.ocrJobs)
	}
	if !o.ocr {
		return nil, nil
	}
	jobs := o.ocrJobs
	if jobs == 0 {
		jobs = o.jobs
	}
	t, err := extract.NewTesseract(ctx, jobs)
	switch {
	case errors.Is(err, extract.ErrNoTesseract):
		plan.warn("--ocr: pictures are listed as not examined: %v", err)
		return extract.NoRecognizer{}, nil
	case err != nil:
		return nil, fmt.Errorf("--ocr: %w", err)
	}
	return t, nil
}

// fileTime reads --file-timeout.
func fileTime(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, hint(fmt.Errorf("--file-timeout %s: no length of time", s), "as 10m or 1h30m; 0 for no limit")
	}
	return d, nil
}
