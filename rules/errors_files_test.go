package rules

// fileErrors are what the layouts of hosts' files can have wrong.
var fileErrors = []errorCase{
	{"file without encoding", start + "files:\n- {paths: [a], record-length: 80}\n", `
5:3: a file needs the key "encoding"
    5 | - {paths: [a], record-length: 80}
      |   ^`},
	{"file of unknown encoding", start + "files:\n- {paths: [a], encoding: cp931, record-length: 80}\n", `
5:26: encoding "cp931" is not known
    5 | - {paths: [a], encoding: cp931, record-length: 80}
      |                          ^
      hint: it is one of cp930, cp939, cp1390, cp1399, keis, jef`},
	{"file without length", start + "files:\n- {paths: [a], encoding: cp930}\n", `
5:3: a file needs record-length, or records
    5 | - {paths: [a], encoding: cp930}
      |   ^
      hint: records: variable has lengths before them, records: lines line ends of EBCDIC`},
	{"file of two lengths", start + "files:\n- {paths: [a], encoding: cp930, record-length: 80, records: lines}\n", `
5:3: a file has record-length or records, not both
    5 | - {paths: [a], encoding: cp930, record-length: 80, records: lines}
      |   ^`},
	{"record of no length", start + "files:\n- {paths: [a], encoding: cp930, record-length: 0}\n", `
5:48: record-length 0 is out of range
    5 | - {paths: [a], encoding: cp930, record-length: 0}
      |                                                ^
      hint: it is 1 to 32760`},
	{"records of unknown sort", start + "files:\n- {paths: [a], encoding: cp930, records: fixed}\n", `
5:42: records "fixed" is not known
    5 | - {paths: [a], encoding: cp930, records: fixed}
      |                                          ^
      hint: it is one of variable, lines`},
	{"path of a file is wrong", start + "files:\n- {paths: [\"[\"], encoding: cp930, records: lines}\n", `
5:12: bad pattern "[": [ is never closed: write [[] for a bracket in a name
    5 | - {paths: ["["], encoding: cp930, records: lines}
      |            ^`},
	{"field beyond its record", start + "files:\n- paths: [a]\n  encoding: jef\n  record-length: 80\n  fields:\n  - {name: 氏名, start: 70, length: 12}\n", `
9:5: the field ends at 81, behind the record of 80 bytes
    9 |   - {name: 氏名, start: 70, length: 12}
      |     ^`},
	{"fields that overlap", start + "files:\n- paths: [a]\n  encoding: jef\n  record-length: 80\n  fields:\n  - {start: 10, length: 10}\n  - {start: 1, length: 10}\n", `
9:5: the field begins at 10, within the one before it, which ends at 10
    9 |   - {start: 10, length: 10}
      |     ^`},
	{"field of odd kanji", start + "files:\n- paths: [a]\n  encoding: jef\n  record-length: 80\n  fields:\n  - {start: 10, length: 9, type: kanji}\n", `
9:5: a field of kanji has two bytes for each, not 9 in all
    9 |   - {start: 10, length: 9, type: kanji}
      |     ^`},
	{"field of unknown type", start + "files:\n- paths: [a]\n  encoding: jef\n  record-length: 80\n  fields:\n  - {start: 10, length: 9, type: comp-3}\n", `
9:34: type "comp-3" is not known
    9 |   - {start: 10, length: 9, type: comp-3}
      |                                  ^
      hint: it is one of text, kanji, zoned, packed, skip`},
}
