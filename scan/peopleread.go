package scan

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"math"

	"github.com/shikiri/shikiri/report"
)

// What is wrong with a people file. The run is then merged without it.
var (
	errNotPeople     = errors.New("it is not a file of people")
	errLaterPeople   = errors.New("it was written by a later version")
	errDamagedPeople = errors.New("it is damaged")
	errOtherPeople   = errors.New("it is not the one that was saved with the run")
)

// A peopleReader reads a people file: first the files it is about, then the
// sightings. What it told is only to be trusted when sightings has ended well.
type peopleReader struct {
	header peopleHeader
	groups []holding // numbered from 0
	held   []fileHolders

	in      *bufio.Reader
	checked *checkedReader
	want    *report.PeopleFile
	path    string // of the last entry that has one
}

// Bounds on what a file that is damaged or forged can make a reader hold.
const (
	maxPeopleHeader = 64 << 20
	maxPeopleText   = 1 << 20
)

// newPeopleReader reads what a people file says of files. want is what the run
// says of it, and run the run's ID.
func newPeopleReader(r io.Reader, want *report.PeopleFile, run string) (*peopleReader, error) {
	checked := &checkedReader{in: r, sum: sha256.New()}
	p := &peopleReader{in: bufio.NewReaderSize(checked, 64<<10), checked: checked, want: want}
	if err := p.readHeader(); err != nil {
		return nil, err
	}
	if p.header.Run != run {
		return nil, errOtherPeople
	}
	for range p.header.Groups {
		if err := p.readGroup(); err != nil {
			return nil, err
		}
	}
	p.path = ""
	for range p.header.Holders {
		if err := p.readHolders(); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *peopleReader) readHeader() error {
	mark := make([]byte, len(peopleMark))
	if _, err := io.ReadFull(p.in, mark); err != nil || string(mark) != peopleMark {
		return errNotPeople
	}
	n, err := p.number(maxPeopleHeader)
	if err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(p.in, int64(n))) // grows as it comes: n may be forged
	if err != nil || len(data) < int(n) || json.Unmarshal(data, &p.header) != nil {
		return errDamagedPeople
	}
	if h := &p.header; h.Version != peopleVersion || h.Traits != traits {
		return errLaterPeople
	}
	return nil
}

func (p *peopleReader) readGroup() error {
	h, err := p.place(groupEntry)
	if err != nil {
		return err
	}
	if h.member, err = p.text(); err != nil {
		return err
	}
	p.groups = append(p.groups, h)
	return nil
}

func (p *peopleReader) readHolders() error {
	h, err := p.place(holdersEntry)
	if err != nil {
		return err
	}
	records, err := p.number(math.MaxInt64)
	if err != nil {
		return err
	}
	companies, err := p.number(records)
	if err != nil {
		return err
	}
	p.held = append(p.held, fileHolders{h.share, h.client, h.path, holders{int64(records), int64(companies)}})
	return nil
}

// place reads what an entry says of a file.
func (p *peopleReader) place(entry byte) (h holding, err error) {
	if b, err := p.in.ReadByte(); err != nil || b != entry {
		return h, errDamagedPeople
	}
	share, err := p.index(len(p.header.Shares))
	if err != nil {
		return h, err
	}
	client, err := p.index(len(p.header.Clients))
	if err != nil {
		return h, err
	}
	common, err := p.number(uint64(len(p.path)))
	if err != nil {
		return h, err
	}
	rest, err := p.text()
	if err != nil || int(common)+len(rest) > maxPeopleText {
		return h, errDamagedPeople
	}
	p.path = p.path[:common] + rest
	return holding{share: share, client: client, path: p.path}, nil
}

// sightings calls fn with everyone in the file, and with how many there are of
// those of whom nothing is known. It returns an error if the file is not whole,
// or not the one that the run names.
func (p *peopleReader) sightings(fn func(s sighting, n uint64) error) error {
	total := uint64(0)
	for {
		entry, err := p.in.ReadByte()
		if err != nil {
			return errDamagedPeople
		}
		n := uint64(0)
		switch entry {
		case nameEntry:
			n, err = p.name(fn)
		case nobodiesEntry:
			n, err = p.nobodies(fn)
		case endEntry:
			return p.end(total)
		default:
			err = errDamagedPeople
		}
		if err != nil {
			return err
		}
		if total += n; total > uint64(p.want.Sightings) {
			return errOtherPeople
		}
	}
}

