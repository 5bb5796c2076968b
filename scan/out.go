package scan

import (
	"context"

	"github.com/shikiri/shikiri/extract"
)

// out is a worker as an extractor sees it.
type out struct {
	w     *worker
	ctx   context.Context
	level *level
	depth int
}

// Text detects and judges what is in a block.
func (o *out) Text(b *extract.Block) error {
	o.level.text(b)
	return o.ctx.Err()
}

// Member examines a file inside the file, and lists what is wrong with it.
func (o *out) Member(f *extract.File) error {
	w := o.w
	name := f.Name
	if o.level.member != "" {
		name = o.level.member + "!/" + f.Name
	}
	inner := &out{w: w, ctx: o.ctx, level: w.level(o.depth + 1), depth: o.depth + 1}
	inner.level.begin(w, name)
	err := extract.Extract(o.ctx, f, inner)
	inner.level.end()
	if o.ctx.Err() != nil {
		return o.ctx.Err()
	}
	w.fail(name, err)
	return nil
}

// Skip lists a part of the file.
func (o *out) Skip(member string, s extract.Skip) {
	if o.level.member != "" && member != "" {
		member = o.level.member + "!/" + member
	} else if member == "" {
		member = o.level.member
	}
	o.w.skip(member, s.Reason, s.Detail)
}

// Image notes that the file or a member is a picture.
func (o *out) Image() { o.w.file.images++ }
