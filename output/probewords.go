package output

// probeWords are what formats for people say of a probe, in one language: one word
// per idea, whatever the format.
type probeWords struct {
	Title, JoinedTitle string // of the report: of a probe alone, of scans and probes
	Disclaimer         string
	// Verdicts of flows, by report.PathViolation and so on, and short ones for cells.
	Verdicts, Short map[string]string
	Rules           map[string]string // what the policy says of a flow: "forbidden", "allowed"
	States          map[string]string // what came of an attempt, and of a control
	Controls        map[string]string // kinds
	Means           map[string]string // what a control means, by kind and " held", " failed", " none"
	Evidence        map[string]string // of bridges
	Identities      map[string]string // kinds
	Strengths       map[string]string
	Internet        string // where a flow leads that is egress
	Yes             string
	// What decided the verdict on a probe alone, where that is no file; and what is added
	// to the words for files if all is well.
	Why    map[string]string
	WhyToo string
	// Headlines.
	HeadPath      string // ports, hosts
	HeadEgress    string // ports or names
	HeadBridge    string // machines
	HeadNotProved string // flows
	HeadUntried   string // names, ports
	HeadClosed    string // flows, ports of addresses
	HeadNoFlow    string
	HeadWeak      string // machines
	// Sentences.
	Exposed, ExposedNobody   string // host, address, zone, people (or findings), from, ports, rule, address and zone
	ExposedPeople, ExposedUp string // a number of people: counted, and added up
	ExposedRule              map[string]string
	BridgeProof, BridgeWeak  string // addresses, zones
	More                     string // a number of names
	// Titles of lists, what stands there if there is nothing, and what they mean: by the ID of the list.
	Lists, None, Notes map[string]string
	Columns            map[string]string
	Sheets             map[string]string // names
	// The matrix of zones.
	MatrixFrom string            // the corner
	Same       string            // the zone itself
	Holds      map[string]string // whether a control does
	Figures    map[string]string
	FigureNote map[string]string
	Conditions map[string]string // names
	Says       map[string]string // what is said there
	Brief      map[string]string // what stands in a line
	Next       map[string]string // what to do about a flow that is not proved
	Method     [][2]string
}

// probeWordsFor returns the words of a language, English unless it is "ja".
func probeWordsFor(lang string) *probeWords {
	if lang == "ja" {
		return &japaneseProbe
	}
	return &englishProbe
}

