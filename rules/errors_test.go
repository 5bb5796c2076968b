package rules

import "strings"

const (
	head   = "version: 1\n"
	office = "- {name: office, personal-data: forbidden}\n"
	start  = head + "zones:\n" + office
)

// errorCases are all that a configuration can have wrong, with the whole message.
// want is without the name of the file.
var errorCases = []struct{ about, src, want string }{
	{"empty", "", `
1:1: the configuration is empty
      hint: shikiri init writes one to start from`},
	{"only comments", "# shikiri\n---\n", `
1:1: the configuration is empty
    1 | # shikiri
      | ^
      hint: shikiri init writes one to start from`},
	{"a list", "- a\n", `
1:1: the configuration is keys and values, not a list
    1 | - a
      | ^
      hint: its first key is version`},
	{"a text", "version 1\n", `
1:1: the configuration is keys and values, not a text
    1 | version 1
      | ^
      hint: its first key is version`},
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
      hint: the keys here are version, zones, shares, clients, flows, fingerprint-key-from`},
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
	{"share without zone", start + "shares:\n- url: /srv/a\n", `
5:3: a share needs the key "zone"
    5 | - url: /srv/a
      |   ^`},
	{"share without url", start + "shares:\n- zone: office\n", `
5:3: a share needs the key "url"
    5 | - zone: office
      |   ^`},
	{"share is a text", start + "shares:\n- /srv/a\n", `
5:3: a share is keys and values, not a text
    5 | - /srv/a
      |   ^
      hint: its first key is url`},
	{"share in unknown zone", start + "shares:\n- {url: /srv/a, zone: offce}\n", `
5:23: unknown zone "offce"
    5 | - {url: /srv/a, zone: offce}
      |                       ^
      hint: the zones are office`},
	{"share twice", start + "shares:\n- {url: a, zone: office}\n- {url: ./a, zone: office}\n", `
6:9: the share is listed twice
    6 | - {url: ./a, zone: office}
      |         ^
      hint: it is already on line 5`},
	{"share of unknown scheme", start + "shares:\n- {url: \"ftp://host/a\", zone: office}\n", `
5:9: no kind of share has the scheme "ftp"
    5 | - {url: "ftp://host/a", zone: office}
      |         ^
      hint: shares are smb://host/share, sftp://host/folder and local paths`},
	{"share without slashes", start + "shares:\n- {url: \"smb:host/a\", zone: office}\n", `
5:9: the url has no // after its scheme
    5 | - {url: "smb:host/a", zone: office}
      |         ^
      hint: smb://host/share, sftp://host/folder`},
	{"share without host", start + "shares:\n- {url: \"smb:///a\", zone: office}\n", `
5:9: the url names no host
    5 | - {url: "smb:///a", zone: office}
      |         ^
      hint: smb://host/share, sftp://host/folder`},
	{"share with home", start + "shares:\n- {url: \"~/a\", zone: office}\n", `
5:9: ~ is not expanded
    5 | - {url: "~/a", zone: office}
      |         ^
      hint: write the whole path`},
	{"share with query", start + "shares:\n- {url: \"smb://host/a?b\", zone: office}\n", `
5:9: a share has no ? and no # in its url
    5 | - {url: "smb://host/a?b", zone: office}
      |         ^
      hint: write ? as %3F and # as %23`},
	{"share with fragment", start + "shares:\n- {url: \"smb://host/a#b\", zone: office}\n", `
5:9: a share has no ? and no # in its url
    5 | - {url: "smb://host/a#b", zone: office}
      |         ^
      hint: write ? as %3F and # as %23`},
	{"share with bad escape", start + "shares:\n- {url: \"smb://host/100%\", zone: office}\n", `
5:9: the url cannot be read
    5 | - {url: "smb://host/100%", zone: office}
      |         ^
      hint: write % as %25, # as %23, ? as %3F, and a port as a number`},
	{"share with port 70000", start + "shares:\n- {url: \"smb://host:70000/a\", zone: office}\n", `
5:9: the port of the url is out of range
    5 | - {url: "smb://host:70000/a", zone: office}
      |         ^
      hint: ports are 1 to 65535`},
	{"file with host", start + "shares:\n- {url: \"file://host/a\", zone: office}\n", `
5:9: a file url names no host
    5 | - {url: "file://host/a", zone: office}
      |         ^
      hint: file:///srv/share, or the path alone`},
	{"share names its user twice", start + "shares:\n- {url: \"smb://u@host/a\", zone: office, user: v}\n", `
5:3: the share names its user twice
    5 | - {url: "smb://u@host/a", zone: office, user: v}
      |   ^
      hint: in its url and as user: keep one`},
	{"share in the other zone's network", head + "zones:\n- {name: office, personal-data: forbidden, networks: [10.10.0.0/16]}\n- {name: print, personal-data: allowed, networks: [10.20.0.0/16]}\nshares:\n- {url: \"smb://10.10.0.5/a\", zone: print}\n", `
6:9: 10.10.0.5 is in a network of zone office, not of zone print
    6 | - {url: "smb://10.10.0.5/a", zone: print}
      |         ^
      hint: a share is judged by the rule of its zone`},
	{"password in url", start + "shares:\n- url: \"smb://svc:hunter2@host/a\"\n  zone: office\n", `
5:8: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt`},
	{"password in url, flow", start + "shares:\n- {url: \"smb://svc:hunter2@host/a\", zon: office}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt
5:37: unknown key "…"; did you mean "zone"?
    5 | (not shown: it may hold a password)`},
	{"password with slash", start + "shares:\n- {url: \"smb://svc:hun/ter2@host/a\", zone: office}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt`},
	{"password with at and percent", start + "shares:\n- {url: \"smb://s@vc:hunter2%@host/a\", zone: office}\n", `
5:9: the url cannot be read
    5 | (not shown: it may hold a password)
      hint: write % as %25, # as %23, ? as %3F, and a port as a number`},
	{"password in another scheme", start + "shares:\n- {url: \"ftp://svc:hunter2@host/a\", zone: office}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt`},
	{"password without scheme", start + "shares:\n- {url: \"svc:hunter2@host/a\", zone: office}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt`},
	{"password after one colon", start + "shares:\n- {url: \"smb:svc:hunter2@host/a\", zone: office}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt`},
	{"password over two lines", start + "shares:\n- {url: \"smb://svc:hunt\n  er2@host/a\", zone: offce}\n", `
5:9: a url must not hold a password
    5 | (not shown: it may hold a password)
      hint: remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt
6:22: unknown zone "…"
    6 | (not shown: it may hold a password)
      hint: the zones are office`},
	{"password as key", start + "shares:\n- url: a\n  zone: office\n  password: hunter2\n", `
7:3: unknown key "password"; did you mean "password-from"?
    7 | (not shown: it may hold a password)`},
	{"password as key, unclosed", start + "shares:\n- url: a\n  zone: office\n  password: \"hunter2\n", `
7:13: not YAML
    7 | (not shown: it may hold a password)`},
	{"password-from is a password", start + "shares:\n- url: a\n  zone: office\n  password-from: hunter2\n", `
7:18: password-from does not tell where the secret is
    7 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password-from is a number", start + "shares:\n- url: a\n  zone: office\n  password-from: 1234567\n", `
7:18: password-from does not tell where the secret is
    7 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password-from is a block", start + "shares:\n- url: a\n  zone: office\n  password-from: |\n    hunter2\n", `
7:18: password-from does not tell where the secret is
    7 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password-from below its key", start + "shares:\n- url: a\n  zone: office\n  password-from:\n    hunter2\n", `
8:5: password-from does not tell where the secret is
    8 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password-from of odd variable", start + "shares:\n- url: a\n  zone: office\n  password-from: \"env:hunter-2\"\n", `
7:18: password-from does not tell where the secret is
    7 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password-from of nothing", start + "shares:\n- url: a\n  zone: office\n  password-from: \"file:\"\n", `
7:18: password-from does not tell where the secret is
    7 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"password with comma", start + "shares:\n- {url: a, zone: office, password: abc,hunter2}\n", `
5:26: unknown key "password"; did you mean "password-from"?
    5 | (not shown: it may hold a password)
5:40: unknown key "…"
    5 | (not shown: it may hold a password)
      hint: the keys here are url, zone, user, password-from`},
	{"password in user", start + "shares:\n- url: a\n  zone: office\n  user: svc%hunter2\n", `
7:9: a user name has no : or %
    7 | (not shown: it may hold a password)
      hint: a password does not belong there: write password-from`},
	{"key is a key", start + "fingerprint-key-from: hunter2\n", `
4:23: fingerprint-key-from does not tell where the secret is
    4 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
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
	{"bad ports", head + "zones:\n" + office + "- {name: b, personal-data: allowed}\nflows:\n- {from: office, to: b, ports: [0, 65536, -1, 010, 8000-8010, \"445\", 4.5]}\n", `
6:33: port 0 is out of range
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8000-8010, "445", 4.5]}
      |                                 ^
      hint: ports are 1 to 65535
6:36: port 65536 is out of range
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8000-8010, "445", 4.5]}
      |                                    ^
      hint: ports are 1 to 65535
6:43: bad number -1
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8000-8010, "445", 4.5]}
      |                                           ^
      hint: write a decimal number without sign
6:47: bad number 010
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8000-8010, "445", 4.5]}
      |                                               ^
      hint: YAML reads a leading zero as octal: leave it out
6:52: number 5 of ports is a whole number, not a text
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8000-8010, "445", 4.5]}
      |                                                    ^
      hint: write digits, without quotes
6:63: number 6 of ports is a whole number, not a text
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8000-8010, "445", 4.5]}
      |                                                               ^
      hint: write digits, without quotes
6:70: number 7 of ports is a whole number, not a number with a fraction
    6 | - {from: office, to: b, ports: [0, 65536, -1, 010, 8000-8010, "445", 4.5]}
      |                                                                      ^`},
	{"ports are a number", head + "zones:\n" + office + "- {name: b, personal-data: allowed}\nflows:\n- {from: office, to: b, ports: 445}\n", `
6:32: ports is a list, not a number
    6 | - {from: office, to: b, ports: 445}
      |                                ^
      hint: write - before each, or [ ] around`},
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
