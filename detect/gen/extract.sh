#!/bin/sh
# Makes the lists in data that come from Debian packages:
#
#	words.tsv.gz    mecab-ipadic 2.7.0-20070801+main-3: class (place, organization, proper, common, suffix, surname,
#	                given), word, cost
#	zipcode.tsv.gz  skkdic-extra 20230109-1, SKK-JISYO.zipcode: what kenall.tsv.gz does not have: code, prefecture, city, town
#	office.tsv.gz   the same, SKK-JISYO.office.zipcode: code of an office of its own, prefecture
#
# Usage: extract.sh DIR, where both packages have been unpacked (dpkg-deb -x) in DIR.
set -eu
export LC_ALL=C.UTF-8
ipadic=$1/usr/share/mecab/dic/ipadic
skk=$1/usr/share/skk
data=$(dirname "$0")/data

# Nouns, adverbs and suffixes that begin with a kanji, perhaps after hiragana (お客), or are all katakana; surnames and given names that are
# such a word too; no numbers, and no titles that follow a name (様, 殿). The cost is the least that the word has in its class: the
# lower, the commoner it is; 5622 is a common noun, 7620 a surname and 8462 a given name of which no text was counted.
cat "$ipadic"/Noun*.csv "$ipadic"/Adverb.csv "$ipadic"/Suffix.csv | iconv -f EUC-JP -t UTF-8 | awk -F, -v OFS='\t' '
	$6 == "数" || $6 == "接尾" && $7 == "人名" { next }
	{ class = "common" }
	$6 == "接尾" { class = "suffix" }
	$6 == "固有名詞" { class = "proper" }
	$6 == "固有名詞" && $7 == "地域" { class = "place" }
	$6 == "固有名詞" && $7 == "組織" { class = "organization" }
	$6 == "固有名詞" && $7 == "人名" { class = $8 == "姓" ? "surname" : $8 == "名" ? "given" : ""}
	class == "" { next }
	class != "surname" && class != "given" { word[$1] = 1 }
	!((class, $1) in least) || $4 < least[class, $1] { least[class, $1] = $4 }
	END { for (k in least) { split(k, c, SUBSEP); if (c[2] in word) print c[1], c[2], least[k] } }' |
	grep -P '\t(\p{Hiragana}*\p{Han}.*|[\p{Katakana}ー]{2,})\t' | sort | gzip -9n > "$data/words.tsv.gz"

# A municipality is the longest that kenall has, or a ward of 浜松 before 2024.
{
	gunzip -c "$data/kenall.tsv.gz" | sed 's/^/K\t/'
	iconv -f EUC-JISX0213 -t UTF-8 "$skk/SKK-JISYO.zipcode" |
		sed -nE 's,^([0-9]{7}) /,\1\t,; t row; b; :row; s,/$,,; :split; s,^([0-9]{7})\t([^/]*)/(.*)$,\1\t\2\n\1\t\3,; P; /\n/ { s/^[^\n]*\n//; b split; }'
} | awk -F '\t' '
	BEGIN { for (i = split("中区 東区 西区 南区 北区 浜北区 天竜区", w, " "); i > 0; i--) split_at["静岡県浜松市" w[i]] = "静岡県\t浜松市" w[i] }
	$1 == "K" { split_at[$3 $4] = $3 "\t" $4; known[$3 $4 $5] = 1; next }
	!($2 in known) {
		for (n = length($2); n > 0 && !(substr($2, 1, n) in split_at); n--) ;
		if (n > 0) print $1 "\t" split_at[substr($2, 1, n)] "\t" substr($2, n + 1)
	}' | sort -u | gzip -9n > "$data/zipcode.tsv.gz"

iconv -f EUC-JISX0213 -t UTF-8 "$skk/SKK-JISYO.office.zipcode" |
	sed -nE 's#^([0-9]{7}) /.* @ (北海道|東京都|京都府|大阪府|[^/]{2,3}県).*#\1\t\2#p' | sort -u | gzip -9n > "$data/office.tsv.gz"
