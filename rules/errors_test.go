package rules

import (
	"slices"
	"strings"
)

const (
	head   = "version: 1\n"
	office = "- {name: office, personal-data: forbidden}\n"
	start  = head + "zones:\n" + office
)

// An errorCase is a configuration and the whole message about it, without the
// name of the file.
type errorCase struct{ about, src, want string }

// errorCases are all that a configuration can have wrong.
var errorCases = slices.Concat(formErrors, zoneErrors, shareErrors, clientErrors, reportErrors, stationErrors, probeErrors, limitErrors, fileErrors, syntaxErrors)

// formErrors are what the configuration as a whole can have wrong.
var formErrors = []errorCase{
	{"empty", "", `
1:1: the configuration is empty
      hint: shikiri init writes one to start from`},
	{"only comments", "# shikiri\n---\n", `
1:1: the configuration is empty
      hint: shikiri init writes one to start from; it does not look like the configuration, so its lines are not shown`},
	{"a list", "- a\n", `
1:1: the configuration is keys and values, not a list
      hint: its first key is version; it does not look like the configuration, so its lines are not shown`},
	{"a text", "version 1\n", `
1:1: the configuration is keys and values, not a text
      hint: its first key is version; it does not look like the configuration, so its lines are not shown`},
	{"no version", "zones:\n" + office, `
1:1: the configuration needs the key "version"
    1 | zones:
      | ^`},
	{"version 2", "version: 2\nzones:\n" + office, `
1:10: version 2 is not known
    1 | version: 2
      |          ^
      hint: this shikiri reads version: 1`},
	{"version in quotes", "version: \"1\"\nzones:\n" + office, `
1:10: version is a whole number, not a text
    1 | version: "1"
      |          ^
      hint: write digits, without quotes`},
	{"version is octal", "version: 01\nzones:\n" + office, `
1:10: bad number 01
    1 | version: 01
      |          ^
      hint: YAML reads a leading zero as octal: leave it out`},
	{"version is hexadecimal", "version: 0x1\nzones:\n" + office, `
1:10: bad number 0x1
    1 | version: 0x1
      |          ^
      hint: write a decimal number without sign`},
	{"no zones", head, `
1:1: the configuration needs the key "zones"
    1 | version: 1
      | ^`},
	{"zones are empty", head + "zones: []\n", `
2:8: zones is empty
    2 | zones: []
      |        ^`},
	{"zones are null", head + "zones:\n", `
2:8: zones is empty
    2 | zones:
      |       ^`},
	{"zones are keys", head + "zones:\n  office:\n    personal-data: forbidden\n", `
3:3: zones is a list, not keys and values
    3 |   office:
      |   ^
      hint: write - before each, or [ ] around`},
	{"a zone is a text", head + "zones: [office]\n", `
2:9: a zone is keys and values, not a text
    2 | zones: [office]
      |         ^
      hint: its first key is name`},
	{"unknown key, near", start + "- name: print\n  personal-data: allowed\n  retension: 14d\n", `
6:3: unknown key "retension"; did you mean "retention"?
    6 |   retension: 14d
      |   ^`},
	{"unknown key, other case", start + "- name: print\n  personal_data: allowed\n", `
5:3: unknown key "personal_data"; did you mean "personal-data"?
    5 |   personal_data: allowed
      |   ^`},
	{"unknown key, far", start + "colour: 赤\n", `
4:1: unknown key "colour"
    4 | colour: 赤
      | ^
      hint: the keys here are version, zones, shares, files, clients, flows, egress, probe, fingerprint-key-from, sign-key, sign-key-password-from, limits, report, rules`},
	{"unknown key after kanji", head + "zones:\n- {name: 印刷, title: 閉域, personal-data: allowed, retenton: 14d}\n", `
3:49: unknown key "retenton"; did you mean "retention"?
    3 | - {name: 印刷, title: 閉域, personal-data: allowed, retenton: 14d}
      |                                                     ^`},
	{"duplicate key", head + "zones:\n" + office + "zones: []\n", `
4:1: duplicate key "zones"; it is already on line 2
    4 | zones: []
      | ^`},
	{"merge", start + "<<: {a: b}\n", `
4:1: a key is a word, not a merge (<<)
    4 | <<: {a: b}
      | ^`},
	{"number as key", start + "1: a\n", `
4:1: a key is a word, not a number
    4 | 1: a
      | ^`},
	{"second document", start + "---\nversion: 1\n", `
5:1: there is a second document
    5 | version: 1
      | ^
      hint: remove the line --- before it`},
	{"anchor", head + "zones:\n- name: &x office\n  personal-data: forbidden\n", `
3:9: name is a text, not an anchor (&)
    3 | - name: &x office
      |         ^
      hint: a text that begins with & needs quotes`},
	{"tag", head + "zones:\n- name: !!str office\n  personal-data: forbidden\n", `
3:9: name is a text, not a tag (!)
    3 | - name: !!str office
      |         ^
      hint: a text that begins with ! needs quotes`},
}

