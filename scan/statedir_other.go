//go:build !linux

package scan

import (
	"path/filepath"
	"strings"
)

// networkFS names the network file system that a directory lies on, or returns
// "". Only the name of a path tells it here.
func networkFS(dir string) string {
	abs, err := filepath.Abs(dir)
	if volume := filepath.VolumeName(abs); err == nil && strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) {
		return "SMB"
	}
	return ""
}
