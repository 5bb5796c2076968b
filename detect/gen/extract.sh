#!/bin/sh
# Makes the lists in data that come from Debian packages:
#
#	lexemes.tsv.gz  mecab-ipadic 2.7.0-20070801+main-3: word, class, cost, of all its words of up to 8 kanji or kana
#	connect.tsv.gz  the same: a row for each class, with what it costs that each class follows it
#	classes.tsv     the same: number and part of speech of each class
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

# The 1,316 contexts of IPADIC differ by conjugation and by base form. Here verbs and adjectives are one class for each form, and particles and
# auxiliaries one for each word and form: what a class costs is the mean of its contexts, by the number of their words.
cat "$ipadic"/*.csv | iconv -f EUC-JP -t UTF-8 | awk -F, '{ print $2 }' | sort | uniq -c >"$1/contexts"
iconv -f EUC-JP -t UTF-8 "$ipadic/left-id.def" | awk -v OFS='\t' '
	{ id = $1; split($2, p, ","); for (i = 1; i <= 7; i++) if (p[i] == "") p[i] = "*" }
	{ form = substr(p[6], 1, 6); key = $2 }
	p[1] == "動詞" || p[1] == "形容詞" { key = p[1] "," p[2] "," form }
	p[1] == "助動詞" { key = p[1] "," p[7] "," form }
	p[1] == "助詞" { key = p[1] "," p[2] "," (p[7] == "*" || p[3] == "連語" ? p[3] : p[7]) }
	!(key in class) { class[key] = n++ }
	{ print id, class[key], key }' >"$1/classes"
awk -F '\t' -v OFS='\t' '!($2 in seen) { seen[$2] = 1; print $2, $3 }' "$1/classes" >"$data/classes.tsv"
awk -v OFS='\t' '
	FILENAME == ARGV[1] { weight[$2] = $1; next }
	FILENAME == ARGV[2] { class[$1] = $2; if ($2 >= n) n = $2 + 1; if (!($1 in weight)) weight[$1] = 1; next }
	FNR == 1 { next }
	{ w = weight[$1] * weight[$2]; at = class[$1] * n + class[$2]; sum[at] += w * $3; all[at] += w }
	END { for (i = 0; i < n; i++) { for (j = 0; j < n; j++) printf "%s%d", (j ? "\t" : ""), sum[i * n + j] / all[i * n + j]; print "" } }
' "$1/contexts" "$1/classes" "$ipadic/matrix.def" | gzip -9n >"$data/connect.tsv.gz"
cat "$ipadic"/*.csv | iconv -f EUC-JP -t UTF-8 | awk -v OFS='\t' '
	FILENAME == ARGV[1] { class[$1] = $2; next }
	{ split($0, f, ",") }
	length(f[1]) <= 24 && f[2] ~ /^[0-9]+$/ { k = f[1] OFS class[f[2]]; if (!(k in least) || f[4] < least[k]) least[k] = f[4] }
	END { for (k in least) print k, least[k] }' "$1/classes" - | sort | gzip -9n >"$data/lexemes.tsv.gz"
