#!/usr/bin/env bash
# Installs what the tests need on Debian 12 with Go, and runs them all.
# CI runs exactly this. As root it installs what is missing and starts the Samba
# and OpenSSH servers of testdata/servers for as long as it runs; otherwise the
# tests with servers are skipped, and it says so; so are those in network
# namespaces where there can be none (root of a container may lack CAP_NET_ADMIN). The incidents at full size:
# go test ./cmd/shikiri -run 'Replay|Memory|StockPassword' -full -timeout 30m -v
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin

say() { printf '\n== %s\n' "$*"; }
has() { command -v "$1" >/dev/null; }

# missing prints the Debian packages of what is not there.
missing() {
	has gcc || echo gcc libc6-dev # for the race detector
	has smbd || echo samba
	compgen -G '/usr/lib/*/samba/vfs/shadow_copy2.so' >/dev/null || echo samba-vfs-modules
	has smbclient || echo smbclient
	has sshd || echo openssh-server openssh-sftp-server
	has sftp || echo openssh-client
	has rg || echo ripgrep # the walk is measured against it
	has minisign || echo minisign # verifies what is signed, and the other way round
	has tesseract || echo tesseract-ocr tesseract-ocr-jpn # what pictures show
	has pdftotext || echo poppler-utils # PDF is measured against it
	has soffice || echo libreoffice-calc-nogui # reads the workbooks that reports are
	has chromium || echo chromium # opens the page for auditors
	has xmllint || echo libxml2-utils # JUnit reports against a schema
	has ip || echo iproute2 # the laboratory of zones
	has nft || echo nftables
	has nmap || echo nmap # the probe is measured against it
	has sshfs || echo sshfs # a mount that hangs; where it cannot mount that one test is skipped
}

disable() { # UNITS, one by one: an unknown one spoils the others
	local unit
	for unit in "$@"; do ! has systemctl || systemctl disable -q "$unit" >/dev/null 2>&1 || true; done
}

# install_packages takes care that no server of the machine starts, neither now
# (policy-rc.d) nor with the next boot (systemctl).
install_packages() {
	local policy=/usr/sbin/policy-rc.d ours=
	if [ ! -e $policy ]; then
		ours=$policy
		printf '#!/bin/sh\nexit 101\n' >$policy
		chmod 755 $policy
	fi
	local code=0
	{ apt-get update -qq &&
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; } || code=$?
	[ -z "$ours" ] || rm -f "$ours"
	case " $* " in *' samba '*) disable smbd nmbd samba-ad-dc ;; esac
	case " $* " in *' openssh-server '*) disable ssh ;; esac
	return $code
}

if [ "$(id -u)" = 0 ] && has apt-get; then
	packages=$(missing)
	if [ -n "$packages" ]; then
		say 'install' $packages
		install_packages $packages
	fi
fi

say 'format'
unformatted=$(gofmt -l $(git ls-files '*.go' 2>/dev/null || find . -name '*.go'))
[ -z "$unformatted" ] || { echo "not formatted by gofmt: $unformatted"; exit 1; }

say 'vet'
go vet ./...
GOOS=windows go vet ./...

say 'staticcheck'
go run honnef.co/go/tools/cmd/staticcheck@v0.7.0 ./...

say 'build for other systems, without cgo'
for os in linux windows darwin; do
	CGO_ENABLED=0 GOOS=$os go build -o /dev/null ./cmd/shikiri
done

say 'servers'
without=
if [ -n "${SHIKIRI_TEST_SERVERS:-}" ]; then
	echo "those of $SHIKIRI_TEST_SERVERS"
elif [ "$(id -u)" = 0 ] && has smbd && has sshd; then
	state=$(mktemp -d /tmp/shikiri.XXXXXX)
	trap 'bash testdata/servers/servers.sh stop "$state" && rm -rf "$state"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	bash testdata/servers/servers.sh start "$state" >"$state/start.log" 2>&1 || { cat "$state/start.log"; exit 1; }
	tail -n 1 "$state/start.log"
	export SHIKIRI_TEST_SERVERS=$state/servers.env
else
	without='THE TESTS WITH SMB AND SFTP SERVERS ARE SKIPPED: they need root, and Debian or samba and openssh-server installed'
	echo "$without"
fi

say 'laboratory'
unlabbed=
if said=$(bash testdata/lab/lab.sh check try 2>&1); then
	echo 'network namespaces can be made'
else
	unlabbed="THE TESTS IN NETWORK NAMESPACES ARE SKIPPED: $said"
	echo "$unlabbed"
fi

say 'test'
go test ./detect/gen # one goroutine: makes the dictionaries anew, which takes minutes with -race
go test -run Allocs ./output # skipped under -race
go test -race -timeout 15m ./... "$@" # with the race detector, servers and memory tests cmd/shikiri takes minutes
[ -z "$without" ] || say "$without"
[ -z "$unlabbed" ] || say "$unlabbed"
