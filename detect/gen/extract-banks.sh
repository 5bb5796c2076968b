#!/bin/sh
# Makes data/banks.tsv.gz, the codes and names of Japan's banks and their branches (統一金融機関コード), from the npm package
# zengin-code 1.0.0-p20260824: code of the bank, its name, code of the branch, its name.
#
# Usage: extract-banks.sh DIR, where the package has been unpacked in DIR.
set -eu
export LC_ALL=C.UTF-8
data=$(dirname "$0")/data

# One key a line: a bank is at two spaces of indentation, a branch at six. The branches of ゆうちょ銀行 are numbers in kanji.
awk -F '"' -v OFS='\t' '
	/^    "code":/ { bank = $4 }
	/^    "name":/ { bankname = $4 }
	/^        "code":/ { branch = $4 }
	/^        "name":/ { print bank, bankname, branch, $4 }' "$1/lib/zengin-data.js" | sort -u | gzip -9n > "$data/banks.tsv.gz"
