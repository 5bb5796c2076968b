# Three Samba servers that show the same shares. Read by servers.sh; what is in
# the shares is made by shares.sh.

samba_start() {
	shares_make
	shares_conf >"$STATE/shares.conf"
	samba_instance SMB smb ''
	samba_instance SMB_SIGN sign 'server signing = mandatory'
	samba_instance SMB_ONLY1 smb1 'server min protocol = NT1
  server max protocol = NT1'
	shares_finish
}

# samba_instance KEY NAME LINES starts one server with LINES in its [global]
# section.
samba_instance() {
	local dir=$STATE/$2 port user
	mkdir -p "$dir"/{private,lock,state,cache,ncalrpc}
	chmod 700 "$dir/private"
	samba_conf "$dir" 445 "$3" >"$dir/smb.conf"
	testparm -s "$dir/smb.conf" >"$dir/testparm.log" 2>&1 || die "start: read $dir/smb.conf: see $dir/testparm.log"
	for user in $TEST_USER $DENIED_USER; do
		printf '%s\n%s\n' "$PASSWORD" "$PASSWORD" | smbpasswd -c "$dir/smb.conf" -s -a "$user" >>"$dir/smbpasswd.log" 2>&1 ||
			die "start: add $user to Samba: see $dir/smbpasswd.log"
	done
	port=$(on_free_port samba_try "$dir" "$3")
	[ "$2" != smb ] || SMB_PORT=$port
	tell "$1" "127.0.0.1:$port"
	tell "$1_CONF" "$dir/smb.conf"
	tell "$1_LOG" "$dir/log.smbd"
	tell "$1_PID" "$dir/smbd.pid"
}

samba_try() { # DIR LINES PORT
	samba_conf "$1" "$3" "$2" >"$1/smb.conf"
	rm -f "$1/smbd.pid"
	smbd -D -s "$1/smb.conf"
	wait_listens "$1/smbd.pid" "$3"
}

# samba_conf DIR PORT LINES. "map to guest" is what many a NAS does: a user it
# does not know becomes a guest, and nobody tells. Log class auth_audit has a
# line for each logon, which tests count. User-defined shares of the machine
# are none of ours, hence usershare max shares.
samba_conf() {
	cat <<-CONF
		[global]
		  netbios name = SHIKIRI-TEST
		  workgroup = SHIKIRITEST
		  server role = standalone server
		  smb ports = $2
		  interfaces = 127.0.0.1
		  bind interfaces only = yes
		  private dir = $1/private
		  lock directory = $1/lock
		  state directory = $1/state
		  cache directory = $1/cache
		  pid directory = $1
		  ncalrpc dir = $1/ncalrpc
		  log file = $1/log.smbd
		  log level = 1 auth_audit:3
		  max log size = 0
		  unix charset = UTF-8
		  disable netbios = yes
		  load printers = no
		  printing = bsd
		  printcap name = /dev/null
		  usershare max shares = 0
		  map to guest = Bad User
		  guest account = nobody
		  store dos attributes = yes
		  host msdfs = yes
		  acl_xattr:security_acl_name = user.NTACL
		  $3
		  include = $STATE/shares.conf
	CONF
}
