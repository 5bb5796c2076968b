package rules

// stationErrors are what can be wrong of the hosts, routers and unused addresses of a
// zone.
var stationErrors = []errorCase{
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
}
