package detect

// Evidence is the set of reasons for a match.
type Evidence uint32

const (
	ByLabel      Evidence = 1 << iota // a label before it
	ByHeader                          // the header of its column
	ByColumn                          // most cells of its column are of the kind
	BySlot                            // most values in the same frame of text are of the kind
	ByHonorific                       // 様 and the like after it
	ByDictionary                      // names, places known
	ByShape                           // the form of the value
	ByCheckDigit                      // the check digit is right
	ByWrongCheck                      // the check digit is wrong: a typing error or another number
	ByTable                           // a code, area or postal code that exists
	ByNeighbours                      // other data of a person beside it
	ByCompany                         // a company's legal form
	ByMask                            // digits are hidden
	ByCue                             // a word beside it: 生まれ, 普通
	ByContext                         // the sentence around it
	evidenceEnd
)

var evidenceText = [...]string{
	"label", "column", "most cells of the column are alike", "most values in this place are alike",
	"honorific", "in the dictionary", "form", "check digit", "check digit does not fit",
	"in the code table", "data of a person beside it", "legal form of a company", "digits are hidden", "word beside it", "sentence around it",
}

// Words returns the reasons in words, for people, strongest first. place is
// the label or header in question, or "".
func (e Evidence) Words(place string) []string {
	var words []string
	for i, w := range evidenceText {
		if e>>i&1 == 0 {
			continue
		}
		if place != "" && Evidence(1<<i)&(ByLabel|ByHeader) != 0 {
			w += " " + place
		}
		words = append(words, w)
	}
	return words
}
