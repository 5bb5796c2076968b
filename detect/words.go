package detect

// isWord reports whether b is a word that names no person.
func isWord(b []byte) bool {
	v, ok := lexNames.lookup(b)
	return ok && v&(lexCommon|lexPlace|lexOrganization) != 0 && v&(lexGiven) == 0
}

// madeOfWords reports whether b is a phrase of such words: 必須項目.
func madeOfWords(b []byte) bool {
	return false
}
