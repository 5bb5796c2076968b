package output

import (
	"bytes"
	"html"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// ofTwoClients is the run for auditors with the files of a second client.
func ofTwoClients() *report.Run {
	r := auditRun()
	other := r.Findings[0]
	other.ID, other.Client, other.Path, other.Member = "fB", "架空銀行", "架空銀行/架空銀行名簿.csv", ""
	r.Findings = append(r.Findings, other)
	r.Clients = append(r.Clients, report.Client{Client: "架空銀行", Zone: "office", Records: 5, People: 5})
	r.Unexamined = append(r.Unexamined, report.Unexamined{Share: "/srv/共有", Client: "架空銀行", Path: "架空銀行/図.pdf", Reason: "needs-ocr"})
	r.Warnings = append(r.Warnings, "架空銀行/図.pdf is odd")
	r.Copies = append(r.Copies, report.Copy{Original: r.Copies[0].Original, Copy: other.At(), Extent: "whole", OriginalPeople: 5, CopyPeople: 5, Both: 5})
	r.Sort()
	return r
}

// No format shows more of an extract, or of a redacted run, than there is in it.
func TestEditions(t *testing.T) {
	for _, f := range All() {
		for _, lang := range []string{"ja", "en"} {
			extract, err := report.Extract(ofTwoClients(), "例示信用金庫")
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := f.Write(&b, extract, Options{Lang: lang}); err != nil {
				t.Errorf("%s, %s: %v", f.Name, lang, err)
			}
			if strings.Contains(allText(t, b.Bytes()), "架空銀行") {
				t.Errorf("%s, %s: the extract for 例示信用金庫 names 架空銀行", f.Name, lang)
			}
			redacted := ofTwoClients()
			report.Redact(redacted, []byte("key"))
			b.Reset()
			if err := f.Write(&b, redacted, Options{Lang: lang}); err != nil {
				t.Errorf("%s, %s: %v", f.Name, lang, err)
			}
			for _, name := range []string{"𠮷野", "旧名簿", "社員名簿", "宛名.", "顧客.csv", "銀行名簿", "2025-01.dat"} {
				if strings.Contains(allText(t, b.Bytes()), name) {
					t.Errorf("%s, %s: the redacted report names %q", f.Name, lang, name)
				}
			}
		}
	}
}

// No format shows of an extract a machine that holds nothing of the client.
func TestEditionsOfProbes(t *testing.T) {
	for _, f := range All() {
		for _, lang := range []string{"ja", "en"} {
			r := joinedRun()
			r.ClientNames = append(r.ClientNames, "例示信用金庫", "架空銀行")
			for i := range r.Open {
				if r.Open[i].Host == "10.20.1.50" {
					r.Open[i].Name, r.Open[i].Banner = "架空銀行.print.example", "220 secret.print.example"
				}
			}
			extract, err := report.Extract(r, "例示信用金庫")
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := f.Write(&b, extract, Options{Lang: lang}); err != nil {
				t.Errorf("%s, %s: %v", f.Name, lang, err)
			}
			text := allText(t, b.Bytes())
			for _, secret := range []string{"架空銀行", "10.20.1.50", "10.20.1.90", "secret.print.example", "nas.print.example", "SHA256:AAAA"} {
				if strings.Contains(text, secret) {
					t.Errorf("%s, %s: the extract for 例示信用金庫 holds %q", f.Name, lang, secret)
				}
			}
			if shows := f.Name != "prometheus" && f.Name != "confirmation"; shows && !strings.Contains(text, "10.20.1.11") {
				t.Errorf("%s, %s: the extract does not name the machine with the client's data", f.Name, lang)
			}
		}
	}
}

// Every format that has a place for it says that it is not all of a run.
func TestEditionsSaySo(t *testing.T) {
	rows := []string{"csv", "gitlab", "json", "ndjson"} // which are of the rows, or have fields for it
	for _, f := range All() {
		for _, lang := range []string{"ja", "en"} {
			r, err := report.Extract(ofTwoClients(), "例示信用金庫")
			if err != nil {
				t.Fatal(err)
			}
			report.Redact(r, []byte("key"))
			var b bytes.Buffer
			if err := f.Write(&b, r, Options{Lang: lang}); err != nil {
				t.Fatalf("%s, %s: %v", f.Name, lang, err)
			}
			text := allText(t, b.Bytes())
			wants := editionLines(r, lang)
			switch {
			case slices.Contains(rows, f.Name):
				continue
			case f.Name == "prometheus":
				wants = []string{`shikiri_edition{client="例示信用金庫",redacted="true"} 1`}
			case f.Name == "markdown":
				wants = editionLinesAs(r, lang, code)
			}
			for _, want := range wants {
				if !strings.Contains(text, want) && !strings.Contains(text, html.EscapeString(want)) {
					t.Errorf("%s, %s: the report does not say %q", f.Name, lang, want)
				}
			}
		}
	}
}

// Tests and issues of an extract fail if only files of others are wrong.
func TestStrayedFails(t *testing.T) {
	for name, want := range map[string]string{"junit": "<failure", "gitlab": `"check_name":"strayed"`} {
		r, err := report.Extract(ofTwoClients(), "例示信用金庫")
		if err != nil {
			t.Fatal(err)
		}
		r.Findings, r.Summary, r.Unexamined, r.Complete = nil, report.Summary{}, nil, true
		r.Copies[0].Verdict = "violation"
		var b bytes.Buffer
		if err := Lookup(name).Write(&b, r, Options{Lang: "en"}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s: %q is not in\n%s", name, want, b.String())
		}
	}
}

// A table says that it is not all, and an extract without findings of its own is
// not called clean if the client's data is in files of others.
func TestTableOfEditions(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"Extract for the client 例示信用金庫: ", "Names of files, folders and accounts are masked.", "VIOLATION: data of this client"},
		"ja": {"委託元「例示信用金庫」に関する抜粋です。", "名前は伏せてあります。", "違反: この委託元のデータ"},
	} {
		r, err := report.Extract(ofTwoClients(), "例示信用金庫")
		if err != nil {
			t.Fatal(err)
		}
		report.Redact(r, []byte("key"))
		r.Findings, r.Summary, r.Unexamined, r.Complete = nil, report.Summary{}, nil, true
		r.Copies[0].Verdict = "violation"
		var b bytes.Buffer
		if err := writeTable(&b, r, Options{Lang: lang}); err != nil {
			t.Fatal(err)
		}
		for _, text := range want {
			if !strings.Contains(b.String(), text) {
				t.Errorf("%s: %q is not in\n%s", lang, text, b.String())
			}
		}
	}
}
