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
	ByWord                            // a word of the detector's own beside it
	// What keeps a match from being surer.
	WeakLabel     // other things have such a label too
	NoPersons     // its table is a list of places, goods or companies
	CompanyBeside // a company is named beside it, and no person
	evidenceEnd
)

var evidenceText = [...]string{
	"label", "column", "most cells of the column are alike", "most values in this place are alike",
	"honorific", "in the dictionary", "form", "check digit", "check digit does not fit",
	"in the code table", "data of a person beside it", "legal form of a company", "digits are hidden", "word beside it", "sentence around it",
	"word", "other things have such a label too", "the table is no list of persons", "a company is named beside it, and no person",
}

// EvidenceTexts returns the words of all reasons, in the order of their bits: for
// those who show them in another language. Those of labels, columns and words
// are followed by a space and the text in question, if it is known.
func EvidenceTexts() []string { return evidenceText[:] }

// Effect says what a reason does to the confidence of a match.
type Effect uint8

const (
	Raises Effect = iota // makes it surer
	Forms                // makes it a match at all: alone it is low
	Lowers               // keeps it from being surer
)

// String returns the effect as reports have it: "raises".
func (e Effect) String() string { return [...]string{"raises", "form", "lowers"}[e] }

// Effects returns what each of the reasons does, in the order of Words.
func (e Evidence) Effects() []Effect {
	var all []Effect
	for bit := Evidence(1); bit < evidenceEnd; bit <<= 1 {
		if e&bit == 0 {
			continue
		}
		switch bit {
		case ByShape, ByDictionary, ByMask, ByWord:
			all = append(all, Forms)
		case ByWrongCheck, WeakLabel, NoPersons, CompanyBeside:
			all = append(all, Lowers)
		default:
			all = append(all, Raises)
		}
	}
	return all
}

// Words returns the reasons in words, for people, strongest first. place is
// the label, header or word in question, or "".
func (e Evidence) Words(place string) []string {
	var words []string
	for i, w := range evidenceText {
		if e>>i&1 == 0 {
			continue
		}
		if place != "" && Evidence(1<<i)&(ByLabel|ByHeader|ByWord) != 0 {
			w += " " + place
		}
		words = append(words, w)
	}
	return words
}

// weak notes that other things have the label of the match too.
func (c *Candidate) weak(yes bool) {
	if yes {
		c.Evidence |= WeakLabel
	}
}
