package report

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Redact masks the names of files and folders below the shares, and of members
// of archives and sheets, wherever they stand in a run: they carry names of people.
//
// Each name becomes its first character if that is kanji or kana, ●●●, eight
// digits that are the same for the same name, and the extension if it is one that
// many files have: 山●●●1f0c93ab.csv. So rows can be told apart, and folders
// seen, by who must not know the names. The digits, and the new IDs of findings,
// are made with key: whoever has that can try names, and nobody else. Under one
// key the same file has the same name and ID in every redacted run.
//
// Names of owners and readers are masked but for well-known groups. What people
// wrote in the policy stays (titles, reasons, approvers), as do the URLs of shares
// and, of probes, names and addresses of machines and what their services say.
// The file of people is no longer named: it holds paths.
func Redact(r *Run, key []byte) {
	if r.Redacted {
		return
	}
	m := &masker{key: key, known: map[string]string{}, shares: r.Shares, hosts: r.machines()}
	for i := range r.Findings {
		m.finding(&r.Findings[i])
	}
	for i := range r.Unexamined {
		u := &r.Unexamined[i]
		u.Detail = m.text(u.Detail, u.Path, u.Member)
		u.Path, u.Member = m.path(u.Path), m.member(u.Member)
	}
	for i := range r.Explanations {
		e := &r.Explanations[i]
		e.Path, e.Member, e.Part = m.path(e.Path), m.member(e.Member), m.part(e.Part)
		e.Exceptions = slices.Clone(e.Exceptions)
		for j := range e.Exceptions {
			e.Exceptions[j].Exception = m.patternsIn(e.Exceptions[j].Exception)
		}
	}
	for i := range r.Exceptions {
		r.Exceptions[i].Paths = m.patterns(r.Exceptions[i].Paths)
	}
	for i := range r.Copies {
		m.place(&r.Copies[i].Original)
		m.place(&r.Copies[i].Copy)
	}
	for i := range r.Known {
		m.place(&r.Known[i].Place)
	}
	for i := range r.Retention {
		if o := r.Retention[i].Oldest; o != nil {
			masked := *o
			m.place(&masked)
			r.Retention[i].Oldest = &masked
		}
	}
	m.changes(r.Changes)
	for i := range r.Parts {
		r.Parts[i].People = nil
	}
	r.People, r.Redacted = nil, true
	r.NamesKey = hex.EncodeToString(m.hash("key", "")[:8])
	r.Warnings = m.warnings(r.Warnings)
}

// A masker masks names under a key.
type masker struct {
	key    []byte
	known  map[string]string // of names that were masked lately
	shares []Share
	hosts  map[string]bool // names of machines, which stay, in lower case
}

// maxKnown bounds what a masker remembers: folders come again and again.
const maxKnown = 1 << 16

func (m *masker) hash(what, text string) []byte {
	h := hmac.New(sha256.New, m.key)
	h.Write([]byte("shikiri redact " + what + "\x00" + text))
	return h.Sum(nil)
}

func (m *masker) finding(f *Finding) {
	f.ID = m.id(f.ID)
	f.Path, f.Member = m.path(f.Path), m.member(f.Member)
	f.Owner = m.account(f.Owner)
	f.Readers = slices.Clone(f.Readers)
	for i := range f.Readers {
		f.Readers[i] = m.account(f.Readers[i])
	}
	f.Samples = slices.Clone(f.Samples)
	for i := range f.Samples {
		f.Samples[i].Part = m.part(f.Samples[i].Part)
	}
}

// id masks the ID of a finding, which is a hash of its path: guessed paths could
// be tried against it.
func (m *masker) id(id string) string {
	if id == "" {
		return ""
	}
	return hex.EncodeToString(m.hash("finding", id)[:12])
}

func (m *masker) place(p *Place) { p.Path, p.Member = m.path(p.Path), m.member(p.Member) }

