# Two OpenSSH servers. Read by servers.sh. SFTP takes a key, a password or the
# answer to a question; SFTP_ASK only the latter.

openssh_start() {
	local dir=$STATE/ssh type
	mkdir -p /run/sshd "$dir"
	for type in ed25519 rsa; do
		[ -f "$dir/host_$type" ] || ssh-keygen -q -t $type -N '' -C test -f "$dir/host_$type"
	done
	[ -f "$dir/id" ] || ssh-keygen -q -t ed25519 -N '' -C test -f "$dir/id"
	cp "$dir/id.pub" "$dir/authorized_keys"
	: >"$dir/known_hosts"
	mkdir -p "$STATE/data"
	openssh_instance SFTP sshd ''
	openssh_instance SFTP_ASK ask 'AuthenticationMethods keyboard-interactive'
	tell KEY "$dir/id"
	tell AUTHORIZED_KEYS "$dir/authorized_keys"
	tell KNOWN_HOSTS "$dir/known_hosts"
}

openssh_instance() { # KEY NAME LINES
	local dir=$STATE/ssh port type
	port=$(on_free_port openssh_try "$2" "$3")
	for type in ed25519 rsa; do
		echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 "$dir/host_$type.pub")" >>"$dir/known_hosts"
	done
	tell "$1" "127.0.0.1:$port"
	tell "$1_CONF" "$dir/$2.conf"
	tell "$1_LOG" "$dir/$2.log"
	tell "$1_PID" "$dir/$2.pid"
}

openssh_try() { # NAME LINES PORT
	local dir=$STATE/ssh
	rm -f "$dir/$1.pid"
	openssh_conf "$1" "$2" "$3" >"$dir/$1.conf"
	# From 9.8 on sshd locks out an address that fails, which tests do on purpose.
	echo 'PerSourcePenalties no' >"$dir/$1.newer"
	if "$(command -v sshd)" -t -f "$dir/$1.newer" -h "$dir/host_ed25519" 2>/dev/null; then cat "$dir/$1.newer" >>"$dir/$1.conf"; fi
	"$(command -v sshd)" -f "$dir/$1.conf" -E "$dir/$1.log" # sshd wants an absolute path
	wait_listens "$dir/$1.pid" "$3"
}

# openssh_conf NAME LINES PORT. UsePAM: only PAM asks questions. At VERBOSE the
# log has a line for each failed logon, keys included; tests count them. A
# session begins in the data folder, which is what /~/ means in a URL.
openssh_conf() {
	local dir=$STATE/ssh
	cat <<-CONF
		ListenAddress 127.0.0.1:$3
		HostKey $dir/host_ed25519
		HostKey $dir/host_rsa
		PidFile $dir/$1.pid
		AuthorizedKeysFile $dir/authorized_keys
		StrictModes no
		UsePAM yes
		UseDNS no
		PubkeyAuthentication yes
		PasswordAuthentication yes
		KbdInteractiveAuthentication yes
		AllowUsers $TEST_USER $DENIED_USER
		AllowTcpForwarding yes
		MaxStartups 100
		PrintMotd no
		LogLevel VERBOSE
		Subsystem sftp internal-sftp -d $STATE/data
		$2
	CONF
}
