package rules

// two are zones with networks.
const two = head + "zones:\n- {name: office, personal-data: forbidden, networks: [10.20.1.0/24]}\n- {name: print, personal-data: allowed, networks: [10.10.1.0/24]}\n"

// probeErrors are what can be wrong of canaries, and of how a probe is made.
var probeErrors = []errorCase{
	{"canary with a login", two + "egress:\n- svc:hunter2@host\n- \"https://svc:hunter2@host/\"\n- {host: \"svc:hunter2@host\", ports: [0]}\n", `
6:3: number 1 of egress names a user
    6 | (not shown: it may hold a password)
      hint: write the host alone: no user and no password
7:3: number 2 of egress names a user
    7 | (not shown: it may hold a password)
      hint: write the host alone: no user and no password
8:10: host names a user
    8 | (not shown: it may hold a password)
      hint: write the host alone: no user and no password
8:38: port 0 is out of range
    8 | (not shown: it may hold a password)
      hint: ports are 1 to 65535`},
	{"known-open with a login", two + "probe:\n  known-open: \"svc:hunter2@fs01:445\"\n", `
6:15: known-open names a user
    6 | (not shown: it may hold a password)
      hint: write the host alone: no user and no password`},
	{"canary in a zone", two + "egress:\n- {host: 10.10.1.5}\n- \"10.20.1.5:443\"\n", `
6:10: 10.10.1.5 is in a network of zone print
    6 | - {host: 10.10.1.5}
      |          ^
      hint: a canary is in the internet, not in a zone: what zones may reach is in flows
7:3: 10.20.1.5 is in a network of zone office
    7 | - "10.20.1.5:443"
      |   ^
      hint: a canary is in the internet, not in a zone: what zones may reach is in flows`},
	{"canary of an unknown zone", two + "egress:\n- {host: canary.example.com, from: [print, offce]}\n- {dns: canary.example.com, from: prnt}\n", `
6:44: unknown zone "offce"
    6 | - {host: canary.example.com, from: [print, offce]}
      |                                            ^
      hint: the zones are office, print
7:35: unknown zone "prnt"
    7 | - {dns: canary.example.com, from: prnt}
      |                                   ^
      hint: the zones are office, print`},
	{"canary of nothing", two + "egress:\n- {ports: [443]}\n- {host: a.example, dns: b.example}\n- {dns: a.example, ports: [53]}\n- {host: a.example, server: 198.51.100.53}\n- {dns: 198.51.100.1}\n- {dns: a.example, server: ns.example}\n- 5\n- {hots: a.example}\n", `
6:3: a canary needs the key "host" or the key "dns"
    6 | - {ports: [443]}
      |   ^
7:21: a canary has host or dns, not both
    7 | - {host: a.example, dns: b.example}
      |                     ^
      hint: make two of it; a host that is a name is looked up anyway
8:20: a dns canary has no ports
    8 | - {dns: a.example, ports: [53]}
      |                    ^
9:21: server goes with dns, not with host
    9 | - {host: a.example, server: 198.51.100.53}
      |                     ^
10:9: bad name "198.51.100.1"
   10 | - {dns: 198.51.100.1}
      |         ^
      hint: write a name that the internet knows, as canary.example.com
11:28: bad address "ns.example"
   11 | - {dns: a.example, server: ns.example}
      |                            ^
      hint: write an address, as 10.20.1.11
12:3: a canary is keys and values, not a number
   12 | - 5
      |   ^
      hint: its first key is host
13:3: a canary needs the key "host" or the key "dns"
   13 | - {hots: a.example}
      |   ^
13:4: unknown key "hots"; did you mean "host"?
   13 | - {hots: a.example}
      |    ^`},
	{"short canaries", two + "egress:\n- \"198.51.100.7:0\"\n- \"198.51.100.7:99999\"\n- \"https://a.example/\"\n- \"[2001:db8::1\"\n- \"2001:db8::1:443:x\"\n", `
6:3: bad canary "198.51.100.7:0"
    6 | - "198.51.100.7:0"
      |   ^
      hint: ports are 1 to 65535
7:3: bad canary "198.51.100.7:99999"
    7 | - "198.51.100.7:99999"
      |   ^
      hint: ports are 1 to 65535
8:3: bad canary "https://a.example/"
    8 | - "https://a.example/"
      |   ^
      hint: write a host, or a host and a port, as 198.51.100.7:443 or [2001:db8::7]:443
9:3: bad canary "[2001:db8::1"
    9 | - "[2001:db8::1"
      |   ^
      hint: write a host, or a host and a port, as 198.51.100.7:443 or [2001:db8::7]:443
10:3: bad canary "2001:db8::1:443:x"
   10 | - "2001:db8::1:443:x"
      |   ^
      hint: write a host, or a host and a port, as 198.51.100.7:443 or [2001:db8::7]:443`},
	{"egress is keys", two + "egress:\n  host: a.example\n", `
6:3: egress is a list, not keys and values
    6 |   host: a.example
      |   ^
      hint: write - before each, or [ ] around`},
	{"ports of a canary", two + "egress:\n- {host: a.example, ports: [0, \"80-70\", \"0-5\", \"x\", \"1-70000\", 4.5]}\n- {host: a.example, ports: 443}\n- {host: a.example, ports: []}\n", `
6:29: port 0 is out of range
    6 | - {host: a.example, ports: [0, "80-70", "0-5", "x", "1-70000", 4.5]}
      |                             ^
      hint: ports are 1 to 65535
6:32: bad ports "80-70": 80 comes after 70
    6 | - {host: a.example, ports: [0, "80-70", "0-5", "x", "1-70000", 4.5]}
      |                                ^
      hint: write a port, as 445, or a range, as "8000-8010"
6:41: bad ports "0-5": ports are 1 to 65535
    6 | - {host: a.example, ports: [0, "80-70", "0-5", "x", "1-70000", 4.5]}
      |                                         ^
      hint: write a port, as 445, or a range, as "8000-8010"
6:48: bad ports "x": ports are 1 to 65535
    6 | - {host: a.example, ports: [0, "80-70", "0-5", "x", "1-70000", 4.5]}
      |                                                ^
      hint: write a port, as 445, or a range, as "8000-8010"
6:53: bad ports "1-70000": ports are 1 to 65535
    6 | - {host: a.example, ports: [0, "80-70", "0-5", "x", "1-70000", 4.5]}
      |                                                     ^
      hint: write a port, as 445, or a range, as "8000-8010"
6:64: number 6 of ports is a whole number, not a number with a fraction
    6 | - {host: a.example, ports: [0, "80-70", "0-5", "x", "1-70000", 4.5]}
      |                                                                ^
7:28: ports is a list, not a number
    7 | - {host: a.example, ports: 443}
      |                            ^
      hint: write - before each, or [ ] around
8:28: ports is empty
    8 | - {host: a.example, ports: []}
      |                            ^`},
	{"probe is a list", two + "probe: [22]\n", `
5:8: probe is keys and values, not a list
    5 | probe: [22]
      |        ^
      hint: its first key is ports`},
	{"probe: unknown key", two + "probe: {port: [22], speed: 5}\n", `
5:9: unknown key "port"; did you mean "ports"?
    5 | probe: {port: [22], speed: 5}
      |         ^
5:21: unknown key "speed"
    5 | probe: {port: [22], speed: 5}
      |                     ^
      hint: the keys here are ports, known-open, rate, timeout, retries, time`},
	{"probe: ports", two + "probe:\n  ports: [0, 65536, \"8010-8000\", \"22-\"]\n  known-open: [10.10.1.5, \"10.10.1.5:0\", \"10.10.1.500:22\", \"fd00::1:22\", 22]\n", `
6:11: port 0 is out of range
    6 |   ports: [0, 65536, "8010-8000", "22-"]
      |           ^
      hint: ports are 1 to 65535
6:14: port 65536 is out of range
    6 |   ports: [0, 65536, "8010-8000", "22-"]
      |              ^
      hint: ports are 1 to 65535
6:21: bad ports "8010-8000": 8010 comes after 8000
    6 |   ports: [0, 65536, "8010-8000", "22-"]
      |                     ^
      hint: write a port, as 445, or a range, as "8000-8010"
6:34: bad ports "22-": ports are 1 to 65535
    6 |   ports: [0, 65536, "8010-8000", "22-"]
      |                                  ^
      hint: write a port, as 445, or a range, as "8000-8010"
7:16: bad host and port "10.10.1.5"
    7 |   known-open: [10.10.1.5, "10.10.1.5:0", "10.10.1.500:22", "fd00::1:22", 22]
      |                ^
      hint: write a host and a port, as 10.20.1.1:22 or [fd00::1]:22
7:27: bad host and port "10.10.1.5:0"
    7 |   known-open: [10.10.1.5, "10.10.1.5:0", "10.10.1.500:22", "fd00::1:22", 22]
      |                           ^
      hint: ports are 1 to 65535
7:42: bad host and port "10.10.1.500:22"
    7 |   known-open: [10.10.1.5, "10.10.1.5:0", "10.10.1.500:22", "fd00::1:22", 22]
      |                                          ^
      hint: write an address or a name, as 10.20.1.11 or print02.example
7:60: bad host and port "fd00::1:22"
    7 |   known-open: [10.10.1.5, "10.10.1.5:0", "10.10.1.500:22", "fd00::1:22", 22]
      |                                                            ^
      hint: write a host and a port, as 10.20.1.1:22 or [fd00::1]:22
7:74: number 5 of known-open is a text, not a number
    7 |   known-open: [10.10.1.5, "10.10.1.5:0", "10.10.1.500:22", "fd00::1:22", 22]
      |                                                                          ^
      hint: write it in quotes: "..."`},
	{"probe: numbers", two + "probe: {rate: -1, timeout: 1, retries: -1, time: 1d}\n", `
5:15: bad rate "-1": out of range: 0.01 to 1000000
    5 | probe: {rate: -1, timeout: 1, retries: -1, time: 1d}
      |               ^
5:28: bad timeout "1": not a duration: write 1s or 500ms
    5 | probe: {rate: -1, timeout: 1, retries: -1, time: 1d}
      |                            ^
5:40: bad retries "-1": out of range: 0 to 10
    5 | probe: {rate: -1, timeout: 1, retries: -1, time: 1d}
      |                                        ^
5:50: bad time "1d": not a duration: write 30m or 8h
    5 | probe: {rate: -1, timeout: 1, retries: -1, time: 1d}
      |                                                  ^`},
	{"probe: more numbers", two + "probe: {rate: 0, timeout: 5ms, retries: 11, time: 1000h}\n", `
5:15: bad rate "0": out of range: 0.01 to 1000000
    5 | probe: {rate: 0, timeout: 5ms, retries: 11, time: 1000h}
      |               ^
5:27: bad timeout "5ms": out of range: 10ms to 1m
    5 | probe: {rate: 0, timeout: 5ms, retries: 11, time: 1000h}
      |                           ^
5:41: bad retries "11": out of range: 0 to 10
    5 | probe: {rate: 0, timeout: 5ms, retries: 11, time: 1000h}
      |                                         ^
5:51: bad time "1000h": out of range: 1s to 720h
    5 | probe: {rate: 0, timeout: 5ms, retries: 11, time: 1000h}
      |                                                   ^`},
	{"probe: kinds of numbers", two + "probe: {rate: fast, timeout: [1s], retries: 1.5, time: true}\n", `
5:15: bad rate "fast": not a number of attempts in a second: write 2000
    5 | probe: {rate: fast, timeout: [1s], retries: 1.5, time: true}
      |               ^
5:30: timeout is a duration, as 1s, not a list
    5 | probe: {rate: fast, timeout: [1s], retries: 1.5, time: true}
      |                              ^
5:45: retries is a whole number, not a number with a fraction
    5 | probe: {rate: fast, timeout: [1s], retries: 1.5, time: true}
      |                                             ^
5:56: time is a duration, as 30m, not true or false
    5 | probe: {rate: fast, timeout: [1s], retries: 1.5, time: true}
      |                                                        ^`},
}
