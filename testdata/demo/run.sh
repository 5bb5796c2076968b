#!/usr/bin/env bash
# Scans the two networks of an invented print vendor and shows the table.
# Needs Go, writes to a temporary folder only and removes it. Exits with 0 if
# shikiri ends as it should, with 1: there is data where it must not be, and
# data that is past its retention.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Built, not "go run": go run turns every exit code into 1.
(cd "$here/../.." && go build -o "$work/shikiri" ./cmd/shikiri)

cp -R "$here/print" "$here/office" "$here/shikiri.yaml" "$work"
find "$work/print" "$work/office" -type f -exec touch -d '2 days ago' {} +
find "$work/print/例示クレジット" -type f -exec touch -d '40 days ago' {} +

cd "$work"
status=0
./shikiri scan -c shikiri.yaml print=print office=office "$@" || status=$?
if [ "$status" -ne 1 ]; then
	echo "run.sh: shikiri ended with $status, not with 1" >&2
	exit 1
fi
