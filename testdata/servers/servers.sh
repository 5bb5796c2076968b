#!/usr/bin/env bash
# Throw-away Samba and OpenSSH servers for the tests: on loopback only, on free
# high ports, with all they need and write below one folder.
#
#   bash testdata/servers/servers.sh start STATE_DIR    start all, print where they are
#   bash testdata/servers/servers.sh status STATE_DIR   which servers run
#   bash testdata/servers/servers.sh stop STATE_DIR     stop them; the folder stays
#
# Then: SHIKIRI_TEST_SERVERS=STATE_DIR/servers.env go test ./crawl
#
# Needs root (both servers change users) and, on Debian 12,
#   apt-get install --no-install-recommends samba samba-vfs-modules smbclient \
#       openssh-server openssh-sftp-server openssh-client
# Outside STATE_DIR there are the users shikiri-test and shikiri-denied, with a
# random password, and /run/shikiri-servers, which says who uses them. The last
# stop deletes the users, unless they were there before the first start.
# Several runs live side by side, each with a STATE_DIR of its own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C.UTF-8 # or smbclient turns Japanese names into question marks

LEDGER=/run/shikiri-servers
TEST_USER=shikiri-test     # may read everything but share "closed"
DENIED_USER=shikiri-denied # a valid logon with hardly any rights

die() { echo "servers: $*" >&2; exit 1; }

# shellcheck source=testdata/servers/ports.sh
. "$here/ports.sh"
# shellcheck source=testdata/servers/users.sh
. "$here/users.sh"
# shellcheck source=testdata/servers/samba.sh
. "$here/samba.sh"
# shellcheck source=testdata/servers/shares.sh
. "$here/shares.sh"
# shellcheck source=testdata/servers/openssh.sh
. "$here/openssh.sh"

demand() {
	[ "$(id -u)" = 0 ] || die "start: needs root, since smbd and sshd change users (try sudo, or run the tests without servers)"
	local tool
	for tool in smbd smbclient smbpasswd testparm sshd ssh-keygen flock useradd; do
		command -v $tool >/dev/null || die "start: $tool is missing (see the apt line in $0)"
	done
	[ "${#STATE}" -le 60 ] || die "start: $STATE: the path is too long for Samba's sockets (60 bytes at most)"
}

start() {
	demand
	[ -z "$(pids)" ] || die "start: $STATE: servers run there already (stop them first)"
	mkdir -p "$STATE"
	chmod 755 "$STATE" # the users of the servers pass through
	trap 'code=$?; [ $code = 0 ] || { stop; echo "servers: not started; logs are in $STATE" >&2; }; exit $code' EXIT
	: >"$STATE/env.new"
	chmod 600 "$STATE/env.new"
	users_join
	samba_start &
	local samba=$!
	openssh_start
	wait $samba
	mv "$STATE/env.new" "$STATE/servers.env"
	grep -v PASSWORD "$STATE/servers.env"
	echo "servers: started; SHIKIRI_TEST_SERVERS=$STATE/servers.env"
}

# tell KEY VALUE writes what the tests read. One write each: two servers start
# at the same time.
tell() { printf '%s=%s\n' "$1" "$2" >>"$STATE/env.new"; }

# pids lists the processes of this STATE_DIR: by command line, working folder
# or open file, since a session outlives its server when that is killed.
pids() {
	local p
	{
		grep -lsF "$STATE/" /proc/[0-9]*/cmdline || true
		find /proc/[0-9]*/fd /proc/[0-9]*/cwd -maxdepth 1 \( -lname "$STATE/*" -o -lname "$STATE" \) 2>/dev/null || true
	} | cut -d/ -f3 | sort -un | while read -r p; do
		case $(cat "/proc/$p/comm" 2>/dev/null) in
		smbd* | sshd* | samba-dcerpcd | rpcd_*) echo "$p" ;;
		esac
	done
}

stop() {
	local p i
	# Stopped processes take no signal but KILL until they go on.
	for p in $(pids); do kill -CONT "$p" 2>/dev/null || true; kill "$p" 2>/dev/null || true; done
	for i in $(seq 100); do
		[ -n "$(pids)" ] || break
		[ "$i" -lt 40 ] || for p in $(pids); do kill -KILL "$p" 2>/dev/null || true; done
		sleep 0.05
	done
	rm -f "$STATE/servers.env" "$STATE/env.new"
	users_leave
}

status() {
	local f p all
	[ -f "$STATE/servers.env" ] || { echo "servers: not started in $STATE"; exit 1; }
	grep -E '^(SMB|SFTP)[A-Z0-9_]*=127' "$STATE/servers.env"
	all=" $(pids | tr '\n' ' ')"
	for f in "$STATE"/*/*.pid; do
		p=$(tr -d ' ' <"$f")
		if [[ $all == *" $p "* ]]; then echo "up   $f ($p)"; else echo "down $f"; fi
	done
}

[ $# = 2 ] || die "usage: $0 start|stop|status STATE_DIR"
STATE=$(readlink -m "$2")
case $1 in
start | stop | status) $1 ;;
*) die "usage: $0 start|stop|status STATE_DIR" ;;
esac
