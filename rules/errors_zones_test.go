package rules

// zoneErrors are what zones, their networks and exceptions can have wrong.
var zoneErrors = []errorCase{
	{"name is a number", head + "zones:\n- name: 1\n  personal-data: forbidden\n", `
3:9: name is a text, not a number
    3 | - name: 1
      |         ^
      hint: write it in quotes: "..."`},
	{"name is empty", head + "zones:\n- name: \"\"\n  personal-data: forbidden\n", `
3:9: name is empty
    3 | - name: ""
      |         ^`},
	{"name is null", head + "zones:\n- name:\n  personal-data: forbidden\n", `
3:8: name is empty
    3 | - name:
      |        ^`},
	{"name is a list", head + "zones:\n- name: [a]\n  personal-data: forbidden\n", `
3:9: name is a text, not a list
    3 | - name: [a]
      |         ^
      hint: a text that begins with [ needs quotes`},
	{"name is a mapping", head + "zones:\n- name: {a}\n  personal-data: forbidden\n", `
3:9: name is a text, not keys and values
    3 | - name: {a}
      |         ^
      hint: a text that begins with { needs quotes`},
	{"name with =", head + "zones:\n- name: a=b\n  personal-data: forbidden\n", `
3:9: bad zone name "a=b"
    3 | - name: a=b
      |         ^
      hint: use letters, digits, - _ and . only: it stands before = on the command line`},
	{"title of two lines", head + "zones:\n- name: a\n  title: |\n    甲\n    乙\n  personal-data: forbidden\n", `
4:10: title holds a line end or another control character
    4 |   title: |
      |          ^`},
	{"title is a truth", head + "zones:\n- name: a\n  title: true\n  personal-data: forbidden\n", `
4:10: title is a text, not true or false
    4 |   title: true
      |          ^
      hint: write it in quotes: "..."`},
	{"personal-data missing", head + "zones:\n- name: a\n  title: 甲\n", `
3:3: a zone needs the key "personal-data"
    3 | - name: a
      |   ^`},
	{"personal-data is yes", head + "zones:\n- name: a\n  personal-data: yes\n", `
4:18: personal-data is allowed or forbidden, not "yes"
    4 |   personal-data: yes
      |                  ^`},
	{"retention without unit", head + "zones:\n- name: a\n  personal-data: allowed\n  retention: 14\n", `
5:14: "14" is not a duration: it has no unit, write 14d for days
    5 |   retention: 14
      |              ^`},
	{"retention of months", head + "zones:\n- name: a\n  personal-data: allowed\n  retention: 6m\n", `
5:14: "6m" is not a duration: months and years have no fixed length, write days or weeks, as 180d or 26w
    5 |   retention: 6m
      |              ^`},
	{"retention of nothing", head + "zones:\n- name: a\n  personal-data: allowed\n  retention: 0d\n", `
5:14: "0d" is no time at all: leave retention out to keep data without end, or forbid personal data
    5 |   retention: 0d
      |              ^`},
	{"retention is a list", head + "zones:\n- name: a\n  personal-data: allowed\n  retention: [14d]\n", `
5:14: retention is a duration, as 14d, not a list
    5 |   retention: [14d]
      |              ^`},
	{"date from nowhere", head + "zones:\n- name: a\n  personal-data: allowed\n  date-from: created\n", `
5:14: "created" says no date: write modified, path "(\d{8})" or header "PATTERN"
    5 |   date-from: created
      |              ^`},
	{"date without quotes", head + "zones:\n- name: a\n  personal-data: allowed\n  date-from: path \\d{8}\n", `
5:14: path needs a pattern in quotes behind it: path "(\d{8})"
    5 |   date-from: path \d{8}
      |              ^`},
	{"date with a bad pattern", start + "clients:\n- {name: 甲, paths: [a], date-from: 'header \"(\\d{8}\"'}\n", `
5:36: bad pattern: missing closing ) (patterns are those of RE2: https://github.com/google/re2/wiki/Syntax)
    5 | - {name: 甲, paths: [a], date-from: 'header "(\d{8}"'}
      |                                     ^`},
	{"retention of a client", start + "clients:\n- {name: 甲, paths: [a], retention: 1y}\n", `
5:36: "1y" is not a duration: months and years have no fixed length, write days or weeks, as 180d or 26w
    5 | - {name: 甲, paths: [a], retention: 1y}
      |                                     ^`},
	{"cover without a revision", start + "report: {revision: 0, subject: [a], size: 3}\n", `
4:20: revision 0 is none
    4 | report: {revision: 0, subject: [a], size: 3}
      |                    ^
      hint: count from 1, or leave it out
4:32: subject is a text, not a list
    4 | report: {revision: 0, subject: [a], size: 3}
      |                                ^
      hint: a text that begins with [ needs quotes
4:37: unknown key "size"
    4 | report: {revision: 0, subject: [a], size: 3}
      |                                     ^
      hint: the keys here are number, revision, title, subject, operator`},
	{"two zones of a name", start + office, `
4:10: there are two zones "office"
    4 | - {name: office, personal-data: forbidden}
      |          ^`},
	{"zones that look the same", start + "- {name: Office, personal-data: allowed}\n", `
4:10: zones "office" and "Office" look the same
    4 | - {name: Office, personal-data: allowed}
      |          ^
      hint: names match exactly; choose one that people can tell apart`},
	{"network is a text", head + "zones:\n- name: a\n  personal-data: allowed\n  networks: 10.0.0.0/8\n", `
5:13: networks is a list, not a text
    5 |   networks: 10.0.0.0/8
      |             ^
      hint: write - before each, or [ ] around`},
	{"network is an address", head + "zones:\n- name: a\n  personal-data: allowed\n  networks: [10.20.0.1]\n", `
5:14: bad network "10.20.0.1"
    5 |   networks: [10.20.0.1]
      |              ^
      hint: for this address alone write 10.20.0.1/32`},
	{"network of IPv6 address", head + "zones:\n- name: a\n  personal-data: allowed\n  networks: [\"fd00::1\"]\n", `
5:14: bad network "fd00::1"
    5 |   networks: ["fd00::1"]
      |              ^
      hint: for this address alone write fd00::1/128`},
	{"network has host bits", head + "zones:\n- name: a\n  personal-data: allowed\n  networks: [10.20.0.1/16]\n", `
5:14: bad network "10.20.0.1/16"
    5 |   networks: [10.20.0.1/16]
      |              ^
      hint: the network of that address is 10.20.0.0/16`},
	{"network is too long", head + "zones:\n- name: a\n  personal-data: allowed\n  networks:\n  - 10.20.0.0/33\n", `
6:5: bad network "10.20.0.0/33"
    6 |   - 10.20.0.0/33
      |     ^
      hint: write an address and its length, as 10.20.0.0/16`},
	{"network with leading zero", head + "zones:\n- name: a\n  personal-data: allowed\n  networks: [010.20.0.0/16]\n", `
5:14: bad network "010.20.0.0/16"
    5 |   networks: [010.20.0.0/16]
      |              ^
      hint: write an address and its length, as 10.20.0.0/16`},
	{"network is mapped", head + "zones:\n- name: a\n  personal-data: allowed\n  networks: [\"::ffff:10.0.0.0/104\"]\n", `
5:14: bad network "::ffff:10.0.0.0/104"
    5 |   networks: ["::ffff:10.0.0.0/104"]
      |              ^
      hint: write IPv4 as 10.20.0.0/16`},
	{"network is a number", head + "zones:\n- name: a\n  personal-data: allowed\n  networks: [10.0]\n", `
5:14: number 1 of networks is a text, not a number with a fraction
    5 |   networks: [10.0]
      |              ^
      hint: write it in quotes: "..."`},
	{"zones overlap", head + "zones:\n- {name: a, personal-data: allowed, networks: [10.0.0.0/8]}\n- {name: b, personal-data: allowed, networks: [192.0.2.0/24, 10.1.0.0/16]}\n", `
4:62: 10.1.0.0/16 of zone b overlaps 10.0.0.0/8 of zone a
    4 | - {name: b, personal-data: allowed, networks: [192.0.2.0/24, 10.1.0.0/16]}
      |                                                              ^
      hint: an address belongs to one zone`},
	{"exception without a date", head + "zones:\n- name: a\n  personal-data: forbidden\n  exceptions:\n  - kinds: [email]\n    why: 例\n", `
6:5: an exception needs the key "until"
    6 |   - kinds: [email]
      |     ^`},
	{"exception: unknown kind", head + "zones:\n- name: a\n  personal-data: forbidden\n  exceptions:\n  - {kinds: [emial, 氏名], until: 2027-03-31}\n", `
6:14: unknown kind "emial"; did you mean "email"?
    6 |   - {kinds: [emial, 氏名], until: 2027-03-31}
      |              ^
6:21: unknown kind "氏名"
    6 |   - {kinds: [emial, 氏名], until: 2027-03-31}
      |                     ^`},
	{"exception: no kinds", head + "zones:\n- name: a\n  personal-data: forbidden\n  exceptions:\n  - {kinds: [], until: 2027-03-31}\n", `
6:13: kinds is empty
    6 |   - {kinds: [], until: 2027-03-31}
      |             ^`},
	{"exception: no paths", head + "zones:\n- name: a\n  personal-data: forbidden\n  exceptions:\n  - {paths: , until: 2027-03-31}\n", `
6:12: paths is empty
    6 |   - {paths: , until: 2027-03-31}
      |            ^`},
	{"exception: bad pattern", head + "zones:\n- name: a\n  personal-data: forbidden\n  exceptions:\n  - paths:\n    - a\n    - \"人事/[名簿\"\n    until: 2027-03-31\n", `
8:7: bad pattern "人事/[名簿"
    8 |     - "人事/[名簿"
      |       ^
      hint: [ is never closed: write [[] for a bracket in a name`},
	{"exception: slashes of Windows", head + "zones:\n- name: a\n  personal-data: forbidden\n  exceptions:\n  - paths:\n    - 人事\\名簿\n    until: 2027-03-31\n", `
7:7: bad pattern "人事\\名簿"
    7 |     - 人事\名簿
      |       ^
      hint: a pattern has / between folders, not \`},
	{"exception: date of another form", head + "zones:\n- name: a\n  personal-data: forbidden\n  exceptions:\n  - {until: 2027/3/31}\n", `
6:13: bad date "2027/3/31"
    6 |   - {until: 2027/3/31}
      |             ^
      hint: write it as 2027-03-31`},
	{"exception: date of an era", head + "zones:\n- name: a\n  personal-data: forbidden\n  exceptions:\n  - {until: 令和9年3月31日}\n", `
6:13: bad date "令和9年3月31日"
    6 |   - {until: 令和9年3月31日}
      |             ^
      hint: write it as 2027-03-31`},
	{"exception: date as a number", head + "zones:\n- name: a\n  personal-data: forbidden\n  exceptions:\n  - {until: 20270331}\n", `
6:13: bad date "20270331"
    6 |   - {until: 20270331}
      |             ^
      hint: write it as 2027-03-31`},
	{"exception: no such day", head + "zones:\n- name: a\n  personal-data: forbidden\n  exceptions:\n  - {until: 2027-02-29}\n", `
6:13: there is no day 2027-02-29
    6 |   - {until: 2027-02-29}
      |             ^`},
	{"exceptions are keys", head + "zones:\n- name: a\n  personal-data: forbidden\n  exceptions: {until: 2027-02-28}\n", `
5:15: exceptions is a list, not keys and values
    5 |   exceptions: {until: 2027-02-28}
      |               ^
      hint: write - before each, or [ ] around`},
}
