package report

import (
	"strings"
	"time"
)

// How a flow between two zones is judged by a probe. NotProved is the empty-handed
// verdict: nothing was seen to be open, but what was seen proves nothing.
const (
	PathViolation = "violation"      // forbidden, and open
	PathClosed    = "closed"         // forbidden, and proved closed
	PathNotProved = "not-proved"     // forbidden, and not seen open, but a control is missing or failed
	PathAllowed   = "allowed"        // allowed, and open
	PathNotOpen   = "allowed-closed" // allowed, but not seen open: a note
)

// A Vantage is a machine that a probe ran on, and how it tried: what evidence
// that a network is segmented has to say (PCI DSS v4.0.1, 11.4.5 and 11.4.6).
type Vantage struct {
	Host      string    `json:"host"`
	From      string    `json:"from"`             // the zone it stands in
	Stated    bool      `json:"stated,omitempty"` // --from said so; else its addresses do
	Zones     []string  `json:"zones,omitempty"`  // that its addresses are in
	Addresses []string  `json:"addresses,omitempty"`
	Started   time.Time `json:"started"`
	Finished  time.Time `json:"finished"`
	Ports     string    `json:"ports"`           // tried on every target: "22,80,8000-8010"
	Sweep     bool      `json:"sweep,omitempty"` // whole networks, not only declared hosts
	Verify    bool      `json:"verify,omitempty"`
	Rate      float64   `json:"rate,omitempty"` // most attempts a second; 0: no bound
	Timeout   string    `json:"timeout"`        // of one attempt: "1s"
	Retries   int       `json:"retries"`        // of an attempt without an answer
	Attempts  int64     `json:"attempts"`       // connections that were tried, with retries and controls
	Tool      Tool      `json:"tool"`
}

// A Control is something tried whose answer is known beforehand: without it a
// probe that hears nothing proves nothing.
type Control struct {
	From    string `json:"from"`
	Vantage string `json:"vantage,omitempty"` // see [Run.VantageNames]
	// Kind is "unused-address" (of a zone: it must be silent, else something
	// answers for hosts that do not exist), "known-open" (it must be open, else the
	// vantage point may be cut off) or "gateway" (the zone's own router, addressed
	// from outside).
	Kind     string    `json:"kind"`
	Zone     string    `json:"zone"` // of the host
	Host     string    `json:"host,omitempty"`
	Ports    string    `json:"ports,omitempty"`    // tried
	Answered string    `json:"answered,omitempty"` // of Ports: open or refused
	Result   string    `json:"result"`             // "silent", "open", "refused", "filtered", "unreachable", "none": there was nothing to try
	OK       bool      `json:"ok"`                 // it was as it must be; of gateways always
	Why      string    `json:"why,omitempty"`
	First    time.Time `json:"first,omitzero"` // when it was tried, first and last
	Last     time.Time `json:"last,omitzero"`
}

// A Flow is what a probe tried from one zone to another, summed: all ports that
// the policy forbids, or those of one flow that it allows. Tried is always Open +
// Refused + Filtered + Unreachable + Intercepted; each is a port of an address.
type Flow struct {
	From        string `json:"from"`
	Vantage     string `json:"vantage,omitempty"`
	To          string `json:"to"`
	Allowed     bool   `json:"allowed,omitempty"` // by a flow of the policy
	Egress      bool   `json:"egress,omitempty"`  // To is the internet, not a zone
	Ports       string `json:"ports,omitempty"`   // "22,80,8000-8010"
	Hosts       int64  `json:"hosts"`             // addresses
	Tried       int64  `json:"tried"`
	Open        int64  `json:"open"`
	Refused     int64  `json:"refused"`  // by the host, or by a firewall that rejects: they look the same
	Filtered    int64  `json:"filtered"` // no answer
	Unreachable int64  `json:"unreachable,omitempty"`
	Intercepted int64  `json:"intercepted,omitempty"` // open, but by something that answers for every port
	NotTried    int64  `json:"not_tried,omitempty"`   // there was no time
	Verdict     string `json:"verdict"`               // PathViolation ...
	Why         string `json:"why,omitempty"`
	// Proved tells that the controls held, so that not open means closed.
	Proved   bool      `json:"proved,omitempty"`
	Started  time.Time `json:"started,omitzero"`
	Finished time.Time `json:"finished,omitzero"`
}

// An Open is a port that a probe could connect to, or a name that it could
// resolve where it must not.
type Open struct {
	From     string    `json:"from"`
	Vantage  string    `json:"vantage,omitempty"`
	To       string    `json:"to"`
	Egress   bool      `json:"egress,omitempty"`
	Host     string    `json:"host"`           // its address
	Name     string    `json:"name,omitempty"` // as it was declared, if not by address
	Port     uint16    `json:"port"`
	Protocol string    `json:"protocol"` // "tcp", "dns"
	Service  string    `json:"service,omitempty"`
	Verified bool      `json:"verified,omitempty"` // it spoke: Service is no guess by the port
	Banner   string    `json:"banner,omitempty"`   // what it says it is: "SSH-2.0-OpenSSH_9.2"
	Verdict  string    `json:"verdict"`            // PathViolation, PathAllowed
	Why      string    `json:"why,omitempty"`
	Source   string    `json:"source,omitempty"` // the address it was tried from
	Attempts int       `json:"attempts"`
	At       time.Time `json:"at"`
	Millis   float64   `json:"millis"` // until it answered
}

