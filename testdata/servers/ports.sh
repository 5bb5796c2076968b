# Free ports, and whether a server has taken its own. Read by servers.sh.

# free_port prints a port that nothing listens on. It is below the ports that
# Linux gives to clients (32768 and up), so that none takes it meanwhile.
free_port() {
	local port
	while port=$((20000 + RANDOM % 12000)); grep -qi "^ *[0-9]*: [0-9A-F]*:$(printf %04X $port) " /proc/net/tcp; do :; done
	echo "$port"
}

# listens PID PORT: the process itself holds the port. A connection would only
# say that somebody does, and another run may have been faster.
listens() {
	local inode
	inode=$(awk -v port="$(printf ':%04X' "$2")" '$2 ~ port"$" && $4 == "0A" {print $10; exit}' /proc/net/tcp)
	[ -n "$inode" ] && [ -n "$(find "/proc/$1/fd" -lname "socket:\[$inode\]" 2>/dev/null)" ]
}

# wait_listens PIDFILE PORT returns 1 if the server ends, or in 10 s.
wait_listens() {
	local pid i
	for i in $(seq 200); do
		pid=$(tr -d ' ' 2>/dev/null <"$1" || true)
		if [ -n "$pid" ]; then
			listens "$pid" "$2" && return 0
			[ -d "/proc/$pid" ] || return 1
		fi
		sleep 0.05
	done
	return 1
}

# on_free_port START: calls START PORT, which returns 1 when somebody took the
# port first, with new ports until it works. Prints the port.
on_free_port() {
	local port i
	for i in 1 2 3 4 5; do
		port=$(free_port)
		if "$@" "$port" >&2; then
			echo "$port"
			return 0
		fi
	done
	die "start: $*: does not listen after five tries; logs are in $STATE"
}
