# The two users of the test servers, shared by all runs of a machine. Read by
# servers.sh. The password is random: a machine may have a real sshd, too.

users_join() {
	mkdir -p -m 755 "$LEDGER"
	(
		flock 9
		[ -s "$LEDGER/password" ] || (umask 077; head -c 15 /dev/urandom | base64 | tr '+/' '-_' >"$LEDGER/password")
		for user in $TEST_USER $DENIED_USER; do
			if ! id $user >/dev/null 2>&1; then
				user_add $user
				echo $user >>"$LEDGER/created"
			fi
			echo "$user:$(cat "$LEDGER/password")" | chpasswd
		done
		echo "$STATE" >"$(ledger_entry "$STATE")"
	) 9>"$LEDGER/lock"
	PASSWORD=$(cat "$LEDGER/password")
	tell USER $TEST_USER
	tell DENIED_USER $DENIED_USER
	tell PASSWORD "$PASSWORD"
}

# user_add waits for others who change the table of users.
user_add() {
	local i
	for i in $(seq 20); do
		useradd --system --no-create-home --home-dir / --shell /bin/sh "$1" && return 0
		sleep 0.1
	done
	die "start: add user $1: see above"
}

ledger_entry() { echo "$LEDGER/state.$(printf %s "$1" | cksum | tr ' ' '.')"; }

# users_leave deletes the users that a start created when nobody is left who
# needs them. Runs that died without stop count as gone.
users_leave() {
	[ -d "$LEDGER" ] || return 0
	(
		flock 9
		rm -f "$(ledger_entry "$STATE")"
		for entry in "$LEDGER"/state.*; do
			[ -e "$entry" ] || continue
			[ -n "$(STATE=$(cat "$entry"); pids)" ] || rm -f "$entry"
		done
		for entry in "$LEDGER"/state.*; do
			[ ! -e "$entry" ] || exit 0
		done
		if [ -f "$LEDGER/created" ]; then
			while read -r user; do userdel "$user" || true; done <"$LEDGER/created"
		fi
		rm -f "$LEDGER/created" "$LEDGER/password"
	) 9>"$LEDGER/lock"
}
