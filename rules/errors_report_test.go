package rules

// reportErrors are what reports, their signatures, and the retention of clients can
// have wrong.
var reportErrors = []errorCase{
	{"signing key is a list", start + "sign-key: [a]\n", `
4:11: sign-key is a text, not a list
    4 | (not shown: it may hold a password)
      hint: a text that begins with [ needs quotes`},
	{"signing key is nothing", start + "sign-key:\n", `
4:11: sign-key is empty
    4 | (not shown: it may hold a password)`},
	{"signing key misspelt", start + "sign-kye: a\n", `
4:1: unknown key "sign-kye"; did you mean "sign-key"?
    4 | sign-kye: a
      | ^`},
	{"password of the signing key itself", start + "sign-key-password-from: hunter2\n", `
4:25: sign-key-password-from does not tell where the secret is
    4 | (not shown: it may hold a password)
      hint: file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself`},
	{"key for the password of the signing key", start + "sign-key-password: hunter2\n", `
4:1: unknown key "…"; did you mean "sign-key-password-from"?
    4 | (not shown: it may hold a password)`},
	{"report misspelt", start + "reports: {number: a}\n", `
4:1: unknown key "reports"; did you mean "report"?
    4 | reports: {number: a}
      | ^`},
	{"report is a list", start + "report: [a]\n", `
4:9: a report is keys and values, not a list
    4 | report: [a]
      |         ^
      hint: its first key is number`},
	{"report is a text", start + "report: text\n", `
4:9: a report is keys and values, not a text
    4 | report: text
      |         ^
      hint: its first key is number`},
	{"key of the report misspelt", start + "report: {numbr: a}\n", `
4:10: unknown key "numbr"; did you mean "number"?
    4 | report: {numbr: a}
      |          ^`},
	{"revision with a sign", start + "report: {revision: -1}\n", `
4:20: bad number -1
    4 | report: {revision: -1}
      |                    ^
      hint: write a decimal number without sign`},
	{"revision with a fraction", start + "report: {revision: 1.5}\n", `
4:20: revision is a whole number, not a number with a fraction
    4 | report: {revision: 1.5}
      |                    ^`},
	{"revision is a word", start + "report: {revision: two}\n", `
4:20: revision is a whole number, not a text
    4 | report: {revision: two}
      |                    ^
      hint: write digits, without quotes`},
	{"number of two lines", start + "report: {number: \"a\\nb\"}\n", `
4:18: number holds a line end or another control character
    4 | report: {number: "a\nb"}
      |                  ^`},
	{"title of nothing", start + "report: {title: \"\"}\n", `
4:17: title is empty
    4 | report: {title: ""}
      |                 ^`},
	{"title twice", start + "report: {title: a, title: b}\n", `
4:20: duplicate key "title"; it is already on line 4
    4 | report: {title: a, title: b}
      |                    ^`},
	{"retention of a client misspelt", start + "clients:\n- {name: 甲, paths: [a], retentoin: 7d}\n", `
5:25: unknown key "retentoin"; did you mean "retention"?
    5 | - {name: 甲, paths: [a], retentoin: 7d}
      |                          ^`},
	{"retention of a client is nothing", start + "clients:\n- {name: 甲, paths: [a], retention: 0d}\n", `
5:36: "0d" is no time at all: leave retention out to keep data without end, or forbid personal data
    5 | - {name: 甲, paths: [a], retention: 0d}
      |                                     ^`},
	{"retention of a client has no unit", start + "clients:\n- {name: 甲, paths: [a], retention: 7}\n", `
5:36: "7" is not a duration: it has no unit, write 7d for days
    5 | - {name: 甲, paths: [a], retention: 7}
      |                                     ^`},
	{"date of a client misspelt", start + "clients:\n- {name: 甲, paths: [a], date_from: modified}\n", `
5:25: unknown key "date_from"; did you mean "date-from"?
    5 | - {name: 甲, paths: [a], date_from: modified}
      |                          ^`},
	{"date is a list", start + "clients:\n- {name: 甲, paths: [a], date-from: [a]}\n", `
5:36: date-from is a text, not a list
    5 | - {name: 甲, paths: [a], date-from: [a]}
      |                                     ^
      hint: a text that begins with [ needs quotes`},
	{"date of an empty pattern", start + "clients:\n- {name: 甲, paths: [a], date-from: 'path \"\"'}\n", `
5:36: the pattern matches an empty text, so it would find no date: let it ask for digits, as \d{8}
    5 | - {name: 甲, paths: [a], date-from: 'path ""'}
      |                                     ^`},
	{"date of a pattern that may be empty", start + "clients:\n- {name: 甲, paths: [a], date-from: 'header \"\\d*\"'}\n", `
5:36: the pattern matches an empty text, so it would find no date: let it ask for digits, as \d{8}
    5 | - {name: 甲, paths: [a], date-from: 'header "\d*"'}
      |                                     ^`},
	{"modified has no pattern", start + "clients:\n- {name: 甲, paths: [a], date-from: 'modified \"a\"'}\n", `
5:36: "modified \"a\"" says no date: write modified, path "(\d{8})" or header "PATTERN"
    5 | - {name: 甲, paths: [a], date-from: 'modified "a"'}
      |                                     ^`},
}