var englishProbe = probeWords{
	Title: "Report on the test of network segmentation", JoinedTitle: "Report on the whereabouts of personal data and on network segmentation",
	Disclaimer: "This report states what could be reached from the machines named, at the times named, by TCP, and whether the policy allows it. It does not state that nothing else can be reached in another way, from elsewhere or at another time.",
	Verdicts: map[string]string{
		"violation": "VIOLATION: forbidden, and open", "closed": "closed, proved", "not-proved": "NOT PROVED", "allowed": "allowed, and open", "allowed-closed": "allowed, but not open",
	},
	Short:    map[string]string{"violation": "open", "closed": "closed", "not-proved": "not proved", "allowed": "open", "allowed-closed": "not open"},
	Rules:    map[string]string{"forbidden": "forbidden", "allowed": "allowed"},
	States:   map[string]string{"open": "open", "refused": "refused", "filtered": "filtered", "unreachable": "unreachable", "intercepted": "intercepted", "tried": "tried", "not-tried": "not tried", "silent": "silent", "none": "nothing to try"},
	Controls: map[string]string{"unused-address": "unused address", "known-open": "known-open port", "gateway": "gateway"},
	Means: map[string]string{
		"unused-address held":   "Nobody has this address, and nothing answered for it: no device answers in the place of hosts, so that a port of this zone that does not answer is closed.",
		"unused-address failed": "Something answered for an address that nobody has: on these ports a refusal proves nothing, and an open port may not be the host's.",
		"unused-address none":   "No unused address could be tried: whether a device answers in the place of hosts is not known.",
		"known-open held":       "A port that must be open could be reached, at the beginning and at the end: the vantage point was not cut off.",
		"known-open failed":     "A port that must be open could not be reached each time: the vantage point may be cut off, and silence proves nothing.",
		"known-open none":       "No port is known that must be open: whether the vantage point was cut off is not known, and silence proves nothing.",
		"gateway held":          "The zone's own router, addressed from outside: what it answers is its own. A port of it that is open is a violation too.",
		"gateway silent":        "The zone's own router, addressed from outside, or an address that a router often has: nothing answered.",
		"gateway failed":        "The zone's own router did not answer as it must.",
		"gateway none":          "No router of the zone is known.",
	},
	Evidence:   map[string]string{"ssh host key": "SSH host key", "tls certificate": "TLS certificate", "smb server guid": "SMB server GUID", "smb name": "SMB name", "smb interfaces": "interfaces that the SMB server names", "own addresses": "the vantage point's own addresses"},
	Identities: map[string]string{"ssh-host-key": "SSH host key", "tls-certificate": "TLS certificate", "smb-server-guid": "SMB server GUID", "smb-name": "SMB name", "smb-interface": "address that the SMB server names"},
	Strengths:  map[string]string{"proof": "proof", "weak": "weak"},
	Internet:   "internet", Yes: "yes",
	Why: map[string]string{
		"": "all forbidden flows that were tried are proved closed", "empty": "no flow was tried", "unexamined": "not everything in scope could be tried", "interrupted": "the test was interrupted",
	},
	WhyToo:        "; all forbidden flows that were tried are proved closed",
	HeadPath:      "VIOLATION: ports that the policy forbids are open: %s, on addresses %s.",
	HeadEgress:    "VIOLATION: the internet can be reached, or its names resolved, from where the policy forbids it: %s.",
	HeadBridge:    "VIOLATION: machines with addresses in two zones (bridges): %s.",
	HeadNotProved: "NOT PROVED to be closed: forbidden flows %s. Why, and what to do: see below.",
	HeadUntried:   "NOT TRIED: targets that could not be tried: %s; ports of addresses that were not tried: %s.",
	HeadClosed:    "CLOSED, PROVED: forbidden flows %s; ports of addresses tried %s.",
	HeadNoFlow:    "NOTHING TRIED: no forbidden flow was tried.",
	HeadWeak:      "Machines that may be in two zones, by weak evidence: %s.",
	Exposed:       "Personal data of %[4]s lies on %[1]s%[2]s in %[3]s, and %[1]s can be reached from %[5]s on %[6]s: %[7]s.",
	ExposedNobody: "Personal data (findings %[4]s) lies on %[1]s%[2]s in %[3]s, and %[1]s can be reached from %[5]s on %[6]s: %[7]s.",
	ExposedPeople: "%s people", ExposedUp: "up to %s people (added up: some may be counted twice)",
	ExposedRule: map[string]string{"violation": "the policy forbids it", "allowed": "the policy allows it"},
	BridgeProof: "%s are one machine in %s, or one of them leads to the other.",
	BridgeWeak:  "%s may be one machine in %s; the evidence is weak.",
	More:        "and %s more",
	Sheets:      map[string]string{"segmentation": "Segmentation", "opens": "Open", "bridges": "Bridges", "controls": "Controls", "flows": "Flows", "targets": "Targets", "identities": "Identities", "untried": "Not tried", "changed-paths": "Changed ports", "changed-bridges": "Changed bridges", "changed-flows": "Changed flows"},
	Lists: map[string]string{
		"exposures": "Personal data that can be reached", "vantages": "Tried from", "opens": "Forbidden, and open", "bridges": "Machines in two zones (bridges)",
		"matrix": "From zone to zone: what can be reached", "controls": "Controls", "flows": "Flows", "allowed": "Allowed, and open", "targets": "Targets: what each port answered",
		"swept": "Networks that were swept", "untried": "What was not tried", "unproved": "Not proved: why, and what to do", "notes": "Allowed, but not open", "identities": "Identities of machines",
	},
	None: map[string]string{
		"exposures": "No host with personal data was seen to be reachable from another zone.", "opens": "No port that the policy forbids was seen open.", "bridges": "No machine was seen in two zones.",
		"controls": "THERE ARE NO CONTROLS: nothing is proved.", "flows": "No flow was tried.", "allowed": "No allowed port was open.", "targets": "No target was tried.",
		"untried": "All targets and ports that were listed were tried.", "identities": "No machine told its identity.",
	},
	Notes: map[string]string{
		"exposures":  "Content and path in one: what scans found on a host, and what a probe could connect to.",
		"vantages":   "What is proved holds for connections from these machines at these times.",
		"opens":      "Each is a TCP connection that was made, or a name that resolved. A service is a guess by the port number unless it spoke.",
		"bridges":    "What lies between two zones can be passed through such a machine. Proof is an identity that one machine alone has; weak evidence may be true of two machines.",
		"matrix":     "From the zone of the row to the zone of the column. Numbers are ports of addresses. ✕ forbidden and open, △ not proved, ○ as the policy has it, – not tried in this run.",
		"controls":   "Something was tried whose answer is known beforehand. Without it, silence proves nothing.",
		"flows":      "Refused: by the host, or by a firewall that rejects; they look the same. Filtered: no answer. Intercepted: open, but by a device that answers on every port.",
		"targets":    "Addresses that answered alike may stand together. Of networks that were swept only the addresses that answered are here.",
		"swept":      "Every address of these networks was tried. Those that are silent answered on no port.",
		"untried":    "Of these nothing is known.",
		"notes":      "The policy allows these flows, and nothing was open. This is no violation: the service may be down, or the flow no longer needed.",
		"identities": "What tells a machine apart wherever it answers.",
	},
	Columns: map[string]string{
		"no": "No.", "vantage": "Vantage point", "from": "From", "to": "To", "zone": "Zone", "rule": "Policy", "address": "Address", "addresses": "Addresses", "name": "Name", "names": "Names", "host": "Host", "port": "Port", "ports": "Ports",
		"protocol": "Protocol", "service": "Service", "verified": "Told by", "banner": "Banner", "verdict": "Verdict", "why": "Why", "source": "Source", "attempts": "Attempts", "time": "Time", "millis": "Took (ms)",
		"started": "Began", "finished": "Ended", "tool": "Tool", "rules": "Rules", "policy": "Policy hash", "how": "How", "hosts": "Addresses", "tried": "Tried", "open": "Open", "refused": "Refused", "filtered": "Filtered",
		"unreachable": "Unreachable", "intercepted": "Intercepted", "not-tried": "Not tried", "proved": "Proved", "control": "Control", "answered": "Answered", "result": "Result", "holds": "Holds", "means": "What it means",
		"zones": "Zones", "evidence": "Evidence", "strength": "Strength", "value": "Value", "network": "Network", "silent": "Silent", "shares": "Shares", "declared": "Declared", "first": "First tried", "last": "Last tried",
		"what": "What", "reason": "Reason", "detail": "Detail", "todo": "What to do", "sentence": "What can be reached", "people": "People", "records": "Records", "findings": "Findings", "kind": "Kind", "weak": "Weak", "target": "Target", "answers": "Answers",
		"numbers": "Numbers", "state": "Change", "before": "Before",
	},
	MatrixFrom: "from ↓  to →", Same: "(itself)",
	Holds: map[string]string{"held": "held", "failed": "DOES NOT HOLD"},
	Figures: map[string]string{
		"paths": "Forbidden, and open (ports)", "exposed": "People that can be reached", "bridges": "Bridges", "closed": "Closed, proved (flows)", "not-proved": "Not proved (flows)", "untried": "Not tried", "controls": "Controls that held", "tried": "Tried (ports of addresses)", "attempts": "Attempts",
	},
	FigureNote: map[string]string{"paths": "on %s addresses", "exposed": "on the host with the most", "exposed-up": "at most, on the host with the most (added up)", "bridges": "by weak evidence %s", "closed": "of %s forbidden flows", "untried": "ports of addresses %s", "controls": "of %s", "tried": "attempts %s"},
	Conditions: map[string]string{
		"way": "Way of trying", "scope": "Targets", "ports": "Ports", "pace": "Pace", "not": "Not in scope", "proof": "When closed is proved", "clock": "Times",
		"source": "Source", "target": "Target", "port": "Port", "attempts": "Attempts", "result": "Result", "time": "Time", "tool": "Tool", "policy": "Policy", "rest": "For people to show",
		"pci": "Evidence for PCI DSS v4.0.1, 11.4.5 and 11.4.6",
	},
	Says: map[string]string{
		"headlines": "What it came to", "judging": "How a segmentation test judges",
		"way":     "Ordinary TCP connections of the operating system, closed at once. No raw packets, no credentials (but those of SMB shares with --verify), nothing sent to printers.",
		"verify":  "Open ports were asked who they are (--verify).",
		"guess":   "Open ports were not asked who they are: services are guesses by the port number.",
		"sweep":   "Declared hosts and hosts of shares, and every address of the networks listed (--sweep).",
		"hosts":   "Declared hosts and hosts of shares. Networks were not swept: of other addresses nothing is known.",
		"pace":    "timeout %s, retries %s, %s",
		"rate":    "at most %s attempts a second",
		"no-rate": "no bound on attempts a second", "by-port": "port number", "by-answer": "its answer", "again": "probe again, with more time (--time)",
		"too-wide": "Zones and ways out: %s, too many to stand beside each other here. The flows below tell the same.", "left-zones": "Zones that nothing was tried from, which are not shown: %s.",
		"not":    "UDP, other ports than those listed, other sources than the vantage points, other times.",
		"proof":  "A forbidden flow is closed only if a port known to be open could be reached from the same machine before and after, and an address that nobody has stayed silent on the ports in question. Else it is not proved.",
		"clock":  "By the clock of the vantage point. Whether it was synchronised was not checked.",
		"target": "%s addresses that were listed, %s in swept networks (see Targets)", "port": "see Tried from and Targets",
		"attempts": "%s connections, of %s ports of addresses", "result": "open %s, refused %s, filtered %s, unreachable %s, intercepted %s, not tried %s",
		"rest": "11.4.5 wants such tests at least once every 12 months and after changes, 11.4.6 of service providers at least once every six months, by a qualified internal resource or external third party who is organisationally independent. This run is one test: who made it, and how often, is for people to show.",
	},
	Brief: map[string]string{
		"ports": "%s ports", "some": "%[2]s %[1]s ports", "rest": "all others (%s) %s", "all": "all %s ports %s", "and": "; ", "stop": ". ", "guess": "A service with ? is a guess by the port number.",
		"addresses": "addresses %s", "attempts": "attempts %s", "policy": "policy %s", "stated": "told by --from", "why": "why: ", "next": "to do: ", "no-why": "the report does not say why", "more-ports": "and %s more pieces",
	},
	Next: map[string]string{
		"known-open":   "let this machine reach something that is surely open, before and after: start the service of an allowed flow, or name an address and port in probe: known-open, beyond its own zone",
		"large":        "declare the hosts that stand in this network; smaller networks are swept",
		"answers":      "let the firewall drop these ports in place of answering for the time of the test, or show its rules to the auditor; if somebody has the address after all, declare others as unused",
		"unused":       "declare addresses of the zone that nobody has, as unused",
		"verify":       "run again with --verify, or from where no proxy or firewall answers for hosts",
		"route":        "give this machine the route that the others of its zone have, or run on one of those",
		"own-firewall": "let this machine's own firewall pass what it sends, for the time of the test",
		"hosts":        "mend the names, or declare these hosts by their addresses",
		"canary":       "declare the canary by its address",
		"time":         "run again with more time (--time), or fewer ports (--ports)",
		"controls":     "see which control is missing or does not hold under Controls",
	},
	Method: [][2]string{
		{"What is tried", "From a machine in one zone, TCP connections to hosts of the other zones are tried, on the ports listed, in random order. Each port of an address is judged by what the policy says of the two zones."},
		{"What comes", "Open: the connection was made. Refused: the host, or a firewall that rejects, said no. Filtered: no answer within the timeout. Unreachable: a router said so. A device that answers on every port is recognised by ports that nobody uses, and is listed as intercepted."},
		{"Controls", "An address that nobody has must stay silent; a port known to be open must be reached before and after; the zone's router is addressed from outside. Only if these hold does silence mean closed."},
		{"Verdicts", "A violation is a forbidden port that is open. Closed is proved by the controls. Not proved means: nothing was seen open, and that proves nothing. What the policy allows is listed, and is no violation."},
		{"Machines in two zones", "The same SSH host key or TLS certificate in two zones, or an SMB server that names addresses in both, is one machine, or a forwarding to it. Names alone are weak evidence."},
		{"Limits", "The report tells what could be reached from the machines named, by TCP, at the times named. It tells nothing of UDP, of other sources, ports or times, nor of what is closed today and opened tomorrow."},
	},
}
