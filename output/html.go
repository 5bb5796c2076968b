package output

import (
	"bufio"
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"

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
	script, err := htmlScript()
	if err != nil {
		return err
	}
	h.Style, h.Script = template.CSS(style), template.JS(script)
	h.Policy = contentPolicy(style, script)
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

// htmlScript returns the script of the page: its files, one after the other, with
// names of their own.
func htmlScript() (string, error) {
	var b strings.Builder
	b.WriteString("'use strict';\n(() => {\n")
	for _, name := range []string{"table.js", "list.js", "report.js"} {
		part, err := htmlFiles.ReadFile("html/" + name)
		if err != nil {
			return "", err
		}
		b.Write(part)
	}
	b.WriteString("})();\n")
	return b.String(), nil
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