// clientErrors are what clients and flows can have wrong.
var clientErrors = []errorCase{
	{"client without paths", start + "clients:\n- name: 甲\n", `
5:3: a client needs the key "paths"
    5 | - name: 甲
      |   ^`},
	{"client with empty paths", start + "clients:\n- name: 甲\n  paths: []\n", `
6:10: paths is empty
    6 |   paths: []
      |          ^`},
	{"client without name", start + "clients:\n- paths: [a]\n", `
5:3: a client needs the key "name"
    5 | - paths: [a]
      |   ^`},
	{"clients of one name", start + "clients:\n- {name: 甲, paths: [a]}\n- {name: 乙, paths: [b]}\n- {name: 甲, paths: [c]}\n", `
7:10: there are two clients "甲"
    7 | - {name: 甲, paths: [c]}
      |          ^
      hint: put the paths of both under one`},
	{"client with number", start + "clients:\n- {name: 甲, paths: [2024]}\n", `
5:21: number 1 of paths is a text, not a number
    5 | - {name: 甲, paths: [2024]}
      |                      ^
      hint: write it in quotes: "..."`},
	{"path is one star, bare", start + "clients:\n- name: 甲\n  paths:\n  - *.csv\n", `
7:5: number 1 of paths is a text, not an alias (*)
    7 |   - *.csv
      |     ^
      hint: a text that begins with * needs quotes: "*..."`},
	{"path is two stars, bare", start + "clients:\n- {name: 甲, paths: [**/甲/**]}\n", `
5:22: not YAML: unexpected scalar value type
    5 | - {name: 甲, paths: [**/甲/**]}
      |                       ^
      hint: a pattern that begins with * needs quotes: "**/name/**"`},
	{"path is braces, bare", start + "clients:\n- name: 甲\n  paths:\n  - {a,b}\n", `
7:5: number 1 of paths is a text, not keys and values
    7 |   - {a,b}
      |     ^
      hint: a text that begins with { needs quotes`},
	{"flow to unknown zone", start + "flows:\n- {from: office, to: prnt, ports: [445]}\n", `
5:22: unknown zone "prnt"
    5 | - {from: office, to: prnt, ports: [445]}
      |                      ^
      hint: the zones are office`},
	{"flow to itself", start + "flows:\n- {from: office, to: office, ports: [445]}\n", `
5:22: the flow leads from zone office to itself
    5 | - {from: office, to: office, ports: [445]}
      |                      ^
      hint: flows are connections between zones; within a zone nothing is checked`},
	{"flow without ports", head + "zones:\n" + office + "- {name: b, personal-data: allowed}\nflows:\n- {from: office, to: b}\n- {from: office, to: b, ports: []}\n", `
6:3: a flow needs the key "ports"
    6 | - {from: office, to: b}
      |   ^
7:32: ports is empty
    7 | - {from: office, to: b, ports: []}
      |                                ^`},
	{"bad ports", head + "zones:\n" + office + "- {name: b, personal-data: allowed}\nflows:\n- {from: office, to: b, ports: [0, 65536, -1, 010, 8010-8000, \"445x\", 4.5]}\n", `
6:33: port 0 is out of range
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8010-8000, "445x", 4.5]}
      |                                 ^
      hint: ports are 1 to 65535
6:36: port 65536 is out of range
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8010-8000, "445x", 4.5]}
      |                                    ^
      hint: ports are 1 to 65535
6:43: bad number -1
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8010-8000, "445x", 4.5]}
      |                                           ^
      hint: write a decimal number without sign
6:47: bad number 010
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8010-8000, "445x", 4.5]}
      |                                               ^
      hint: YAML reads a leading zero as octal: leave it out
6:52: bad ports "8010-8000": 8010 comes after 8000
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8010-8000, "445x", 4.5]}
      |                                                    ^
      hint: write a port, as 445, or a range, as "8000-8010"
6:63: bad ports "445x": ports are 1 to 65535
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8010-8000, "445x", 4.5]}
      |                                                               ^
      hint: write a port, as 445, or a range, as "8000-8010"
6:71: number 7 of ports is a whole number, not a number with a fraction
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8010-8000, "445x", 4.5]}
      |                                                                       ^`},
	{"ports are a number", head + "zones:\n" + office + "- {name: b, personal-data: allowed}\nflows:\n- {from: office, to: b, ports: 445}\n", `
6:32: ports is a list, not a number
    6 | - {from: office, to: b, ports: 445}
      |                                ^
      hint: write - before each, or [ ] around`},
}

