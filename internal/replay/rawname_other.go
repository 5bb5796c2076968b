//go:build !linux

package replay

// rawNames: Windows and macOS take nothing but Unicode as a file's name.
const rawNames = false
