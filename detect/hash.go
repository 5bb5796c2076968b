package detect

// FNV-1a with 32 bits tells texts apart that are compared and never kept.
const (
	fnvBasis = 2166136261
	fnvPrime = 16777619
)

func fnv[T string | []byte](b T) uint32 {
	h := uint32(fnvBasis)
	for i := range len(b) {
		h = (h ^ uint32(b[i])) * fnvPrime
	}
	return h
}
