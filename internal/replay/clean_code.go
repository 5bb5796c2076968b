package replay

import (
	"fmt"
	"strings"
)

// sources are program files with Japanese comments, by file name.
var sources = map[string]string{
	"address.go": `// Package address は宛名の住所を整形する。
package address

// Format は郵便番号と住所を一行にする。氏名は含まない。
func Format(zip, pref, city, town string) string {
	// 郵便番号は3桁-4桁にする
	if len(zip) == 7 {
		zip = zip[:3] + "-" + zip[3:]
	}
	return "〒" + zip + " " + pref + city + town
}
`,
	"Customer.java": `/** 顧客。氏名と住所を持つ。 */
public class Customer {
    private String name;      // 氏名
    private String kana;      // フリガナ
    private String address;   // 住所
    private String tel;       // 電話番号
    public String getAtena() { return name + " 様"; }  // 宛名
    public void setName(String name) { this.name = name; }
}
`,
	"merge.py": `# 差込印刷
import csv
COLUMNS = ["氏名", "住所", "郵便番号"]
def render(row):
    """宛名を作る。敬称は「様」。"""
    return f"{row['氏名']} 様\n〒{row['郵便番号']}\n{row['住所']}"
# 検査数字の重み
WEIGHTS = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
`,
	"label.c": `/* ラベル印刷 佐賀工場・福島工場で共用 */
#include <stdio.h>
#define NAME_LEN 40   /* 氏名の最大長 */
#define ADDR_LEN 120  /* 住所の最大長 */
static const char *months[] = {"睦月","如月","弥生","卯月","皐月","水無月"};
int put_label(const char *name, const char *addr) { return printf("%s 様\n%s\n", name, addr); }
`,
	"schema.sql": `-- 顧客表（データなし）
CREATE TABLE customer (
  id BIGINT PRIMARY KEY,
  name VARCHAR(40) NOT NULL,     -- 氏名
  kana VARCHAR(80),              -- カナ
  zip CHAR(7), address VARCHAR(120), tel VARCHAR(15), birthday DATE,
  my_number CHAR(12), account_no CHAR(7)
);
CREATE INDEX ix_customer_kana ON customer (kana);
INSERT INTO product (code, name, price) VALUES ('P001', '封筒長3', 12), ('P002', '窓付封筒', 15), ('P003', '光沢紙', 40);
`,
	"form.vbs": `' 住所録の様式を作る
Sub MakeForm()
  Cells(1, 1).Value = "氏名"
  Cells(1, 2).Value = "住所"
  Cells(1, 3).Value = "電話番号"
  MsgBox "完了しました。担当者は内容を確認してください。"
End Sub
`,
	"messages.properties": `label.name=氏名
label.address=住所
label.tel=電話番号
error.name.required=氏名を入力してください。
error.zip.format=郵便番号は 000-0000 の形で入力してください。
mail.greeting={0} 様
`,
	"ja.json": `{"name":"氏名","address":"住所","tel":"電話番号","birthday":"生年月日","placeholder":{"name":"例）姓　名","email":"例）半角で入力"},"greeting":"{{name}} 様"}
`,
}

// code writes program sources, one set for each of a few projects.
func (c *cleanShare) code() {
	for _, project := range []string{"atena", "label2", "legacy/old"} {
		for _, name := range sortedKeys(sources) {
			c.write("src/"+project+"/"+name, sources[name])
		}
	}
}

func (c *cleanShare) configs() {
	r := c.b.rng
	c.write("conf/app.ini", "[app]\nname=宛名印刷\nversion=3.2.1\n[db]\nhost=10.10.4.21\nport=5432\nuser=app\n[path]\nout=D:\\出力\\印刷\n")
	c.write("conf/app.yaml", "name: 受注管理\naddress: 10.10.4.22\nlabels:\n  name: 氏名\n  address: 住所\nretry: 3\ntimeout: 30s\n")
	c.write("conf/hosts.txt", joinRows(strings.Fields("akagi haruna hiei kirishima nagato mutsu fuso yamashiro ise hyuga"), func(i int, s string) string { return fmt.Sprintf("10.10.4.%d\t%s", i+10, s) }))
	c.rows("conf/firewall.csv", "no,src,dst,port,action", 300, func(i int) string {
		return fmt.Sprintf("%d,10.10.%d.%d,10.20.%d.%d,%d,deny", i+1, r.IntN(9), r.IntN(250), r.IntN(9), r.IntN(250), r.IntN(65535))
	})
	c.write("conf/package-lock.json", "{\"name\":\"portal\",\"lockfileVersion\":3,\"packages\":{\"\":{\"name\":\"portal\",\"version\":\"1.0.0\"},\"node_modules/left\":{\"version\":\"1.3.0\",\"integrity\":\"sha512-"+fmt.Sprintf("%064x", r.Uint64())+"\"}}}\n")
}

