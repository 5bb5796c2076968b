#!/usr/bin/env bash
# A laboratory of network namespaces for the tests of shikiri probe: zones behind
# a router with a firewall, and an internet of one machine. Nothing of it touches
# the real network.
#
#   bash testdata/lab/lab.sh start NAME [VARIANT...]   build it; several live side by side by NAME
#   bash testdata/lab/lab.sh exec NAME HOST CMD...     run a command on one of its hosts
#   bash testdata/lab/lab.sh stop NAME                 end what runs in it, and remove it
#   bash testdata/lab/lab.sh check NAME                can there be one here? else it says why not
#
#   office 10.20.1.0/24 fd00:20::/64      router       closed 10.10.1.0/24 fd00:10::/64
#   office1 .21 ---- office .1 [nftables, forward] .1 closed ---- closed1 .11
#   office2 .22 -------'  \              |              /  '------ closed2 .12
#                          '--- dual .50 (two legs) ---'           (.99 nobody has)
#                                       | .1 internet 198.51.100.0/24 2001:db8:51::/64
#                                    canary .7 (and .53, a name server)
#
# Allowed: office1 -> closed1 tcp/4022, closed -> office2 tcp/8022, office -> internet.
# All else is dropped, but for three ports that tell rejections apart from office to
# closed: tcp/4080 RST, tcp/4081 ICMP admin-prohibited, tcp/4082 ICMP port-unreachable.
# What listens: closed1 22,445,4022,9100  closed2 22,445,631,8080  dual 22,445
#   office1 22  office2 22,445,8022  canary 80,443 and on .53 53 (udp, tcp)
#
# Variants:
#   reset       what is not allowed is rejected with RST, in the name of whoever was asked
#   accept-all  a transparent proxy takes every connection from office to closed, whatever the port
#   dead        nothing that office1 sends gets through, not even what is allowed
#   noroute     office1 has no route to closed
#   hole        office -> closed tcp/445 is open, which nobody allowed
#   leak        closed -> internet is open
#
# Needs root, and on Debian 12: apt-get install --no-install-recommends iproute2 nftables
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PATH=$PATH:/usr/sbin:/sbin:/usr/local/go/bin
HOSTS="router office1 office2 closed1 closed2 dual canary"

die() { echo "lab: $*" >&2; exit 1; }

# ns is the namespace of a host. STATE holds what listens, and nothing else.
ns() { echo "shikiri-$NAME-$1"; }
x() { ip netns exec "$(ns "$1")" "${@:2}"; }

# demand ends where there can be no laboratory. Root of a container may lack the
# capabilities, the modules of the kernel, or the right to write to /proc/sys.
demand() {
	[ "$(id -u)" = 0 ] || die "$1: needs root, to make network namespaces"
	local tool said code=0
	for tool in ip nft go; do command -v $tool >/dev/null || die "$1: $tool is missing (see $0)"; done
	said=$(try 2>&1) || code=$?
	ip netns del "$(ns try)" 2>/dev/null || true
	[ $code = 0 ] || die "$1: this machine or container does not allow what a laboratory is made of: $said"
}

try() {
	ip netns add "$(ns try)" && x try sh -e <<-'TRY'
		ip link add zone type bridge
		ip link add eth0 type veth peer name eth1
		ip link set eth0 master zone up
		nft -f - <<-NFT
			table inet try {
				chain forward { type filter hook forward priority 0; ct state established accept; reject with icmpx admin-prohibited; }
				chain prerouting { type nat hook prerouting priority -100; meta l4proto tcp redirect to :1; }
			}
		NFT
		echo 1 >/proc/sys/net/ipv4/ip_forward
		echo 0 >/proc/sys/net/ipv6/conf/all/accept_dad
	TRY
}

# zone NAME V4 V6 makes the bridge of a zone, with the router's addresses.
zone() {
	x router ip link add "$1" type bridge mcast_snooping 0
	x router ip addr add "$2" dev "$1"
	x router ip -6 addr add "$3" dev "$1" nodad
	x router ip link set "$1" up
}

# leg HOST INTERFACE ZONE NUMBER gives a host an address in a zone.
leg() {
	local v4 v6
	case $3 in
	office) v4=10.20.1 v6=fd00:20: ;;
	closed) v4=10.10.1 v6=fd00:10: ;;
	internet) v4=198.51.100 v6=2001:db8:51: ;;
	esac
	ip link add "$2" netns "$(ns "$1")" type veth peer name "$1-$2" netns "$(ns router)"
	x router ip link set "$1-$2" master "$3" up
	x "$1" ip addr add "$v4.$4/24" dev "$2"
	x "$1" ip -6 addr add "$v6:$4/64" dev "$2" nodad
	x "$1" ip link set "$2" up
	[ "$2" = eth0 ] || return 0
	x "$1" ip route add default via "$v4.1"
	x "$1" ip -6 route add default via "$v6:1"
}

# listen HOST WHAT... starts what answers on a host, see internal/lab/answer.
listen() {
	local host=$1 log=$STATE/$1.log
	shift
	x "$host" "$STATE/answer" "$@" >"$log" 2>&1 </dev/null &
	disown
	local i
	for i in $(seq 100); do
		! grep -qs '^ready' "$log" || return 0
		sleep 0.05
	done
	die "start: $host does not listen: $(cat "$log")"
}

