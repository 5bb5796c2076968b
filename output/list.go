package output

import (
	"bufio"
	"io"
)

// List writes one of the lists that commands show beside reports, for people:
// "kinds" and "formats" with three columns, or "policies" with two. Lines of a cell are apart
// by line ends.
func List(w io.Writer, what string, rows [][]string, o Options) error {
	p := &page{Writer: bufio.NewWriter(w), words: wordsFor(o.Lang), opts: o, width: pipeWidth}
	if o.Width > 0 {
		p.width = min(max(o.Width, minWidth), maxWidth)
	}
	l := p.words.Lists[what]
	if err := p.grid(grid{Title: l.Title, Header: l.Header, Rows: rows, Wide: len(l.Header) - 1, Lines: true}); err != nil {
		return err
	}
	return p.Flush()
}

// KindName returns the name of a built-in kind in a language, or "" if its ID
// speaks for itself there.
func KindName(id, lang string) string { return wordsFor(lang).Kinds[id] }

// A listHead is what stands above a list.
type listHead struct {
	Title  string
	Header []string
}

var englishLists = map[string]listHead{
	"kinds":    {"Kinds of data", []string{"kind", "what", "woken by"}},
	"formats":  {"Formats of files", []string{"format", "named", "what is read"}},
	"policies": {"Policies for init --policy", []string{"name", "what for"}},
}

var japaneseLists = map[string]listHead{
	"kinds":    {"データの種類", []string{"種類", "区分", "手がかり"}},
	"formats":  {"ファイルの形式", []string{"形式", "拡張子", "読み取る内容"}},
	"policies": {"init --policy で選べる方針", []string{"名前", "用途"}},
}
