package scan

import (
	"bytes"

	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/netzone"
)

// headerBytes is how much of the text of a file, or of a member, is searched for
// the date that it says of itself: some pages.
const headerBytes = 64 << 10

// begin prepares for the result of the file in hand.
func (w *worker) begin(j job) {
	w.file.reset(j)
	client := w.cfg.Policy.Client(w.entry.Path)
	w.file.client = w.crowd.client(client)
	w.dating = nil
	if d := w.cfg.Policy.Keeps(w.share.Zone, client).DateFrom; d != nil && d.By == netzone.ByHeader {
		w.dating, w.file.sought = d, d.String()
	}
}

// seekDate looks for the date in a block, until it is found or the beginning of
// the file is over.
func (l *level) seekDate(b *extract.Block) {
	more := headerBytes - l.looked
	if l.w.dating == nil || l.header != 0 || more <= 0 {
		return
	}
	text := b.Text
	if len(text) > more {
		text = text[:more]
		if i := bytes.LastIndexByte(text, '\n'); i > 0 {
			text = text[:i] // a date that is cut may read as another
		}
	}
	l.looked += max(len(text), 1)
	l.header = l.w.dating.In(string(text))
}

// date gives the date of the file or member to what was found in it. A member
// without one has that of the file.
func (l *level) date() {
	r := l.w.file
	for i := range r.explanations {
		if e := &r.explanations[i]; e.header == 0 && (e.Member == l.member || l.member == "") {
			e.header = l.header
		}
	}
	found := l.kinds
	if l == l.w.depths[0] {
		found = r.findings
	}
	for _, f := range found {
		if f.header == 0 {
			f.header = l.header
		}
	}
}