// syntaxErrors are what keeps a configuration from being read.
var syntaxErrors = []errorCase{
	{"syntax: tab", "version: 1\nzones:\n\t- name: a\n", `
3:1: not YAML: the line is indented with a tab
    3 | 	- name: a
      | ^
      hint: indent with spaces`},
	{"syntax: quote", "version: 1\nzones: \"a\n", `
2:8: not YAML: could not find end character of double-quoted text
    2 | zones: "a
      |        ^`},
	{"syntax: escape", start + "shares:\n- {url: \"D:\\共有\", zone: office}\n", `
5:13: not YAML: found unknown escape character '共'
    5 | - {url: "D:\共有", zone: office}
      |             ^
      hint: in "..." a \ begins an escape: write '...' instead`},
	{"syntax: bracket", "version: 1\nzones: [a\n", `
2:8: not YAML: sequence end token ']' not found
    2 | zones: [a
      |        ^`},
	{"Shift_JIS", "version: 1\nzones:\n- name: \x88\xea\x94\xca\n", `
3:1: the configuration is not UTF-8; it looks like Shift_JIS (CP932)
      hint: save it as UTF-8, in Notepad: Save as, Encoding, UTF-8`},
	{"neither", "version: 1\n# \xff\n", `
2:1: the configuration is not UTF-8
      hint: save it as UTF-8`},
	{"UTF-16", "\xff\xfev\x00", `
1:1: the configuration is UTF-16
      hint: save it as UTF-8`},
	{"control character", "version: 1\n# \x00\n", `
2:1: the line holds a control character`},
	{"too deep", "version: 1\nzones: " + strings.Repeat("[", 1001) + "\n", `
2:1: the configuration is nested too deeply`},
	{"too deep lists", strings.Repeat("- ", 1001) + "a\n", `
1:1: the configuration is nested too deeply`},
	{"too large", strings.Repeat("#", 1<<20+1), `
1:1: the configuration is larger than 1048576 bytes`},
	{"several", "\ufeffversion: 1\r\nzones:\r\n- name: 印刷\r\n  personal-data: maybe\r\n  retension: 1d\r\nshares:\r\n- url: a\r\nflows:\r\n- {from: 印刷, to: 事務, ports: [0]}\r\n", `
4:18: personal-data is allowed or forbidden, not "maybe"
    4 |   personal-data: maybe
      |                  ^
5:3: unknown key "retension"; did you mean "retention"?
    5 |   retension: 1d
      |   ^
7:3: a share needs the key "zone"
    7 | - url: a
      |   ^
9:18: unknown zone "事務"
    9 | - {from: 印刷, to: 事務, ports: [0]}
      |                    ^
      hint: the zones are 印刷
9:30: port 0 is out of range
    9 | - {from: 印刷, to: 事務, ports: [0]}
      |                                  ^
      hint: ports are 1 to 65535`},
}
