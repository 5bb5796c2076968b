package output

import (
	"bufio"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
	"unicode"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:   "html",
		Ext:    ".html",
		Doc:    "one page for auditors, to read, search and print; needs no network",
		Spoken: true,
		Write:  writeHTML,
	})
}

//go:embed html
var htmlFiles embed.FS

// htmlTemplates are parsed when a page is first written, not by every command.
var htmlTemplates = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(htmlFiles, "html/*.tmpl"))
})

// writeHTML writes one page that holds all it needs: no font, picture, style or
// script comes from elsewhere, and the browser is told to allow none. What the
// script adds is searching and sorting: without it all chapters are there, and of
// the lists the worst rows.
//
// The page is written as it is made. Its data goes through gzip and base64
// straight to w, between two templates.
func writeHTML(w io.Writer, r *report.Run, o Options) error {
	out := bufio.NewWriterSize(w, writeBuffer)
	h := newHTMLPage(out, r, o)
	style, err := h.style()
	if err != nil {
		return err
	}
	script, err := htmlFiles.ReadFile("html/report.js")
	if err != nil {
		return err
	}
	h.Style, h.Script = template.CSS(style), template.JS(script)
	h.Policy = contentPolicy(style, string(script))
	if err := htmlTemplates().ExecuteTemplate(out, "page.tmpl", h); err != nil {
		return err
	}
	if err := h.writeData(); err != nil {
		return err
	}
	if err := htmlTemplates().ExecuteTemplate(out, "end.tmpl", h); err != nil {
		return err
	}
	return out.Flush()
}

// contentPolicy allows this style and this script, by their hashes, and nothing
// else: whatever a file name might smuggle in would not run, and nothing is ever
// asked for on a network. See https://www.w3.org/TR/CSP3/.
func contentPolicy(style, script string) string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; script-src " + hash(script) + "; style-src " + hash(style) + "; base-uri 'none'; form-action 'none'"
}

// style returns the styles, with the line at the foot of each printed page: the
// number of the examination, and the page.
func (h *htmlPage) style() (string, error) {
	css, err := htmlFiles.ReadFile("html/report.css")
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.Write(css)
	fmt.Fprintf(&b, "@page{@top-left{content:%s}@top-right{content:%s}@bottom-left{content:%s}@bottom-right{content:counter(page) \" / \" counter(pages)}}\n",
		cssString(h.Title()), cssString(h.T("secret")), cssString(h.T("number")+" "+h.Number()+h.Revision()))
	return b.String(), nil
}

// cssString returns s, made visible, as a string of CSS in which nothing but
// letters and digits stands for itself, so that it cannot end the string or the
// style.
func cssString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range visible(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\%06x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
