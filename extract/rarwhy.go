package extract

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/nwaples/rardecode/v2"
)

// asSkip is err if it is a *Skip, else nil.
func asSkip(err error) *Skip {
	var s *Skip
	errors.As(err, &s)
	return s
}

// why makes an error of the library a *Skip.
func (a *rarArchive) why(err error) error {
	is := func(targets ...error) bool {
		for _, t := range targets {
			if errors.Is(err, t) {
				return true
			}
		}
		return false
	}
	switch {
	case err == nil:
		return nil
	case a.stopped() != nil:
		return a.stopped()
	case asSkip(err) != nil:
		return err
	case isRarEncrypted(err) && len(a.passwords()) == 0:
		return &Skip{ReasonEncrypted, ""}
	case isRarEncrypted(err):
		return &Skip{ReasonEncrypted, fmt.Sprintf("none of the %d passwords fits", len(a.passwords()))}
	case a.cut, is(rardecode.ErrMultiVolume, rardecode.ErrBadVolumeNumber, rardecode.ErrInvalidFileBlock):
		a.cut = true // what the library meets behind that is no damage
		return &Skip{ReasonPartial, "one part of a split archive: what it begins with was scanned, if it is the first; join the parts"}
	case is(rardecode.ErrUnsupportedDecoder, rardecode.ErrUnknownVersion, rardecode.ErrUnknownEncryptMethod):
		return &Skip{ReasonUnsupported, "packed by a method that is not read"}
	case is(rardecode.ErrDictionaryTooLarge):
		return &Skip{ReasonTooLarge, "a member needs more than " + size(a.memory) + " of memory to unpack; it and those behind it were not scanned"}
	case is(rardecode.ErrBadFileChecksum):
		return &Skip{ReasonDamaged, "does not match its checksum: what could be unpacked was scanned"}
	case is(rardecode.ErrDecoderOutOfData, rardecode.ErrShortFile, rardecode.ErrUnexpectedArcEnd):
		return damaged(io.ErrUnexpectedEOF)
	}
	return damaged(err)
}

// rarName decodes a name. In those of MS-DOS, which are in CP932, the library
// took a second byte that is a backslash for the end of a folder.
func rarName(name string) string {
	if utf8.ValidString(name) {
		return visible(name)
	}
	raw := []byte(name)
	for i := 0; i+1 < len(raw); i++ {
		if c := raw[i]; c >= 0x81 && c <= 0x9f || c >= 0xe0 && c <= 0xfc {
			i++
			if raw[i] == '/' {
				raw[i] = '\\'
			}
		}
	}
	return decodeMemberName(raw)
}