firewall() { # VARIANT...
	local last='' ways='' nat='' v
	for v in "$@"; do
		case $v in
		reset) last='meta l4proto tcp reject with tcp reset' ;;
		hole) ways+=$'iifname "office" oifname "closed" tcp dport 445 accept\n' ;;
		leak) ways+=$'iifname "closed" oifname "internet" accept\n' ;;
		dead) ways=$'ip saddr 10.20.1.21 drop\nip6 saddr fd00:20::21 drop\n'$ways ;;
		accept-all) nat='iifname "office" ip daddr 10.10.1.0/24 meta l4proto tcp redirect to :1
			iifname "office" ip6 daddr fd00:10::/64 meta l4proto tcp redirect to :1' ;;
		noroute) ;;
		*) die "start: unknown variant $v (see $0)" ;;
		esac
	done
	x router nft -f - <<-NFT
		table inet zones {
			chain forward {
				type filter hook forward priority 0; policy drop;
				ct state established,related accept
				$ways
				ip saddr 10.20.1.21 ip daddr 10.10.1.11 tcp dport 4022 accept
				ip6 saddr fd00:20::21 ip6 daddr fd00:10::11 tcp dport 4022 accept
				iifname "closed" ip daddr 10.20.1.22 tcp dport 8022 accept
				iifname "closed" ip6 daddr fd00:20::22 tcp dport 8022 accept
				iifname "office" oifname "internet" accept
				iifname "office" oifname "closed" tcp dport 4080 reject with tcp reset
				iifname "office" oifname "closed" tcp dport 4081 reject with icmpx admin-prohibited
				iifname "office" oifname "closed" tcp dport 4082 reject
				$last
			}
		}
	NFT
	[ -z "$nat" ] || x router nft -f - <<-NFT
		table inet proxy {
			chain prerouting { type nat hook prerouting priority -100; $nat
			}
		}
	NFT
}

# names makes every host ask the name server in the internet, if it can.
names() {
	local host
	for host in $HOSTS; do
		mkdir -p "/etc/netns/$(ns "$host")" # ip-netns(8) puts it over /etc for what it runs
		echo 'nameserver 198.51.100.53
options timeout:1 attempts:1' >"/etc/netns/$(ns "$host")/resolv.conf"
		printf '%s\n' '127.0.0.1 localhost' '::1 localhost' '10.10.1.11 closed1.example' 'fd00:10::11 closed1.example' '10.10.1.12 closed2.example' \
			'10.20.1.22 office2.example' '10.20.1.22 astray.example' >"/etc/netns/$(ns "$host")/hosts"
	done
}

start() {
	demand start
	! ip netns list | grep -q "^shikiri-$NAME-" || die "start: $NAME: is there already (stop it first)"
	trap 'code=$?; [ $code = 0 ] || stop; exit $code' EXIT
	mkdir -p "$STATE"
	(cd "$here/../.." && CGO_ENABLED=0 go build -o "$STATE/answer" ./internal/lab/answer)
	local host
	for host in $HOSTS; do
		ip netns add "$(ns "$host")"
		# Else addresses of IPv6 are of no use for a second, while their owner asks around.
		x "$host" sh -c 'for c in all default; do echo 0 >/proc/sys/net/ipv6/conf/$c/accept_dad; done'
		x "$host" ip link set lo up
	done
	zone office 10.20.1.1/24 fd00:20::1/64
	zone closed 10.10.1.1/24 fd00:10::1/64
	zone internet 198.51.100.1/24 2001:db8:51::1/64
	leg office1 eth0 office 21
	leg office2 eth0 office 22
	leg closed1 eth0 closed 11
	leg closed2 eth0 closed 12
	leg dual eth0 office 50
	leg dual eth1 closed 50
	leg canary eth0 internet 7
	x canary ip addr add 198.51.100.53/24 dev eth0
	# Where br_netfilter is loaded, frames within a zone would meet the chain too.
	x router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
		for f in /proc/sys/net/bridge/bridge-nf-call-ip*tables; do [ ! -e "$f" ] || echo 0 >"$f"; done'
	firewall "$@"
	case " $* " in *' noroute '*)
		x office1 ip route del default
		x office1 ip -6 route del default
		;;
	esac
	names
	listen closed1 22=SSH-2.0-Closed1 445 4022=SSH-2.0-Closed1 9100
	listen closed2 22=SSH-2.0-Closed2 445 631 8080
	listen dual 22=SSH-2.0-Dual 445
	listen office1 22=SSH-2.0-Office1
	listen office2 22=SSH-2.0-Office2 445 8022=SSH-2.0-Office2
	listen canary 80 443 dns:198.51.100.53
	case " $* " in *' accept-all '*) listen router 1 ;; esac
	echo "lab: $NAME is there: bash $0 exec $NAME office1 ip -br addr"
}

stop() {
	local host p i there=''
	for host in $HOSTS; do
		! ip netns list | grep -qw -- "$(ns "$host")" || there+=" $host"
	done
	for i in $(seq 50); do # what ends may have started something
		p=$(for host in $there; do ip netns pids "$(ns "$host")"; done)
		[ -n "$p" ] || break
		kill -KILL $p 2>/dev/null || true
		sleep 0.05
	done
	for host in $there; do ip netns del "$(ns "$host")"; done # interfaces and bridges go with them
	for host in $HOSTS; do rm -rf "/etc/netns/$(ns "$host")"; done
	rmdir /etc/netns 2>/dev/null || true
	rm -rf "$STATE"
}

usage() { sed -n 's/^#   bash /bash /p' "$0" >&2; exit 2; }

[ $# -ge 2 ] || usage
case $2 in *[!a-z0-9]* | '') die "$1: $2: a name has small letters and digits only" ;; esac
NAME=$2
STATE=/tmp/shikiri-lab.$NAME
case $1 in
start) start "${@:3}" ;;
exec) [ $# -ge 4 ] && x "${@:3}" || exit $? ;;
stop) stop ;;
check) demand check ;;
*) usage ;;
esac
