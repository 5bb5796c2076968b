package crawl

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/internal/servers"
)

func TestSMBNames(t *testing.T) {
	s := servers.Get(t)
	disk, name := s.Dir(t)
	long := strings.Repeat("あ", 83) // 249 bytes: as long as a name on Linux can be
	deep := strings.Join([]string{long, long, long, long, long, "f.txt"}, "/")
	all := map[string]string{
		deep: "deep", "😀/𠮷野家.txt": "four bytes", "か\u3099.txt": "NFD", "が.txt": "NFC", "sp ace": "s", "ｶﾅ～①.csv": "k",
	}
	write(t, disk, all)
	src := openSMBShare(t, s, "SMB", "data/"+name)
	testSourceWalk(t, src, all)
}

// Samba follows symbolic links by itself and shows them as folders. The walk
// must end.
func TestSMBCircle(t *testing.T) {
	s := servers.Get(t)
	disk, name := s.Dir(t)
	write(t, disk, map[string]string{"a/f": "text"})
	if err := os.Symlink(".", filepath.Join(disk, "a", "self")); err != nil {
		t.Fatal(err)
	}
	src := openSMBShare(t, s, "SMB", "data/"+name)
	checkSummary(t, src, "a/f", "a/self/f", "a/self/self link: a circle: this folder is above itself")
}
