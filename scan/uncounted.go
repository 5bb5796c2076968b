package scan

// An uncounted row is people of a run without a people file: how many they are
// is known, and not who, so that they are added up.
type uncounted struct {
	Zone      string `json:"zone"`
	Client    string `json:"client"`
	Records   int64  `json:"records"`
	Companies int64  `json:"companies"`
	People    int64  `json:"people"`
}
