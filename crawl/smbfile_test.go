package crawl

import "testing"

func TestNotOnDisk(t *testing.T) {
	for attributes, want := range map[uint32]bool{
		0:                                  false,
		0x20:                               false, // archive
		attrDirectory | attrReparse | 0x06: false, // hidden, system
		0x00080000:                         false, // pinned
		attrOffline | 0x20:                 true,
		attrRecallOnOpen:                   true,
		attrRecallOnData | attrReparse:     true,
	} {
		if got := notOnDisk(attributes); got != want {
			t.Errorf("attributes 0x%08x are elsewhere: %v, want %v", attributes, got, want)
		}
	}
}
