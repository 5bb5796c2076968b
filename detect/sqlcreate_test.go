package detect

import (
	"strings"
	"testing"
)

// TestSQLCreated: the columns that CREATE TABLE or COPY names are those of the
// values, however the statements are laid out.
func TestSQLCreated(t *testing.T) {
	for _, text := range []string{
		"CREATE TABLE 顧客 (番号 INT, 氏名 VARCHAR(60));\nINSERT INTO 顧客 VALUES(1,'竿儀麦','1');\n",
		"CREATE TABLE 顧客 (番号 NUMBER(8,2), 氏名 VARCHAR(60)); INSERT INTO 顧客 VALUES(1,'竿儀麦','1');\n",
		"create table `顧客` (\n  `番号` int comment 'a, (b',\n  `氏名` varchar(60),\n  PRIMARY KEY (`番号`)\n) ENGINE=InnoDB;\ninsert into `顧客` values (1,'竿儀麦');\n",
		"CREATE TABLE public.顧客(番号 INT PRIMARY KEY,\n氏名 TEXT -- 契約者, 法人も\n, 金額 NUMERIC(8,2));\nINSERT INTO 顧客\nVALUES (1,'竿儀麦',2);\n",
		"INSERT INTO `t` (`id`, `氏名`)\nVALUES\n  (1, '竿儀麦');\n",
		"INSERT INTO x (a) VALUES (1); INSERT INTO t (id, 氏名) VALUES (1, '竿儀麦');",
	} {
		if got := strings.Join(found(t, text, 0), " "); got != "jp-name:竿儀麦" {
			t.Errorf("%s:\ngot  %s\nwant jp-name:竿儀麦", text, got)
		}
	}
}

// TestCopiedTable: COPY names the columns of the table in the next block.
func TestCopiedTable(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	s := set.Scanner()
	s.Append(nil, &Block{Text: []byte("COPY public.members (id, member_shimei, created) FROM stdin;\n")})
	rows := []byte("1\t竿儀麦\t2020-01-01\n2\t鷺沼蓮音\t2020-01-01")
	if got := s.Append(nil, &Block{Text: rows, Table: cut(rows, '\t')}); len(got) != 2 {
		t.Errorf("got %d matches, want 2", len(got))
	}
}
