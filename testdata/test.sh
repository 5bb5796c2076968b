#!/usr/bin/env bash
# Installs what the tests need on Debian 12 with Go, and runs them all.
# CI runs exactly this. The incidents at full size:
# go test ./cmd/shikiri -run 'Replay|Memory' -full -timeout 30m -v
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*"; }

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! command -v gcc >/dev/null; then
	say 'install gcc for the race detector'
	apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev
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

say 'test'
go test ./detect/gen # one goroutine: makes the dictionaries anew, which takes minutes with -race
go test -run Allocs ./output # skipped under -race
go test -race ./... "$@"
