package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestInTime(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	hang := func() int { <-never; return 1 }
	if got, err := inTime(t.Context(), time.Hour, "here", func() int { return 7 }); got != 7 || err != nil {
		t.Errorf("what answers: got %d, %v, want 7", got, err)
	}
	_, err := inTime(t.Context(), time.Millisecond, "share /mnt/gone", hang)
	if err == nil || !strings.Contains(err.Error(), "look at share /mnt/gone: no answer within 1ms") {
		t.Errorf("what hangs: got error %v, want one that names it and the time", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := inTime(ctx, time.Hour, "share /mnt/gone", hang); !errors.Is(err, context.Canceled) {
		t.Errorf("what hangs until a signal: got error %v, want %v", err, context.Canceled)
	}
}
