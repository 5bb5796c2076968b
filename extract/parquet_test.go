package extract

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/deprecated"
)

// A parquetRow has a column of each kind.
type parquetRow struct {
	Name  string            `parquet:"氏名"`
	Born  int32             `parquet:"生年月日,date"`
	At    time.Time         `parquet:"登録,timestamp(microsecond)"`
	Price int64             `parquet:"額,decimal(2:18)"`
	N     uint32            `parquet:"n"`
	F     float64           `parquet:"f"`
	OK    bool              `parquet:"ok"`
	Old   deprecated.Int96  `parquet:"old"`
	Phone *string           `parquet:"電話,optional"`
	File  []byte            `parquet:"file"`
	Tags  []string          `parquet:"札,list"`
	Home  parquetHome       `parquet:"家"`
	Map   map[string]string `parquet:"m"`
	ID    [16]byte          `parquet:"id,uuid"`
	Mark  string            `parquet:"印,dict"`
}

type parquetHome struct {
	Zip  string `parquet:"〒"`
	City string `parquet:"住所"`
}

func parquetRows(n int) []parquetRow {
	phone := "03-0000-0000"
	rows := make([]parquetRow, n)
	for i := range rows {
		rows[i] = parquetRow{Name: fmt.Sprintf("架空 %d郎", i), Born: 3666, At: time.Date(2020, 2, 3, 4, 5, 6, 0, time.UTC), Price: -12345, N: 1 << 31, F: 0.5, OK: true,
			Old: deprecated.Int96{0, 0, 2444240}, File: []byte{}, Home: parquetHome{"100-0001", "東京都架空区"}, Map: map[string]string{"母": "架空 花子"}, ID: [16]byte{1, 15: 2}, Mark: "済"}
		if i%2 == 1 {
			rows[i].Phone, rows[i].Tags = &phone, []string{"甲", "乙"}
		}
	}
	return rows
}

func parquetOf[T any](t testing.TB, rows []T, options ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, options...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestParquet(t *testing.T) {
	rows := parquetRows(2)
	rows[0].File = storedZip(packed{name: "a.txt", text: "架空 文書"})
	for name, codec := range map[string]compress.Codec{"plain": &parquet.Uncompressed, "snappy": &parquet.Snappy, "gzip": &parquet.Gzip, "zstd": &parquet.Zstd, "brotli": &parquet.Brotli, "lz4": &parquet.Lz4Raw} {
		for version := 1; version <= 2; version++ {
			got := databaseRows(t, name, parquetOf(t, rows, parquet.Compression(codec), parquet.DataPageVersion(version)))
			has(t, got,
				" 1: 氏名|生年月日|登録|額|n|f|ok|old|電話|file|札|家.〒|家.住所|m.key|m.value|id|印",
				" 2: 架空 0郎|1980-01-15|2020-02-03 04:05:06|-123.45|2147483648|0.5|true|1980-01-01||||100-0001|東京都架空区|母|架空 花子|01000000-0000-0000-0000-000000000002|済",
				`row 2, column file! a.txt! : "架空 文書"`,
				" 3: 架空 1郎|1980-01-15|2020-02-03 04:05:06|-123.45|2147483648|0.5|true|1980-01-01|03-0000-0000||甲\n乙|100-0001|東京都架空区|母|架空 花子|01000000-0000-0000-0000-000000000002|済")
			if len(got) != 4 {
				t.Errorf("%s: got %d lines, want 4:\n%s", name, len(got), strings.Join(got, "\n"))
			}
		}
	}
}

// The rows of all groups are one table.
func TestParquetGroups(t *testing.T) {
	got := databaseRows(t, "a.parquet", parquetOf(t, parquetRows(5000), parquet.MaxRowsPerRowGroup(700), parquet.PageBufferSize(1000)))
	if len(got) != 5001 || !strings.HasPrefix(got[5000], " 5001: 架空 4999郎|") {
		t.Errorf("got %d lines, the last %s, want 5001", len(got), got[len(got)-1])
	}
}

// What is damaged in one column costs that column.
func TestParquetDamaged(t *testing.T) {
	data := parquetOf(t, parquetRows(1000), parquet.Compression(&parquet.Zstd))
	at := bytes.Index(data, []byte("東京都架空区"))
	clear(data[at-20 : at+10])
	got := databaseRows(t, "a", data)
	if all := strings.Join(got, "\n"); !strings.Contains(all, "架空 999郎") || !strings.Contains(all, "skip damaged") {
		t.Errorf("got %d lines, want all names and that it is damaged:\n%.1000s", len(got), all)
	}
	cut := databaseRows(t, "a", parquetOf(t, parquetRows(10), parquet.Compression(&parquet.Uncompressed))[:500])
	has(t, cut, "skip damaged: what says where its columns are is lost: readable runs were scanned")
	if !strings.Contains(strings.Join(cut, ""), "架空") {
		t.Errorf("got no runs of a cut file: %s", cut)
	}
}

func TestParquetEncrypted(t *testing.T) {
	data := append([]byte("PARE"), bytes.Repeat([]byte{0}, 40)...)
	expect(t, databaseRows(t, "a", append(data, "PARE"...)), "skip encrypted: encrypted: not read")
}

func FuzzParquet(f *testing.F) {
	f.Add(parquetOf(f, parquetRows(3)))
	f.Add(parquetOf(f, parquetRows(3), parquet.Compression(&parquet.Snappy), parquet.DataPageVersion(1)))
	fuzzArchive(f, "a.parquet")
}
