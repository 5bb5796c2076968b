package extract
import ("testing";"syscall";"fmt";"strings";"context")
func cpuZ() float64 { var r syscall.Rusage; syscall.Getrusage(0,&r); return float64(r.Utime.Sec+r.Stime.Sec)+float64(r.Utime.Usec+r.Stime.Usec)/1e6 }
func TestZZ(t *testing.T){
 units:=map[string]string{
		"json plain":   `{"name":"架空 太郎","tel":"03-0000-0000"},` + "\n",
		"json escaped": `{"name":"\u67b6\u7a7a \u592a\u90ce","tel":"03-0000-0000"},` + "\n",
		"xml":          "<name>架空 &amp; 太郎</name><tel>03-0000-0000</tel>\n",
		"html":         "<div class=\"a\"><b>架空</b> 太郎<br>03-0000-0000</div>\n",
		"html table":   "<tr><td>架空 太郎</td><td>03-0000-0000</td></tr>\n",
		"prose": "本日はお問い合わせをいただき、ありがとうございます。\nご登録の内容は次のとおりです。\n",
 }
 for name,unit:=range units { pre:=map[string]string{"j":"[","x":"<?xml version=\"1.0\"?>\n","h":"<html><table>","p":""}[name[:1]]; if name=="html" {pre="<html>"}
  for _,cs:=range []charset{utf8Text,cp932} { in:=string(encode(t,pre+strings.Repeat(unit,4<<20/len(unit)),cs)); c:=cpuZ(); n:=0
  for cpuZ()-c<0.5 { Extract(context.Background(),&File{Name:"a",Size:int64(len(in)),Reader:strings.NewReader(in)},discardText{&gathered{check:func(*Block){}}}); n++ }
  fmt.Printf("%s %s %.0f MB/s\n",name,cs,float64(n*len(in))/(cpuZ()-c)/1e6) } }
}
