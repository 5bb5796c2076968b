package extract

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"time"
)

// An Apart runs formats in processes of their own (see Format.Apart), so that a
// library that loops, crashes or takes all memory on a hostile file costs that
// file only. Processes are started when first needed and used again. The zero
// value with a Command is ready; Close ends its processes.
type Apart struct {
	// Command starts a process that calls ServeApart on its standard input and
	// output; the first element is the path of the program.
	Command []string
	// Args0 is what the program is told to be called, if not Command[0].
	Args0 string
	// Processes is how many files are read at once; 0 is apartProcesses.
	Processes int

	mu    sync.Mutex
	pools map[int]*apartPool // by level
	alive map[*apartProcess]bool
	watch bool
}

const (
	apartProcesses = 3
	// apartLevels bounds processes that wait for each other: an archive that is
	// read apart with a document in it that is too.
	apartLevels = 3
	// apartMemory is what one process may take, and apartMemoryAll what all may.
	// A PDF of 1,250 pages takes 97 MB.
	apartMemory    = 256 << 20
	apartMemoryAll = 640 << 20
	// apartSilence is how long a process may go without asking or telling.
	apartSilence = 2 * time.Minute
	// apartExitMemory is how a process ends that takes too much memory.
	apartExitMemory = 91
	// apartUses is how many files a process reads before it is replaced: a
	// library may lose memory on each.
	apartUses = 500
)

// A message is what passes between the processes. Only the fields that its kind
// needs are set.
type message struct {
	Kind  messageKind
	Job   *apartJob
	Block *Block
	Skip  *Skip
	Name  string
	Size  int64 // of a member; of a read: how much
	Off   int64
	Data  []byte
	Used  int64 // bytes that were unpacked so far
	Fault bool  // of messageDone, messageRead: it failed otherwise than by a Skip
}

type messageKind byte

const (
	messageJob    messageKind = iota // read this file
	messageRead                      // asks for bytes of the file, and answers
	messageText                      // a block
	messageSkip                      // Out.Skip(Name, Skip)
	messageImage                     // ImageCounter.Image
	messageOCR                       // asks what a picture shows, and answers
	messageMember                    // a member begins, the data that follow are its content
	messageData                      // content of the member
	messageEnd                       // the member's end, or its Skip
	messageDone                      // the file's end, or its Skip
)

// An apartJob is a file to be read.
type apartJob struct {
	Format    string
	Name      string
	Size      int64
	Depth     int   // Budget.Depth
	Bytes     int64 // Budget.Bytes, or less if the ratio allows less
	TempDir   string
	Passwords []string
	OCR       bool
}

// A apartProcess is one process.
type apartProcess struct {
	cmd  *exec.Cmd
	in   *bufio.Writer
	pipe io.Closer
	enc  *gob.Encoder
	dec  *gob.Decoder
	uses int

	killed sync.Once
	why    *Skip // set before it is killed
}

// An apartPool bounds the processes of a level.
type apartPool struct {
	free chan struct{}
	idle chan *apartProcess
}

func (a *Apart) pool(level int) *apartPool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.pools == nil {
		a.pools, a.alive = make(map[int]*apartPool), make(map[*apartProcess]bool)
	}
	p := a.pools[level]
	if p == nil {
		n := a.Processes
		switch {
		case level > 0:
			n = 1
		case n <= 0:
			n = apartProcesses
		}
		p = &apartPool{make(chan struct{}, n), make(chan *apartProcess, n)}
		a.pools[level] = p
	}
	return p
}

// take returns a process, and how to give it back.
func (a *Apart) take(ctx context.Context, level int) (*apartProcess, func(ok bool), error) {
	pool := a.pool(level)
	select {
	case pool.free <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	var p *apartProcess
	select {
	case p = <-pool.idle:
	default:
		var err error
		if p, err = a.start(); err != nil {
			<-pool.free
			return nil, nil, err
		}
	}
	return p, func(ok bool) {
		if p.uses++; ok && p.uses < apartUses {
			pool.idle <- p
		} else {
			a.end(p)
		}
		<-pool.free
	}, nil
}

func (a *Apart) start() (*apartProcess, error) {
	cmd := exec.Command(a.Command[0], a.Command[1:]...)
	if a.Args0 != "" {
		cmd.Args[0] = a.Args0
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start a process that reads files: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start a process that reads files: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a process that reads files: %w", err)
	}
	w := bufio.NewWriterSize(in, packedBuffer)
	p := &apartProcess{cmd: cmd, in: w, pipe: in, enc: gob.NewEncoder(w), dec: gob.NewDecoder(bufio.NewReaderSize(out, packedBuffer))}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.alive[p] = true
	if !a.watch {
		a.watch = true
		go a.watchMemory()
	}
	return p, nil
}

// end ends a process and returns how it ended.
func (a *Apart) end(p *apartProcess) error {
	_ = p.pipe.Close()
	p.kill(nil)
	err := p.cmd.Wait()
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.alive, p)
	return err
}

// kill ends a process for a reason that its file is then listed with.
func (p *apartProcess) kill(why *Skip) {
	p.killed.Do(func() {
		p.why = why
		_ = p.cmd.Process.Kill()
	})
}

// Close ends all processes. None may be in use.
func (a *Apart) Close() {
	a.mu.Lock()
	var all []*apartProcess
	for p := range a.alive {
		all = append(all, p)
	}
	a.mu.Unlock()
	for _, p := range all {
		_ = a.end(p)
	}
}

// watchMemory kills the largest process when all together take too much, where
// the system tells. It ends with the last process.
func (a *Apart) watchMemory() {
	for {
		time.Sleep(50 * time.Millisecond)
		a.mu.Lock()
		var sum, most int64
		var largest *apartProcess
		for p := range a.alive {
			n := residentMemory(p.cmd.Process.Pid)
			sum += n
			if n > most {
				most, largest = n, p
			}
		}
		if len(a.alive) == 0 {
			a.watch = false
			a.mu.Unlock()
			return
		}
		a.mu.Unlock()
		if sum > apartMemoryAll && largest != nil {
			largest.kill(&Skip{ReasonTooLarge, "needs more memory to be read than there is for it: what came before was scanned"})
		}
	}
}

// extract has f read by a process.
func (a *Apart) extract(ctx context.Context, format *Format, f *File, out Out) error {
	b := f.Budget
	if b.apart >= apartLevels {
		return &Skip{ReasonTooDeep, fmt.Sprintf("more than %d formats inside each other that are read by processes of their own", apartLevels)}
	}
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	p, give, err := a.take(ctx, b.apart)
	if err != nil {
		return err
	}
	if err := b.enter(c.size); err != nil {
		give(true)
		return err
	}
	b.apart++
	defer func() { b.apart--; b.leave() }()
	s := &apartSession{ctx: ctx, a: a, p: p, c: c, f: f, out: out}
	err, ok := s.run(format)
	if !ok {
		err = s.crashed(err)
	}
	give(ok)
	if s.fault != nil {
		return s.fault
	}
	return c.fault(err)
}

var errApartGone = errors.New("the process that read the file is gone")
