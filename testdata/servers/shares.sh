# The shares of the Samba servers and the invented files in them. Read by
# servers.sh.

# shares_conf prints the sections of all shares. "force user" lets tests make
# files as root whatever their modes are; share "acl" has real rights.
shares_conf() {
	share data 'normal, writable' "$DATA" 'read only = no'
	share public 'guests may read' "$DATA" 'guest ok = yes' "valid users ="
	share secret 'encryption required' "$DATA" 'server smb encrypt = required'
	share acl 'real rights, kept as Windows does' "$STATE/acl" 'read only = no' 'vfs objects = acl_xattr' \
		"valid users = $TEST_USER $DENIED_USER" 'force user ='
	share snap 'previous versions' "$STATE/snap" 'vfs objects = shadow_copy2' \
		"shadow:mountpoint = $STATE/snap" "shadow:snapdir = $STATE/snapshots" 'shadow:sort = desc'
	share offline 'every file is on tape' "$STATE/offline" 'vfs objects = offline'
	share dfs 'links to other shares' "$STATE/dfs" 'msdfs root = yes'
	share recycle 'with a recycle bin' "$STATE/recycle" 'read only = no' 'vfs objects = recycle' \
		'recycle:repository = .recycle' 'recycle:keeptree = yes' 'recycle:versions = yes'
	share closed 'the test user may not enter' "$STATE/hidden" "valid users = $DENIED_USER"
	share 'hidden$' 'not shown in the explorer' "$STATE/hidden"
	share 'C$' 'administration' "$STATE/drive"
	share 'ADMIN$' 'administration' "$STATE/drive"
	share 共有 'a name in Japanese' "$STATE/kyoyu"
	share printer 'a print queue' "$STATE/spool" 'printable = yes'
}

share() { # NAME COMMENT PATH LINES...
	printf '[%s]\n  comment = %s\n  path = %s\n  valid users = %s\n  force user = root\n' "$1" "$2" "$3" "$TEST_USER"
	shift 3
	printf '  %s\n' "$@"
}

# rows N prints a list of N invented people.
rows() {
	local i
	echo '氏名,フリガナ,郵便番号,住所,電話番号'
	for i in $(seq "$1"); do
		echo "架空 花子,カクウ ハナコ,999-0000,東京都千代田区霞が関9丁目9番$i号,03-0000-00$(printf %02d "$i")"
	done
}

shares_make() {
	DATA=$STATE/data
	mkdir -p "$DATA" "$STATE"/{snap,snapshots,offline,dfs,recycle,hidden,drive,kyoyu,acl}
	mkdir -p -m 1777 "$STATE/spool"
	rows 3 >"$STATE/hidden/隠し.csv"
	rows 3 >"$STATE/drive/管理.csv"
	rows 3 >"$STATE/kyoyu/名簿.csv"
	rows 3 >"$STATE/offline/退避.csv"
	rows 3 >"$STATE/recycle/捨てた名簿.csv"
	rows 2 >"$STATE/recycle/残した名簿.csv"
	ln -sfn 'msdfs:127.0.0.1\data' "$STATE/dfs/data"
	ln -sfn 'msdfs:127.0.0.1\dfs' "$STATE/dfs/circle"
	ln -sfn 'msdfs:127.0.0.2\data' "$STATE/dfs/gone" # nothing listens there
	echo 'リンクの説明' >"$STATE/dfs/読んでください.txt"
	snap_make
	acl_make
	tell DATA "$DATA"
	tell SNAP "$STATE/snap"
	tell SNAPSHOTS "$STATE/snapshots"
	local name
	for name in acl offline dfs recycle; do tell ${name^^} "$STATE/$name"; done
}

# snap_make makes three points in time: 同じ.csv never changes, 変わる.csv does,
# 退職者.csv and folder 旧部署 were deleted after the first.
snap_make() {
	local old=$STATE/snapshots/@GMT-2024.04.01-00.00.00 new=$STATE/snapshots/@GMT-2024.10.01-00.00.00
	mkdir -p "$old/旧部署" "$new" "$STATE/snap"
	rows 5 >"$old/同じ.csv"
	touch -d 2024-03-01T00:00:00Z "$old/同じ.csv"
	cp -p "$old/同じ.csv" "$new"
	cp -p "$old/同じ.csv" "$STATE/snap"
	rows 4 >"$old/退職者.csv"
	rows 2 >"$old/旧部署/名簿.csv"
	rows 1 >"$old/変わる.csv"
	rows 2 >"$new/変わる.csv"
	rows 3 >"$STATE/snap/変わる.csv"
	touch -d 2024-03-01T00:00:00Z "$old"/*.csv "$old"/*/*.csv
	touch -d 2024-09-01T00:00:00Z "$new/変わる.csv"
}

# acl_make makes what the users may and may not read: 全員.csv everyone and the
# domain's users, 部門/名簿.csv the latter and the test user, 拒否.csv all but
# shikiri-denied, 閉鎖.csv only the system. 本人.csv and folder 禁止 have rights of
# Unix alone: the test user's and root's.
acl_make() {
	local dir=$STATE/acl file user denied
	chmod 1777 "$dir"
	mkdir -p "$dir/禁止" "$dir/部門"
	for file in 全員 本人 拒否 閉鎖 禁止/名簿 部門/名簿; do rows 2 >"$dir/$file.csv"; done
	chown -R $TEST_USER "$dir/本人.csv" "$dir/拒否.csv" "$dir/部門"
	chmod 600 "$dir/本人.csv"
	chmod 700 "$dir/禁止"
	user=S-1-22-1-$(id -u $TEST_USER) # "Unix user N" of Samba
	denied=S-1-22-1-$(id -u $DENIED_USER)
	/usr/bin/python3 "$here/acl.py" \
		"$dir/全員.csv" 'O:BAG:SYD:(A;;FR;;;WD)(A;;0x1f01ff;;;S-1-5-21-1-2-3-513)' \
		"$dir/部門/名簿.csv" "O:${user}G:SYD:(A;;FR;;;S-1-5-21-1-2-3-513)(A;;0x1f01ff;;;$user)" \
		"$dir/拒否.csv" "O:${user}G:SYD:(D;;FR;;;$denied)(A;;FR;;;WD)" \
		"$dir/閉鎖.csv" 'O:BAG:SYD:(A;;0x1f01ff;;;SY)' ||
		die "start: set the rights in share acl: needs python3-samba and a file system with attributes of users at $STATE"
}

# shares_finish deletes a file of share recycle, which only a client can so that
# it ends in the recycle bin.
shares_finish() {
	local auth=$STATE/smb/client.auth
	(umask 077; printf 'username = %s\npassword = %s\n' $TEST_USER "$PASSWORD" >"$auth")
	smbclient -p "$SMB_PORT" -A "$auth" //127.0.0.1/recycle -c 'del 捨てた名簿.csv' >"$STATE/smb/client.log" 2>&1 || true
	[ -f "$STATE/recycle/.recycle/捨てた名簿.csv" ] || die "start: delete a file of share recycle: see $STATE/smb/client.log"
	rm -f "$auth"
}
