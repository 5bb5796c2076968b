package rules

// two are zones with networks.
const two = head + "zones:\n- {name: office, personal-data: forbidden, networks: [10.20.1.0/24]}\n- {name: print, personal-data: allowed, networks: [10.10.1.0/24]}\n"

// probeErrors are what a configuration can have wrong that shikiri probe uses.
var probeErrors = []errorCase{
	{"host in another zone", head + "zones:\n- {name: office, personal-data: forbidden, networks: [10.20.1.0/24]}\n- {name: print, personal-data: allowed, networks: [10.10.1.0/24], hosts: [10.10.1.11, 10.20.1.21]}\n", `
4:87: 10.20.1.21 is in a network of zone office, not of zone print
    4 | - {name: print, personal-data: allowed, networks: [10.10.1.0/24], hosts: [10.10.1.11, 10.20.1.21]}
      |                                                                                       ^
      hint: an address belongs to one zone`},
	{"hosts that are none", head + "zones:\n- name: office\n  personal-data: forbidden\n  hosts: [10.20.1.300, \"10.20.1.11:22\", 10.20.1.0/24, \"a b\", 5, -x, \"::ffff:10.20.1.1\", \"fe80::1%eth0\", 0.0.0.0, 印刷01]\n", `
5:11: bad host "10.20.1.300"
    5 |   hosts: [10.20.1.300, "10.20.1.11:22", 10.20.1.0/24, "a b", 5, -x, "::ffff:10.20.1.1", "fe80::1%eth0", 0.0.0.0, 印刷01]
      |           ^
      hint: write an address or a name, as 10.20.1.11 or print02.example
5:24: bad host "10.20.1.11:22"
    5 |   hosts: [10.20.1.300, "10.20.1.11:22", 10.20.1.0/24, "a b", 5, -x, "::ffff:10.20.1.1", "fe80::1%eth0", 0.0.0.0, 印刷01]
      |                        ^
      hint: a host has no port here: write 10.20.1.11
5:41: bad host "10.20.1.0/24"
    5 |   hosts: [10.20.1.300, "10.20.1.11:22", 10.20.1.0/24, "a b", 5, -x, "::ffff:10.20.1.1", "fe80::1%eth0", 0.0.0.0, 印刷01]
      |                                         ^
      hint: that is a network: networks are in networks, and shikiri probe --sweep tries all of one
5:55: bad host "a b"
    5 |   hosts: [10.20.1.300, "10.20.1.11:22", 10.20.1.0/24, "a b", 5, -x, "::ffff:10.20.1.1", "fe80::1%eth0", 0.0.0.0, 印刷01]
      |                                                       ^
      hint: write an address or a name, as 10.20.1.11 or print02.example
5:62: number 5 of hosts is a text, not a number
    5 |   hosts: [10.20.1.300, "10.20.1.11:22", 10.20.1.0/24, "a b", 5, -x, "::ffff:10.20.1.1", "fe80::1%eth0", 0.0.0.0, 印刷01]
      |                                                              ^
      hint: write it in quotes: "..."
5:65: bad host "-x"
    5 |   hosts: [10.20.1.300, "10.20.1.11:22", 10.20.1.0/24, "a b", 5, -x, "::ffff:10.20.1.1", "fe80::1%eth0", 0.0.0.0, 印刷01]
      |                                                                 ^
      hint: write an address or a name, as 10.20.1.11 or print02.example
5:69: bad host "::ffff:10.20.1.1"
    5 |   hosts: [10.20.1.300, "10.20.1.11:22", 10.20.1.0/24, "a b", 5, -x, "::ffff:10.20.1.1", "fe80::1%eth0", 0.0.0.0, 印刷01]
      |                                                                     ^
      hint: write IPv4 as 10.20.1.1
5:89: bad host "fe80::1%eth0"
    5 |   hosts: [10.20.1.300, "10.20.1.11:22", 10.20.1.0/24, "a b", 5, -x, "::ffff:10.20.1.1", "fe80::1%eth0", 0.0.0.0, 印刷01]
      |                                                                                         ^
      hint: an address with % is of one machine only
5:105: bad host "0.0.0.0"
    5 |   hosts: [10.20.1.300, "10.20.1.11:22", 10.20.1.0/24, "a b", 5, -x, "::ffff:10.20.1.1", "fe80::1%eth0", 0.0.0.0, 印刷01]
      |                                                                                                         ^
      hint: that is the address of no machine
5:114: bad host "印刷01"
    5 |   hosts: [10.20.1.300, "10.20.1.11:22", 10.20.1.0/24, "a b", 5, -x, "::ffff:10.20.1.1", "fe80::1%eth0", 0.0.0.0, 印刷01]
      |                                                                                                                  ^
      hint: write an address or a name, as 10.20.1.11 or print02.example`},
	{"host with a login", head + "zones:\n- name: office\n  personal-data: forbidden\n  hosts: [\"svc:hunter2@fs01\"]\n", `
5:11: number 1 of hosts names a user
    5 | (not shown: it may hold a password)
      hint: write the host alone: no user and no password`},
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
	{"hosts is a text", head + "zones:\n- name: office\n  personal-data: forbidden\n  hosts: 10.20.1.1\n", `
5:10: hosts is a list, not a text
    5 |   hosts: 10.20.1.1
      |          ^
      hint: write - before each, or [ ] around`},
	{"host twice", head + "zones:\n- {name: office, personal-data: forbidden, hosts: [fs01.example, FS01.example.]}\n- {name: print, personal-data: allowed, hosts: [fs01.example]}\n", `
3:66: host FS01.example. is listed twice
    3 | - {name: office, personal-data: forbidden, hosts: [fs01.example, FS01.example.]}
      |                                                                  ^
4:49: host fs01.example is one of zone office already
    4 | - {name: print, personal-data: allowed, hosts: [fs01.example]}
      |                                                 ^
      hint: a machine with a leg in two zones is what shikiri probe looks for: declare each of its addresses in its own zone`},
	{"address in two zones without networks", head + "zones:\n- {name: office, personal-data: forbidden, hosts: [\"fd00::1\"]}\n- {name: print, personal-data: allowed, hosts: [\"fd00:0::1\"]}\n", `
4:49: host fd00::1 is one of zone office already
    4 | - {name: print, personal-data: allowed, hosts: ["fd00:0::1"]}
      |                                                 ^
      hint: a machine with a leg in two zones is what shikiri probe looks for: declare each of its addresses in its own zone`},
	{"unused outside", head + "zones:\n- {name: office, personal-data: forbidden, networks: [10.20.1.0/24], unused: 10.10.1.99, gateway: 192.0.2.1}\n- {name: print, personal-data: allowed, networks: [10.10.1.0/24], unused: [10.10.1.98, 10.20.1.99]}\n", `
3:78: 10.10.1.99 is in a network of zone print, not of zone office
    3 | - {name: office, personal-data: forbidden, networks: [10.20.1.0/24], unused: 10.10.1.99, gateway: 192.0.2.1}
      |                                                                              ^
      hint: an unused address is a control: it must be where the zone's machines are
3:99: 192.0.2.1 is in no network of zone office
    3 | - {name: office, personal-data: forbidden, networks: [10.20.1.0/24], unused: 10.10.1.99, gateway: 192.0.2.1}
      |                                                                                                   ^
      hint: a gateway of a zone has an address in it: the one that its machines send to
4:88: 10.20.1.99 is in a network of zone office, not of zone print
    4 | - {name: print, personal-data: allowed, networks: [10.10.1.0/24], unused: [10.10.1.98, 10.20.1.99]}
      |                                                                                        ^
      hint: an unused address is a control: it must be where the zone's machines are`},
	{"unused is in use", head + "zones:\n- name: office\n  personal-data: forbidden\n  networks: [10.20.1.0/24]\n  hosts: [10.20.1.11]\n  gateway: [10.20.1.1]\n  unused: [10.20.1.11, 10.20.1.1, 10.20.1.99, 10.20.1.99, 10.20.1.0, 10.20.1.255]\nshares:\n- {url: \"sftp://scan@10.20.1.99/job\", zone: office}\n", `
8:12: 10.20.1.11 is a host of zone office, and unused
    8 |   unused: [10.20.1.11, 10.20.1.1, 10.20.1.99, 10.20.1.99, 10.20.1.0, 10.20.1.255]
      |            ^
      hint: a control needs an address that nobody has
8:24: 10.20.1.1 is the gateway of zone office, and unused
    8 |   unused: [10.20.1.11, 10.20.1.1, 10.20.1.99, 10.20.1.99, 10.20.1.0, 10.20.1.255]
      |                        ^
      hint: a control needs an address that nobody has
8:47: 10.20.1.99 is listed twice
    8 |   unused: [10.20.1.11, 10.20.1.1, 10.20.1.99, 10.20.1.99, 10.20.1.0, 10.20.1.255]
      |                                               ^
8:59: 10.20.1.0 is no machine's address: it names the network 10.20.1.0/24
    8 |   unused: [10.20.1.11, 10.20.1.1, 10.20.1.99, 10.20.1.99, 10.20.1.0, 10.20.1.255]
      |                                                           ^
      hint: take another that nobody has
8:70: 10.20.1.255 is no machine's address: it is the broadcast address of 10.20.1.0/24
    8 |   unused: [10.20.1.11, 10.20.1.1, 10.20.1.99, 10.20.1.99, 10.20.1.0, 10.20.1.255]
      |                                                                      ^
      hint: take another that nobody has
10:9: 10.20.1.99 is unused in zone office
   10 | - {url: "sftp://scan@10.20.1.99/job", zone: office}
      |         ^
      hint: a control of shikiri probe needs an address that nobody has`},
	{"unused is no address", head + "zones:\n- name: office\n  personal-data: forbidden\n  unused: ghost.example\n  gateway: [1, 10.20.1.0/24, []]\n", `
5:11: bad address "ghost.example"
    5 |   unused: ghost.example
      |           ^
      hint: write an address, as 10.20.1.11
6:13: number 1 of gateway is a text, not a number
    6 |   gateway: [1, 10.20.1.0/24, []]
      |             ^
      hint: write it in quotes: "..."
6:16: bad address "10.20.1.0/24"
    6 |   gateway: [1, 10.20.1.0/24, []]
      |                ^
      hint: write an address, as 10.20.1.11
6:30: number 3 of gateway is a text, not a list
    6 |   gateway: [1, 10.20.1.0/24, []]
      |                              ^
      hint: a text that begins with [ needs quotes`},
	{"unused is empty", head + "zones:\n- name: office\n  personal-data: forbidden\n  unused: []\n  gateway:\n", `
5:11: unused is empty
    5 |   unused: []
      |           ^
6:12: gateway is empty
    6 |   gateway:
      |           ^`},
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
