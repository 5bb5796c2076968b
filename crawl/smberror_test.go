package crawl

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
)

func TestSMBStatus(t *testing.T) {
	for _, tt := range []struct {
		status smbStatus
		kind   statusKind
		is     error // nil: none
		text   string
	}{
		{0xc000006d, kindRefused, nil, "user or password refused"},
		{0xc0000234, kindRefused, nil, "the account is locked out"},
		{0xc0000072, kindRefused, nil, "the account is disabled"},
		{0xc0000193, kindRefused, nil, "the account has expired"},
		{0xc0000224, kindRefused, nil, "the password must be changed before the account can be used"},
		{0xc0000034, kindNotExist, fs.ErrNotExist, "is gone"},
		{0xc0000056, kindNotExist, fs.ErrNotExist, "is being deleted"},
		{statusAccessDenied, kindPermission, fs.ErrPermission, "access denied"},
		{0xc0000043, kindInUse, errInUse, "in use by a program that lets nobody else read it"},
		{statusInvalidParameter, kindBusy, nil, "the server did not take the request"},
		{0xc0000203, kindBroken, nil, "the session was ended by the server"},
		{0xc00000c9, kindBroken, nil, "the share was taken away"},
		{statusPathNotCovered, kindOther, nil, "is kept by another server (DFS)"},
		{0xc0000906, kindOther, nil, "the server's virus scanner holds it back"},
		{0xc0001234, kindOther, nil, "the server says NTSTATUS 0xC0001234"},
	} {
		if got := tt.status.kind(); got != tt.kind {
			t.Errorf("kind of 0x%08x: %d, want %d", uint32(tt.status), got, tt.kind)
		}
		if got := tt.status.Error(); got != tt.text {
			t.Errorf("text of 0x%08x: %q, want %q", uint32(tt.status), got, tt.text)
		}
		err := fmt.Errorf("open: %w", tt.status)
		for _, target := range []error{fs.ErrNotExist, fs.ErrPermission, errInUse, errTimeout} {
			if got, want := errors.Is(err, target), target == tt.is; got != want {
				t.Errorf("0x%08x is %q: %v, want %v", uint32(tt.status), target, got, want)
			}
		}
	}
}

// A refused login must never be tried again: each of them must be known as such,
// whatever else the table says. The codes are those of [MS-ERREF] 2.3.1 that
// count against an account or come from its restrictions.
func TestRefusedLogins(t *testing.T) {
	for _, s := range []smbStatus{0xc0000064, 0xc000006a, 0xc000006d, 0xc000006e, 0xc000006f, 0xc0000070, 0xc0000071, 0xc0000072,
		0xc000015b, 0xc0000193, 0xc0000224, 0xc0000234} {
		if got := s.kind(); got != kindRefused {
			t.Errorf("kind of 0x%08x (%v): %d, want %d", uint32(s), s, got, kindRefused)
		}
	}
}

func TestStatusTexts(t *testing.T) {
	for s, w := range smbStatuses {
		if w.text == "" || strings.HasSuffix(w.text, ".") || s>>31 == 0 {
			t.Errorf("status 0x%08x: %q, want the text of an error, without a full stop", uint32(s), w.text)
		}
	}
}
