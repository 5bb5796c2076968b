package scan

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// KeyID tells fingerprint keys apart in reports, and tells nothing of the key:
// the first 8 bytes of HMAC-SHA-256 of a fixed text, in hexadecimal.
func KeyID(key []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("shikiri key id"))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}