// logs writes logs whose slots hold goods, branches and jobs where those of
// replay tokai hold people.
func (c *cleanShare) logs() {
	r := c.b.rng
	clock := func(i int) string {
		return fmt.Sprintf("2024-05-%02d %02d:%02d:%02d", i/1440%28+1, i/60%24, i%60, i*7%60)
	}
	c.rows("log/batch.log", "", 5000, func(i int) string {
		return fmt.Sprintf("%s INFO 品名=\"%s%s\" 結果=OK", clock(i), pick(r, goods), pick(r, sizes))
	})
	c.rows("log/dispatch.log", "", 4000, func(i int) string {
		return fmt.Sprintf("%s %03d %04d %s支店 A4 %d 正常", clock(i), i%7, i, pick(r, branchNames), r.IntN(3)+1)
	})
	c.rows("log/job.log", "", 3000, func(i int) string {
		return fmt.Sprintf("[%s] ジョブ「%s」を%sで開始しました (OP%03d)", clock(i), pick(r, jobTitles), pick(r, stationNames), r.IntN(40))
	})
	c.rows("log/access.log", "", 4000, func(i int) string {
		return fmt.Sprintf("10.10.4.%d - - [02/May/2024:10:%02d:%02d +0900] \"GET /portal/%s?id=%d HTTP/1.1\" 200 %d", r.IntN(250), i/60%60, i%60, pick(r, []string{"news", "form", "menu"}), r.IntN(1e7), r.IntN(90000))
	})
	c.rows("log/app.ndjson", "", 3000, func(i int) string {
		return fmt.Sprintf(`{"ts":"%s","level":"info","name":"%s","station":"%s","seq":%d}`, clock(i), pick(r, products), pick(r, stationNames), i)
	})
	c.rows("log/machine.log", "", 3000, func(i int) string {
		return fmt.Sprintf("%s PRT%02d %s", clock(i), r.IntN(9), pick(r, machineLines))
	})
}

// templates writes what waits for data and has none.
func (c *cleanShare) templates() {
	for i, head := range []string{"氏名,住所", "氏名,フリガナ,生年月日,郵便番号,住所,電話番号", "名前\t住所\t電話", "宛名番号,個人番号,氏名", "name,address,tel,email"} {
		c.write(fmt.Sprintf("様式/取込様式%d.csv", i+1), head+"\n")
	}
	c.write("様式/空の名簿.csv", "No,氏名,住所,電話番号\n"+strings.Repeat(",,,\n", 30))
	c.write("様式/礼状.txt", "《郵便番号》\n《住所》\n\n《氏名》　様\n\n拝啓　時下ますますご清祥のこととお慶び申し上げます。\n　　年　　月　　日\n")
	c.write("様式/申込書.txt", "申込書\n\n氏名：＿＿＿＿＿＿＿＿＿　印\n住所：〒＿＿＿－＿＿＿＿\n　　　＿＿＿＿＿＿＿＿＿＿＿＿\n電話：＿＿＿＿－＿＿＿＿－＿＿＿＿\n生年月日：　　年　　月　　日\n")
	c.write("様式/mail.txt", "件名: {{title}}\n\n{{name}} 様\n\nお申し込みありがとうございます。\n会場: {{place}}\n")
	c.write("様式/一覧.txt", " ドライブ D のボリューム ラベルは 共有 です\n\n D:\\共有\\様式 のディレクトリ\n\n"+joinRows(strings.Fields("礼状.txt 申込書.txt 取込様式1.csv 空の名簿.csv 議事録.docx 祝日.csv 部品表.csv 宛名印刷手順書.pdf"), func(i int, s string) string {
		return fmt.Sprintf("2024/05/%02d  10:%02d  %13d %s", i+1, i*7, 1200+i*377, s)
	}))
}
