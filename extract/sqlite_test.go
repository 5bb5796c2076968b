package extract

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// sqliteOf makes a database with the library, and what SQL says in it.
func sqliteOf(t testing.TB, sql ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	sqliteRun(t, path, sql...)
	return readBytes(t, path)
}

func sqliteRun(t testing.TB, path string, sql ...string) {
	t.Helper()
	c, err := sqlite3.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sql {
		if err := c.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

func readBytes(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSQLite(t *testing.T) {
	zip := storedZip(packed{name: "a.txt", text: "架空 太郎"})
	got := databaseRows(t, "a.dat", sqliteOf(t,
		`CREATE TABLE 顧客(番号 INTEGER PRIMARY KEY, 氏名 TEXT, 電話, 額 REAL, 写真 BLOB, 姓名 AS (氏名||'様'))`,
		`INSERT INTO 顧客 VALUES(7,'架空 太郎','03-0000-0001',1.5,NULL)`,
		fmt.Sprintf(`INSERT INTO 顧客 VALUES(8,CAST(x'%X' AS TEXT),312345678,3e8,x'%X')`, encode(t, "髙橋 花子", cp932), zip),
		`CREATE TABLE "a ""b"" c"(k TEXT PRIMARY KEY, v) WITHOUT ROWID`,
		`INSERT INTO "a ""b"" c" VALUES('鍵','値')`,
		`CREATE TABLE 空(a, b)`,
		`CREATE VIEW 要注意 AS SELECT * FROM 顧客 WHERE 氏名='仮名 一郎'`,
		`CREATE INDEX i ON 顧客(氏名)`,
	))
	want := []string{
		"table 顧客 1: 番号|氏名|電話|額|写真|姓名",
		"table 顧客 2: 7|架空 太郎|03-0000-0001|1.5||架空 太郎様",
		`table 顧客, row 3, column 写真! a.txt! : "架空 太郎"`,
		"table a \"b\" c 1: k|v",
		"table a \"b\" c 2: 鍵|値",
		"table 空 1: a|b",
		"view 要注意: \"CREATE VIEW 要注意 AS SELECT * FROM 顧客 WHERE 氏名='仮名 一郎'\\n\"",
	}
	has(t, got, want...)
	if i := slices.IndexFunc(got, func(s string) bool {
		return strings.HasPrefix(s, "table 顧客 3: 8|髙橋 花子|312345678|300000000||")
	}); i < 0 {
		t.Errorf("got no row in CP932:\n%s", strings.Join(got, "\n"))
	}
	if len(got) != len(want)+1 {
		t.Errorf("got %d lines, want %d:\n%s", len(got), len(want)+1, strings.Join(got, "\n"))
	}
}

func TestSQLiteUTF16(t *testing.T) {
	for _, encoding := range []string{"UTF-16le", "UTF-16be"} {
		data := sqliteOf(t, `PRAGMA encoding='`+encoding+`'`, `CREATE TABLE 名簿(氏名)`, `INSERT INTO 名簿 VALUES('架空 太郎')`, `CREATE TABLE 旧(a,b)`, `INSERT INTO 旧 VALUES('𠮷野 花子',1)`, `DROP TABLE 旧`)
		has(t, databaseRows(t, "a", data), "table 名簿 2: 架空 太郎", "free pages 1: 𠮷野 花子|1")
	}
}

// The columns of a long table have their names in all blocks.
func TestSQLiteLong(t *testing.T) {
	got := databaseRows(t, "a.db", sqliteOf(t, `CREATE TABLE a(氏名, 住所)`,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<20000) INSERT INTO a SELECT '架空 太郎'||i, '東京都架空区'||i FROM n`))
	if len(got) != 20001 || got[20000] != "table a 20001: 架空 太郎20000|東京都架空区20000" {
		t.Errorf("got %d rows, the last %s, want 20001", len(got), got[len(got)-1])
	}
}

// Rows of a table that was dropped stay in pages that are free.
func TestSQLiteFreePages(t *testing.T) {
	data := sqliteOf(t, `CREATE TABLE a(氏名, 電話)`, `CREATE TABLE b(x)`, `INSERT INTO b VALUES('keep')`,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<300) INSERT INTO a SELECT '架空 太郎'||i, '03-0000-0000' FROM n`, `DROP TABLE a`)
	got := databaseRows(t, "a.db", data)
	has(t, got, "table b 2: keep")
	free := 0
	for _, line := range got {
		if strings.HasPrefix(line, "free pages ") && strings.Contains(line, "架空 太郎") && strings.HasSuffix(line, "|03-0000-0000") {
			free++
		}
	}
	// SQLite writes its list of free pages over a few of them.
	if free < 290 {
		t.Errorf("got %d rows of free pages, want most of 300:\n%s", free, strings.Join(got[:3], "\n"))
	}
}

// A value that is long is read piece by piece, and the row around it is whole.
func TestSQLiteLongValue(t *testing.T) {
	data := sqliteOf(t, `CREATE TABLE a(氏名, 文 TEXT, 絵 BLOB)`,
		`INSERT INTO a VALUES('架空 太郎', replace(hex(zeroblob(3000000)),'00','あ'), zeroblob(9000000))`,
		`INSERT INTO a VALUES('架空 花子', '短い', x'')`)
	got := databaseRows(t, "a.db", data)
	has(t, got, "table a 2: 架空 太郎", "table a 3: 架空 花子|短い", "skip table a, row 2, column 絵! partial: no reader for this format: readable runs were scanned")
	if n := strings.Count(strings.Join(got, ""), "あ"); n < 3000000 {
		t.Errorf("got %d letters of a long text, want 3000000", n)
	}
}

func TestSQLiteTruncated(t *testing.T) {
	data := sqliteOf(t, `CREATE TABLE a(氏名)`, `CREATE TABLE b(氏名)`,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<2000) INSERT INTO a SELECT '架空 太郎'||i FROM n`, `INSERT INTO b VALUES('仮名 次郎')`)
	got := databaseRows(t, "a.db", data[:len(data)/2])
	has(t, got, "table a 2: 架空 太郎1", "table b 2: 仮名 次郎", "skip damaged: damaged: the rows that could be found were scanned")
	if len(got) < 800 {
		t.Errorf("got %d lines of half a database with 2000 rows, want more than 800", len(got))
	}
}

// Where the schema is lost the pages still hold rows.
func TestSQLiteWithoutSchema(t *testing.T) {
	data := sqliteOf(t, `CREATE TABLE a(氏名, n)`, `INSERT INTO a VALUES('架空 太郎', 1.5)`)
	for i := range 2000 {
		data[100+i] = 0xAA
	}
	has(t, databaseRows(t, "a.db", data), "pages outside of tables 3: 架空 太郎|1.5", "skip damaged: damaged: the rows that could be found were scanned")
}

func TestSQLiteLog(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	c, err := sqlite3.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	long := strings.Repeat("長", 3000)
	for _, s := range []string{`PRAGMA journal_mode=WAL`, `CREATE TABLE a(氏名, 電話)`, `INSERT INTO a VALUES('架空 太郎','` + long + `')`, `INSERT INTO a VALUES('架空 花子','03-0000-0000')`} {
		if err := c.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	log := readBytes(t, path+"-wal")
	got := databaseRows(t, "a.db-wal", log)
	all := strings.Join(got, "\n")
	if !strings.Contains(all, "架空 太郎|"+long) || !strings.Contains(all, "架空 花子|03-0000-0000") || strings.Contains(all, "skip") {
		t.Errorf("got %.2000s, want both rows whole and no skip", all)
	}
	got = databaseRows(t, "x", log[:len(log)-100])
	has(t, got, "skip damaged: truncated: what came before the end was scanned")
	has(t, databaseRows(t, "a.db", bytes.Clone(readBytes(t, path)))) // a database whose rows are all in its log
}

func FuzzSQLite(f *testing.F) {
	f.Add(sqliteOf(f, `PRAGMA page_size=512`, `CREATE TABLE a(氏名 TEXT, b)`, `INSERT INTO a VALUES('架空 太郎',x'00FF')`, `CREATE TABLE c(d PRIMARY KEY) WITHOUT ROWID`, `INSERT INTO c VALUES(hex(zeroblob(900)))`, `CREATE VIEW v AS SELECT 1`))
	f.Add(sqliteOf(f, `PRAGMA page_size=512; PRAGMA auto_vacuum=1; PRAGMA encoding='UTF-16be'`, `CREATE TABLE a(b)`, `INSERT INTO a VALUES('架空'),('太郎')`, `CREATE TABLE x(y)`, `INSERT INTO x VALUES('架空 花子')`, `DROP TABLE x`))
	fuzzArchive(f, "a.db")
}

func FuzzSQLiteLog(f *testing.F) {
	db := sqliteOf(f, `PRAGMA page_size=512`, `CREATE TABLE a(氏名 TEXT, b)`, `INSERT INTO a VALUES('架空 太郎',hex(zeroblob(600)))`)
	log := append([]byte(sqliteLogMagic+"\x82\x00\x2d\xe2\x18\x00\x00\x02\x00"), make([]byte, 20)...)
	journal := append([]byte(sqliteJournalMagic), make([]byte, 504)...)
	journal[22], journal[26] = 2, 2 // sectors and pages of 512 bytes
	for i := 0; i < len(db); i += 512 {
		log = append(append(append(log, 0, 0, 0, byte(i/512+1)), make([]byte, 20)...), db[i:i+512]...)
		journal = append(append(append(journal, 0, 0, 0, byte(i/512+1)), db[i:i+512]...), 0, 0, 0, 0)
	}
	has(f, databaseRows(f, "a-wal", log), "pages of a log 2: 架空 太郎|"+strings.Repeat("0", 1200))
	has(f, databaseRows(f, "a-journal", journal), "pages of a log 2: 架空 太郎|"+strings.Repeat("0", 1200))
	f.Add(log)
	f.Add(journal)
	fuzzArchive(f, "a.db-wal")
}
