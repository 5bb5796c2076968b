package extract

import (
	"bufio"
	"bytes"
	"context"
	"hash/crc32"
	"io"
	"slices"
)

const (
	// zipTries bounds how many keys are derived for one archive, a millisecond
	// each: then only passwords that fit a member already are tried.
	zipTries = 16 << 10
	// zipTrust is how much must unpack without a fault for a password to be
	// believed though the content is damaged: bytes decrypted by a wrong one are
	// random and end inflating within some hundred.
	zipTrust = 4 << 10
)

// A zipPassword is one of the user's, or another spelling of it.
type zipPassword struct {
	text  []byte
	known bool // it fits a member of this archive
}

// A zipBody is the packed content of a member.
type zipBody struct {
	*bufio.Reader
	at *io.SectionReader // the same, at any place; nil in a stream
	// tail, if not nil, is called at the end to read what follows into the entry.
	tail func(size int64) error
}

// A zipOpened is the content of an encrypted member, decrypted.
type zipOpened struct {
	io.Reader
	whole bool // it was checked to its end
	done  func()
}

// unlock decrypts a member with whatever password fits: it unpacks to what the
// checksum says, so that nothing that a wrong one makes is ever taken for text.
// A *Skip says that none does.
func (z *zipReader) unlock(e *zipEntry, body *zipBody) (*zipOpened, error) {
	z.collect()
	if len(z.passwords) == 0 {
		return nil, z.f.Budget.encrypted()
	}
	f := &File{Size: -1, Reader: zipPacked{z, body}, Budget: z.f.Budget}
	if body.at != nil {
		f.Reader, f.Size = body.at, body.at.Size()
	}
	c, err := f.content(z.ctx)
	if err != nil {
		return nil, err
	}
	if body.tail != nil {
		err = body.tail(-1) // tells the checksum
		body.tail = nil
	}
	var o *zipOpened
	if err == nil {
		o, err = z.find(e, c)
	}
	if err != nil {
		c.close()
		return nil, c.fault(err)
	}
	o.done = c.close
	return o, nil
}

// A zipPacked is the packed content of a member in a stream. Where the stream is
// damaged it ends with a *Skip.
type zipPacked struct {
	z *zipReader
	r io.Reader
}

func (p zipPacked) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if err != nil && err != io.EOF {
		err = p.z.fault(err)
	}
	return n, err
}

// collect asks for the passwords once.
func (z *zipReader) collect() {
	if z.passwords != nil {
		return
	}
	z.passwords = []zipPassword{}
	for _, p := range z.f.Budget.passwordBytes() {
		z.passwords = append(z.passwords, zipPassword{text: p})
	}
}

// find returns the content decrypted with the first password that fits.
func (z *zipReader) find(e *zipEntry, c *content) (*zipOpened, error) {
	doubtful := -1
	for i, p := range z.passwords {
		if err := z.ctx.Err(); err != nil {
			return nil, err
		}
		if e.aes.strength > 0 && !p.known {
			if z.tries++; z.tries > zipTries {
				return nil, &Skip{ReasonEncrypted, "no password that fits other members fits, and there are too many to try them all on each"}
			}
		}
		o, err := z.decrypt(e, c, p.text)
		if err != nil {
			return nil, err
		}
		if o == nil {
			continue
		}
		n, whole := z.try(e, o)
		if whole {
			z.passwords = slices.Insert(slices.Delete(z.passwords, i, i+1), 0, zipPassword{p.text, true})
			o, err = z.decrypt(e, c, p.text)
			if o != nil {
				o.whole = true
			}
			return o, err
		}
		if doubtful < 0 && (p.known || n >= zipTrust && e.method != 0) {
			doubtful = i
		}
	}
	if doubtful < 0 {
		return nil, z.f.Budget.encrypted()
	}
	return z.decrypt(e, c, z.passwords[doubtful].text)
}

// decrypt returns the content decrypted with a password, or nil if that does
// not fit.
func (z *zipReader) decrypt(e *zipEntry, c *content, password []byte) (*zipOpened, error) {
	if e.aes.strength > 0 {
		return e.decryptAES(c, password)
	}
	var head [zipCryptHead]byte
	if n, _ := c.ReadAt(head[:], 0); n < len(head) {
		return nil, damaged(io.ErrUnexpectedEOF)
	}
	k := newZipCrypto(password)
	k.decrypt(head[:])
	// The last byte is that of the checksum or, where that is not known before
	// the content, of the time (6.1.6, and Info-ZIP).
	if last := head[zipCryptHead-1]; last != byte(e.crc>>24) && last != byte(e.time>>8) {
		return nil, nil
	}
	r := bufio.NewReaderSize(io.NewSectionReader(c, zipCryptHead, c.size-zipCryptHead), packedBuffer)
	return &zipOpened{Reader: &decryptReader{r, k.decrypt}}, nil
}

func (e *zipEntry) decryptAES(c *content, password []byte) (*zipOpened, error) {
	head := make([]byte, e.aes.saltSize()+zipAESCheck)
	size := c.size - int64(len(head)) - zipAESMac
	if n, _ := c.ReadAt(head, 0); n < len(head) || size < 0 {
		return nil, damaged(io.ErrUnexpectedEOF)
	}
	salt := head[:e.aes.saltSize()]
	enc, mac, check, err := e.aes.keys(password, salt)
	if err != nil || !bytes.Equal(check, head[len(salt):]) {
		return nil, err
	}
	k, err := newAESCounter(enc)
	if err != nil {
		return nil, err
	}
	var code [zipAESMac]byte
	o := &zipOpened{Reader: &decryptReader{io.NewSectionReader(c, int64(len(head)), size), k.decrypt}}
	if n, _ := c.ReadAt(code[:], c.size-zipAESMac); n == len(code) {
		o.whole, err = authentic(mac, io.NewSectionReader(c, int64(len(head)), size), code[:])
	}
	return o, err
}

// try reads a decrypted member and returns how much could be unpacked before a
// fault, and whether it is whole.
func (z *zipReader) try(e *zipEntry, o *zipOpened) (n int64, whole bool) {
	if o.whole {
		return 0, true
	}
	dec, done, err := z.trial.open(e, bufio.NewReaderSize(o, packedBuffer))
	if err != nil {
		return 0, false
	}
	defer done()
	// Beyond what may be unpacked nothing is read, so nothing need be checked.
	room := z.f.Budget.left() - z.f.Budget.reserve
	sum := crc32.NewIEEE()
	n, err = io.Copy(sum, io.LimitReader(contextReader{z.ctx, dec}, room))
	if err == nil && n >= room {
		return n, true
	}
	return n, err == nil && sum.Sum32() == e.crc && (n == e.size || e.later) && e.aes.strength == 0
}

// A contextReader ends when its context is done.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