func (p *peopleReader) name(fn func(s sighting, n uint64) error) (n uint64, err error) {
	var s sighting
	if s.name[0], err = p.word(); err == nil {
		s.name[1], err = p.word()
	}
	if err == nil {
		n, err = p.number(math.MaxUint32)
	}
	for range n {
		if err == nil {
			err = p.sighting(&s)
		}
		if err == nil {
			err = fn(s, 1)
		}
		if err != nil {
			return 0, err
		}
	}
	return n, err
}

func (p *peopleReader) sighting(s *sighting) error {
	known, err := p.in.ReadByte()
	if err != nil || known >= 1<<traits {
		return errDamagedPeople
	}
	for k := range s.traits {
		s.traits[k] = 0
		if known&(1<<k) != 0 {
			if s.traits[k], err = p.word(); err != nil {
				return err
			}
		}
	}
	return p.groupAndKinds(s)
}

func (p *peopleReader) nobodies(fn func(s sighting, n uint64) error) (uint64, error) {
	s := sighting{nobody: true}
	if err := p.groupAndKinds(&s); err != nil {
		return 0, err
	}
	n, err := p.number(uint64(p.want.Sightings))
	if err != nil {
		return 0, err
	}
	return n, fn(s, n)
}

func (p *peopleReader) groupAndKinds(s *sighting) error {
	group, err := p.index(len(p.groups))
	if err != nil {
		return err
	}
	s.group = uint32(group)
	s.kinds, err = p.number(math.MaxUint64)
	return err
}

// end checks that all is there, and that it is what the run names.
func (p *peopleReader) end(total uint64) error {
	n, err := p.number(math.MaxInt64)
	var sum [4]byte
	if err == nil {
		_, err = io.ReadFull(p.in, sum[:])
	}
	if err != nil || n != total || n != uint64(p.want.Sightings) {
		return errDamagedPeople
	}
	if _, err := p.in.ReadByte(); err != io.EOF || binary.LittleEndian.Uint32(sum[:]) != p.checked.crc {
		return errDamagedPeople
	}
	if hex.EncodeToString(p.checked.sum.Sum(nil)) != p.want.SHA256 {
		return errOtherPeople
	}
	return nil
}

func (p *peopleReader) index(n int) (int, error) {
	i, err := p.number(math.MaxInt32)
	if err != nil || i >= uint64(n) {
		return 0, errDamagedPeople
	}
	return int(i), nil
}

func (p *peopleReader) number(most uint64) (uint64, error) {
	n, err := binary.ReadUvarint(p.in)
	if err != nil || n > most {
		return 0, errDamagedPeople
	}
	return n, nil
}

func (p *peopleReader) word() (uint64, error) {
	b, err := p.in.Peek(8)
	if err != nil {
		return 0, errDamagedPeople
	}
	n := binary.LittleEndian.Uint64(b)
	_, _ = p.in.Discard(8)
	return n, nil
}

func (p *peopleReader) text() (string, error) {
	n, err := p.number(maxPeopleText)
	if err != nil {
		return "", err
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(p.in, b); err != nil {
		return "", errDamagedPeople
	}
	return string(b), nil
}

// A checkedReader hashes what is read. Its CRC-32C is of all but the last four
// bytes, which are where the file holds it.
type checkedReader struct {
	in   io.Reader
	sum  hash.Hash
	crc  uint32
	tail []byte
}

func (r *checkedReader) Read(b []byte) (int, error) {
	n, err := r.in.Read(b)
	r.sum.Write(b[:n])
	r.tail = append(r.tail, b[:min(n, 4)]...)
	if n > 4 {
		r.crc = crc32.Update(crc32.Update(r.crc, castagnoli, r.tail[:len(r.tail)-4]), castagnoli, b[:n-4])
		r.tail = append(r.tail[:0], b[n-4:n]...)
	} else if over := len(r.tail) - 4; over > 0 {
		r.crc = crc32.Update(r.crc, castagnoli, r.tail[:over])
		r.tail = append(r.tail[:0], r.tail[over:]...)
	}
	return n, err
}
