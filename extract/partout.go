package extract

// A partOut names the part that text comes from, before the name that its
// reader gave it, if any.
type partOut struct {
	Out
	part string
}

func (p *partOut) Text(b *Block) error {
	named := *b // its reader may use it again
	named.Part = p.part
	if b.Part != "" {
		named.Part += ", " + b.Part
	}
	return p.Out.Text(&named)
}