// A Target is an address and what each of its ports answered: all that were
// declared, and of those that were swept the ones that answered.
type Target struct {
	From        string    `json:"from"`
	Vantage     string    `json:"vantage,omitempty"`
	To          string    `json:"to"`
	Host        string    `json:"host"`
	Names       []string  `json:"names,omitempty"`
	Shares      []string  `json:"shares,omitempty"` // URLs of the configuration
	Declared    bool      `json:"declared,omitempty"`
	Source      string    `json:"source,omitempty"`
	Attempts    int64     `json:"attempts"`
	Open        string    `json:"open,omitempty"` // ports: "22,8000-8010"
	Refused     string    `json:"refused,omitempty"`
	Filtered    string    `json:"filtered,omitempty"`
	Unreachable string    `json:"unreachable,omitempty"`
	NotTried    string    `json:"not_tried,omitempty"`
	Intercepted string    `json:"intercepted,omitempty"`
	First       time.Time `json:"first,omitzero"`
	Last        time.Time `json:"last,omitzero"`
}

// A Swept is a network of which every address was tried. Silent are those that
// answered on no port: they are in no Target. Evidence names source, ports, attempts
// and times for these, too.
type Swept struct {
	From    string `json:"from"`
	Vantage string `json:"vantage,omitempty"`
	To      string `json:"to"`
	Network string `json:"network"`
	Hosts   int64  `json:"hosts"`
	Silent  int64  `json:"silent"`
	Tried   int64  `json:"tried"`            // ports of addresses
	Source  string `json:"source,omitempty"` // the address it was tried from
	Ports   string `json:"ports,omitempty"`  // tried on every address
	// Attempts is how often a port was tried that did not answer.
	Attempts int       `json:"attempts,omitempty"`
	First    time.Time `json:"first,omitzero"`
	Last     time.Time `json:"last,omitzero"`
}

// An Identity is what tells a machine apart wherever it answers.
type Identity struct {
	From    string `json:"from"`
	Vantage string `json:"vantage,omitempty"`
	Zone    string `json:"zone"`
	Host    string `json:"host"` // its address
	Name    string `json:"name,omitempty"`
	Port    uint16 `json:"port"`
	// Kind is "ssh-host-key", "tls-certificate", "smb-server-guid", "smb-name" or
	// "smb-interface" (an address that an SMB server says it has).
	Kind  string `json:"kind"`
	Value string `json:"value"` // "SHA256:...", a GUID, an address
	// Weak tells that other machines may well have the same, as the GUID that Samba
	// makes of its name, or a certificate for many hosts.
	Weak bool `json:"weak,omitempty"`
}

// A Bridge is one machine with addresses in two zones: whatever stands between
// them can be passed through it.
type Bridge struct {
	Hosts    []string `json:"hosts"` // addresses
	Names    []string `json:"names,omitempty"`
	Zones    []string `json:"zones"`
	Evidence string   `json:"evidence"` // "ssh host key", "tls certificate", "smb server guid", "smb name", "smb interfaces", "own addresses"
	Value    string   `json:"value,omitempty"`
	Strength string   `json:"strength"` // "proof", "weak"
	Why      string   `json:"why,omitempty"`
}

// An Exposure is content and path in one: personal data that lies on a host which
// can be reached from another zone.
type Exposure struct {
	Host     string   `json:"host"` // as the share names it
	Address  string   `json:"address"`
	Zone     string   `json:"zone"`
	From     string   `json:"from"`
	Ports    []string `json:"ports"` // "tcp/445"
	Verdict  string   `json:"verdict"`
	Shares   []string `json:"shares"`
	Findings int64    `json:"findings"`
	Records  int64    `json:"records"`
	People   int64    `json:"people"`
	// PeopleAdded tells that people were added up file by file, for want of
	// fingerprints: they may be fewer.
	PeopleAdded bool `json:"people_added,omitempty"`
}

// Probed reports whether a run is or holds one of a probe.
func (r *Run) Probed() bool { return len(r.Vantages) > 0 }

// VantageNames returns what rows of a run call each of its vantages, in their
// order. It is "" for the only one of a zone, as in the run of one probe: From
// names it. Else it is the machine, with the time of its start if it has probed
// more than once.
func (r *Run) VantageNames() []string {
	names := make([]string, len(r.Vantages))
	for i := range r.Vantages {
		v := &r.Vantages[i]
		zone, host, second := 0, 0, 0
		for j := range r.Vantages {
			if w := &r.Vantages[j]; w.From == v.From {
				zone++
				if strings.EqualFold(w.Host, v.Host) {
					host++
					if w.Started.Unix() == v.Started.Unix() {
						second++
					}
				}
			}
		}
		switch {
		case zone == 1:
		case host == 1:
			names[i] = v.Host
		case second == 1:
			names[i] = v.Host + " " + v.Started.UTC().Format(time.RFC3339)
		default:
			names[i] = v.Host + " " + v.Started.UTC().Format(time.RFC3339Nano)
		}
	}
	return names
}

// VantageOf returns which of the vantages a row is of that has From and Vantage,
// -1 if that is not known.
func (r *Run) VantageOf(from, name string) int {
	names, found := r.VantageNames(), -1
	for i, v := range r.Vantages {
		switch {
		case v.From != from:
		case names[i] == name && name != "":
			return i
		case name == "" || strings.EqualFold(v.Host, name):
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}
