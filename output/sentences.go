package output

import (
	"regexp"
	"strings"
	"sync"
)

// A saying is a sentence that runs hold in English, and how another language says
// it. %s and %d stand for what is put in when it is made; the other language
// names them $1, $2 and so on.
type saying struct{ from, to string }

// A phrasebook finds the sayings of a language.
type phrasebook struct {
	fixed  map[string]string // sentences without anything put in
	filled []sentence
}

// japaneseBook is made when a report first speaks Japanese.
var japaneseBook = sync.OnceValue(func() *phrasebook {
	return newPhrasebook(japaneseWarnings, japaneseNotes, japaneseDetails, japaneseFormatDetails, japaneseServers, japaneseProbeSentences)
})

func newPhrasebook(lists ...[]saying) *phrasebook {
	b := &phrasebook{fixed: map[string]string{}}
	for _, list := range lists {
		for _, s := range list {
			if !strings.Contains(s.from, "%s") && !strings.Contains(s.from, "%d") {
				b.fixed[s.from] = s.to
				continue
			}
			pattern := strings.NewReplacer("%s", "(.+?)", "%d", `(-?[\d,]+)`).Replace(regexp.QuoteMeta(s.from))
			b.filled = append(b.filled, sentence{regexp.MustCompile(`(?s)^` + pattern + `$`), s.to})
		}
	}
	return b
}

// say says a text, if all of it is known: one sentence, several with semicolons
// between them, or one behind the place that it is about.
func (b *phrasebook) say(text string) (said string, ok bool) {
	if said, ok = b.several(text); ok {
		return said, true
	}
	if said, ok = b.sentence(text); ok {
		return said, true
	}
	for at, tries := 0, 0; tries < maxSentences; tries++ {
		i := strings.Index(text[at:], ": ")
		if i < 0 {
			break
		}
		at += i + len(": ")
		if said, ok = b.sentence(text[at:]); ok {
			return text[:at] + said, true
		}
	}
	return text, false
}

// several says sentences with semicolons between them, if it knows each: before one
// takes the others for what is put into it.
func (b *phrasebook) several(text string) (said string, ok bool) {
	if _, one := b.fixed[text]; one || !strings.Contains(text, "; ") {
		return text, false
	}
	parts := strings.Split(text, "; ")
	if len(parts) >= maxSentences {
		return text, false
	}
	for i := range parts {
		if parts[i], ok = b.sentence(parts[i]); !ok {
			return text, false
		}
	}
	return strings.Join(parts, "。"), true
}

// maxSentences is how often a text is cut to find sentences in it: names of files
// may be made of what cuts them.
const maxSentences = 10

// sentence says one sentence. What is put into it may be one itself, which is
// shorter: this ends.
func (b *phrasebook) sentence(text string) (said string, ok bool) {
	if said, ok = b.fixed[text]; ok {
		return said, true
	}
	for _, s := range b.filled {
		m := s.from.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		return placeholder.ReplaceAllStringFunc(s.to, func(name string) string {
			if n := int(name[1] - '0'); n < len(m) {
				inner, _ := b.sentence(m[n])
				return inner
			}
			return ""
		}), true
	}
	return text, false
}

// placeholder is what stands for something put in.
var placeholder = regexp.MustCompile(`\$[1-9]`)

// said says a warning, a note or a detail in the reader's language, if it is
// known: errors of systems and servers stay what they are.
func (p *page) said(text string) string {
	if p.words.Book == nil || text == "" {
		return text
	}
	if said, ok := p.spoken[text]; ok {
		return said
	}
	said, _ := p.words.Book().say(text)
	if p.spoken == nil || len(p.spoken) >= maxSpoken {
		p.spoken = map[string]string{}
	}
	p.spoken[text] = said
	return said
}

// own returns what a person wrote into the policy, unless an extract left it out.
func (p *page) own(text string) string {
	if strings.HasPrefix(text, "(left out: ") {
		return p.said(text)
	}
	return text
}

// maxSpoken is how many sentences a page remembers: finding one takes a hundred
// patterns, and a run says the same of thousands of files.
const maxSpoken = 10_000