func (m *masker) changes(c *Changes) {
	if c == nil {
		return
	}
	for _, all := range [][]Gone{c.Gone, c.Unclear} {
		for i := range all {
			g := &all[i]
			g.ID = m.id(g.ID)
			m.place(&g.Place)
			g.Elsewhere = slices.Clone(g.Elsewhere)
			for j := range g.Elsewhere {
				m.place(&g.Elsewhere[j])
			}
		}
	}
	for i := range c.Moves {
		m.place(&c.Moves[i].From)
		m.place(&c.Moves[i].To)
	}
	c.Notes = m.warnings(c.Notes)
}

// path masks each name in a path. "." is a whole share and stays.
func (m *masker) path(p string) string {
	if p == "" || p == "." {
		return p
	}
	names := strings.Split(p, "/")
	for i, n := range names {
		names[i] = m.name(n)
	}
	return strings.Join(names, "/")
}

// member masks each name in the name of a member: of archives in archives, too.
func (m *masker) member(p string) string {
	if p == "" {
		return ""
	}
	levels := strings.Split(p, "!/")
	for i, level := range levels {
		names := strings.Split(level, `\`)
		for j, n := range names {
			names[j] = m.path(n)
		}
		levels[i] = strings.Join(names, `\`)
	}
	return strings.Join(levels, "!/")
}

// name masks the name of a file or folder.
func (m *masker) name(name string) string {
	if name == "" || name == "." || name == ".." {
		return name
	}
	if masked, ok := m.known[name]; ok {
		return masked
	}
	ext := strings.ToLower(path.Ext(name))
	if !plainExts[ext] || len(ext) == len(name) {
		ext = ""
	}
	first := ""
	if r, n := utf8.DecodeRuneInString(name); unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && n < len(name)-len(ext) {
		first = string(r)
	}
	masked := first + Hidden + hex.EncodeToString(m.hash("name", name)[:4]) + ext
	if len(m.known) >= maxKnown {
		clear(m.known)
	}
	m.known[strings.Clone(name)] = masked
	return masked
}

// plainExts are extensions that say what a file is and nothing of whom it is about.
var plainExts = func() map[string]bool {
	all := map[string]bool{}
	for _, e := range strings.Fields(`7z accdb afp arj bak bmp bz2 cab cpio csv dat db dbf doc docm docx eml emf eps exe gif gz htm html ics iso jpeg jpg
		js json jsonl lha log lst lzh mbox md mdb mht mhtml msg ndjson odp ods odt old orig ost parquet pcl pdf png ppt pptm pptx prn ps psd pst rar rtf
		slk spl sql sqlite svg tar tgz tif tiff tmp tsv txt url vcf wmf xls xlsb xlsm xlsx xml xps xz yaml yml zip zst`) {
		all["."+e] = true
	}
	return all
}()

// plainPart matches parts of files that readers name, and sheets that nobody has
// named; ownedPart those that are named after a sheet or table.
var (
	plainPart = regexp.MustCompile(`^(?:(?:page|sheet|slide|attachment|row|offset|Sheet|シート|スライド|ページ) ?(?:0x)?[0-9a-f]*(?: \(notes and fields\))?|` +
		`properties|headers?|body|footers?|footnotes|endnotes|comments|links|bookmarks|sheets|authors|master|notes|phonetic|unused strings)$`)
	ownedPart = regexp.MustCompile(`^((?:formulas|details|comments|shapes|links) of |(?:table|view|index|trigger) )(.*)$`)
)

// part masks the name of a part of a file.
func (m *masker) part(part string) string {
	if part == "" || plainPart.MatchString(part) {
		return part
	}
	if owned := ownedPart.FindStringSubmatch(part); owned != nil {
		return owned[1] + m.part(owned[2])
	}
	return m.name(part)
}

// groups are accounts of every system, which name nobody.
var groups = regexp.MustCompile(`(?i)^(?:.*\\)?(?:everyone|authenticated users|domain users|domain admins|users|administrators?|guests?|anonymous(?: logon)?|` +
	`system|creator owner|root|nobody|others|everybody|group (?:users|staff|wheel|root|nogroup)|uid \d+|gid \d+|S-1-[0-9-]+)$`)

// account masks the name of a user or group.
func (m *masker) account(name string) string {
	if name == "" || groups.MatchString(name) {
		return name
	}
	return Hidden + hex.EncodeToString(m.hash("account", name)[:4])
}
