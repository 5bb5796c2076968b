package rules

// limitErrors are what limits, and what only some kinds of share have, can have
// wrong.
var limitErrors = []errorCase{
	{"limits are a list", start + "limits: [50MB/s]\n", `
4:9: limits is keys and values, not a list
    4 | limits: [50MB/s]
      |         ^
      hint: its first key is max-rate`},
	{"limits with unknown key", start + "limits: {max-rat: 50MB/s}\n", `
4:10: unknown key "max-rat"; did you mean "max-rate"?
    4 | limits: {max-rat: 50MB/s}
      |          ^`},
	{"limits with key of nothing like it", start + "limits: {bandwidth: 50MB/s}\n", `
4:10: unknown key "bandwidth"
    4 | limits: {bandwidth: 50MB/s}
      |          ^
      hint: the keys here are max-rate, max-ops, timeout, quiet-hours`},
	{"rate is a word", start + "limits: {max-rate: fast}\n", `
4:20: bad max-rate "fast": not a rate: write 50MB/s
    4 | limits: {max-rate: fast}
      |                    ^`},
	{"rate is zero", start + "limits: {max-rate: 0}\n", `
4:20: bad max-rate "0": not a rate: write 50MB/s
    4 | limits: {max-rate: 0}
      |                    ^`},
	{"rate has a fraction", start + "limits: {max-rate: 1.5}\n", `
4:20: max-rate is a rate, as 50MB/s, not a number with a fraction
    4 | limits: {max-rate: 1.5}
      |                    ^`},
	{"operations are none", start + "limits: {max-ops: 0}\n", `
4:19: bad max-ops "0": not a number of operations in a second: write 200
    4 | limits: {max-ops: 0}
      |                   ^`},
	{"operations are negative", start + "limits: {max-ops: -5}\n", `
4:19: bad max-ops "-5": not a number of operations in a second: write 200
    4 | limits: {max-ops: -5}
      |                   ^`},
	{"timeout without unit", start + "limits: {timeout: 30}\n", `
4:19: bad timeout "30": not a duration: write 30s or 2m
    4 | limits: {timeout: 30}
      |                   ^`},
	{"timeout too short", start + "limits: {timeout: 10ms}\n", `
4:19: bad timeout "10ms": out of range: 1s to 1h
    4 | limits: {timeout: 10ms}
      |                   ^`},
	{"quiet hours are a text", start + "limits: {quiet-hours: \"08:30-18:00\"}\n", `
4:23: quiet-hours is a list, not a text
    4 | limits: {quiet-hours: "08:30-18:00"}
      |                       ^
      hint: write - before each, or [ ] around`},
	{"quiet hours are empty", start + "limits: {quiet-hours: []}\n", `
4:23: quiet-hours is empty
    4 | limits: {quiet-hours: []}
      |                       ^`},
	{"quiet hours of no day", start + "limits: {quiet-hours: [\"weekdays 08:30-18:00\"]}\n", `
4:24: bad quiet hours "weekdays 08:30-18:00": there is no day "weekdays", but mon tue wed thu fri sat sun
    4 | limits: {quiet-hours: ["weekdays 08:30-18:00"]}
      |                        ^
      hint: write 08:30-18:00, 22:00-06:00 or mon-fri 08:30-18:00`},
	{"quiet hours of no time", start + "limits: {quiet-hours: [\"8-18\", \"08:30-18:61\"]}\n", `
4:24: bad quiet hours "8-18": not a time of the day
    4 | limits: {quiet-hours: ["8-18", "08:30-18:61"]}
      |                        ^
      hint: write 08:30-18:00, 22:00-06:00 or mon-fri 08:30-18:00
4:32: bad quiet hours "08:30-18:61": there is no time 18:61
    4 | limits: {quiet-hours: ["8-18", "08:30-18:61"]}
      |                                ^
      hint: write 08:30-18:00, 22:00-06:00 or mon-fri 08:30-18:00`},
	{"quiet hours without end", start + "limits: {quiet-hours: [\"06:00-22:00\", \"22:00-06:00\"]}\n", `
4:23: the quiet hours leave no time to scan
    4 | limits: {quiet-hours: ["06:00-22:00", "22:00-06:00"]}
      |                       ^
      hint: name hours in which servers may be read`},
	{"key of an smb share", start + "shares:\n- {url: \"smb://host/a\", zone: office, key: id_ed25519}\n", `
5:44: only sftp shares have the key "key"
    5 | (not shown: it may hold a password)`},
	{"known hosts of a folder", start + "shares:\n- {url: a, zone: office, known-hosts: known_hosts}\n", `
5:39: only sftp shares have the key "known-hosts"
    5 | - {url: a, zone: office, known-hosts: known_hosts}
      |                                       ^`},
	{"snapshots of an sftp share", start + "shares:\n- {url: \"sftp://host/a\", zone: office, snapshots: true}\n", `
5:51: only smb shares have the key "snapshots"
    5 | - {url: "sftp://host/a", zone: office, snapshots: true}
      |                                                   ^`},
	{"snapshots are a word", start + "shares:\n- {url: \"smb://host/a\", zone: office, snapshots: \"yes\"}\n", `
5:50: snapshots is true or false, not a text
    5 | - {url: "smb://host/a", zone: office, snapshots: "yes"}
      |                                                  ^`},
	{"key in the home", start + "shares:\n- url: \"sftp://host/a\"\n  zone: office\n  known-hosts: \"~/.ssh/known_hosts\"\n", `
7:16: ~ is not expanded
    7 |   known-hosts: "~/.ssh/known_hosts"
      |                ^
      hint: write the whole path`},
	{"key is a key", start + "shares:\n- url: \"sftp://host/a\"\n  zone: office\n  key: |\n    -----BEGIN OPENSSH PRIVATE KEY-----\n    hunter2\n    -----END OPENSSH PRIVATE KEY-----\n", `
7:8: key holds a line end or another control character
    7 | (not shown: it may hold a password)`},
	{"passphrase-from is a passphrase", start + "shares:\n- url: \"sftp://host/a\"\n  zone: office\n  passphrase-from: hunter2\n", `
7:20: passphrase-from does not tell where the secret is
    7 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"passphrase as key", start + "shares:\n- url: \"sftp://host/a\"\n  zone: office\n  passphrase: hunter2\n", `
7:3: unknown key "…"; did you mean "passphrase-from"?
    7 | (not shown: it may hold a password)`},
	{"user in url is not ASCII", start + "shares:\n- {url: \"smb://山田@host/a\", zone: office}\n", `
5:9: the user in the url cannot be read
    5 | - {url: "smb://山田@host/a", zone: office}
      |         ^
      hint: write user: 'DOMAIN\name' beside it, or smb://domain;name@host/share with %XX for what is not ASCII`},
	{"domain in url with backslash", start + "shares:\n- {url: 'smb://CORP\\svc@host/a', zone: office}\n", `
5:9: the user in the url cannot be read
    5 | - {url: 'smb://CORP\svc@host/a', zone: office}
      |         ^
      hint: write user: 'DOMAIN\name' beside it, or smb://domain;name@host/share with %XX for what is not ASCII`},
}
