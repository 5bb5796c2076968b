// Package pdfium reads PDF files by PDFium, compiled to WebAssembly: a file that
// makes it run wild can write to memory of its own only.
//
// It calls the functions of PDFium's C interface (fpdf*.h) directly, since the
// Go interface of the library takes several calls and allocations for each
// character. Start at [Open]. A [Document] and what comes from it is for one
// goroutine at a time.
package pdfium

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"
	"sync/atomic"

	library "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

const (
	// memoryPages bounds the memory of an instance, in pages of 64 KB. 128 MB did
	// 1,250 pages; without a bound a bomb of 2,231 bytes took 4.5 GB.
	memoryPages = 2048
	pageBytes   = 64 << 10
	// instances is how many documents are open at once in this process.
	instances = 2
)

// engine is PDFium compiled, which takes 3 s of CPU, or 0.13 s from the cache.
var engine struct {
	sync.Once
	done atomic.Bool
	pool library.Pool
	err  error
	free chan struct{} // holds a token for each document that may be opened
}

// Started reports whether Start has nothing to do any more.
func Started() bool { return engine.done.Load() }

// Start compiles PDFium, which takes 300 MB of memory for 3 s, or takes what the
// cache has of it. Open does so itself if need be, and tells what is wrong.
func Start() { engine.Do(start) }

// start compiles PDFium. What it may touch of this machine is nothing: the
// library's default lets it see all files.
func start() {
	engine.free = make(chan struct{}, instances)
	for range instances {
		engine.free <- struct{}{}
	}
	defer engine.done.Store(true)
	rc := wazero.NewRuntimeConfig().WithMemoryLimitPages(memoryPages)
	if dir, err := cacheDir(); err == nil {
		defer oneAtATime(dir)()
		if c, err := wazero.NewCompilationCacheWithDir(dir); err == nil {
			rc = rc.WithCompilationCache(c)
		}
	}
	engine.pool, engine.err = webassembly.Init(webassembly.Config{
		MaxTotal: -1, MaxIdle: instances, RuntimeConfig: rc,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
	})
	if engine.err != nil {
		engine.err = fmt.Errorf("start the reader of PDF: %w", engine.err)
	}
}

// An instance is a PDFium with memory of its own. After a trap, which is how
// WebAssembly ends that ran out of memory or wild, nothing can be done with it.
type instance struct {
	lib   library.Pdfium
	files fileAccess
	mod   api.Module
	fns   map[string]api.Function
	err   error // of the first call that trapped
	stack [8]uint64
	room  uint32 // scratch memory in the instance
	size  uint32
}

// fileAccess is the one thing that the library's own code is needed for: PDFium
// calls back for pieces of the file.
type fileAccess interface {
	CreateFileAccessReader(size int64, r io.ReadSeeker) (access *uint64, index *uint32, err error)
}

// newInstance returns an instance; the caller closes it.
func newInstance(ctx context.Context) (*instance, error) {
	engine.Do(start)
	if engine.err != nil {
		return nil, engine.err
	}
	select {
	case <-engine.free:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	lib, err := engine.pool.GetInstanceWithContext(ctx)
	if err != nil {
		engine.free <- struct{}{}
		return nil, fmt.Errorf("start the reader of PDF: %w", err)
	}
	p := &instance{lib: lib, fns: make(map[string]api.Function)}
	own := reflect.ValueOf(lib.GetImplementation())
	p.files, _ = own.Interface().(fileAccess)
	if m := own.Elem().FieldByName("Module"); m.IsValid() {
		p.mod, _ = m.Interface().(api.Module)
	}
	if p.files == nil || p.mod == nil {
		p.close()
		return nil, errors.New("start the reader of PDF: the library is not the one this was made for")
	}
	return p, nil
}

func (p *instance) close() {
	_ = p.lib.Close()
	engine.free <- struct{}{}
}

// call calls a function of PDFium. After a trap it does nothing and returns 0.
func (p *instance) call(name string, args ...uint64) uint64 {
	if p.err != nil {
		return 0
	}
	fn := p.fns[name]
	if fn == nil {
		if fn = p.mod.ExportedFunction(name); fn == nil {
			p.err = errors.New("PDFium has no " + name)
			return 0
		}
		p.fns[name] = fn
	}
	n := copy(p.stack[:], args)
	if err := fn.CallWithStack(context.Background(), p.stack[:max(n, 1)]); err != nil {
		p.err = ErrTrap
		if p.mod.Memory().Size() > memoryPages/8*7*pageBytes {
			p.err = ErrMemory
		}
		return 0
	}
	return p.stack[0]
}

// number calls a function that returns an int.
func (p *instance) number(name string, args ...uint64) int {
	return int(int32(p.call(name, args...)))
}

// scratch returns n bytes of the instance's memory, good until the next call of
// scratch; 0 if there is not so much.
func (p *instance) scratch(n uint32) uint32 {
	if n <= p.size {
		return p.room
	}
	if p.room != 0 {
		p.call("free", uint64(p.room))
	}
	n = max(n, 64<<10)
	p.room, p.size = uint32(p.call("malloc", uint64(n))), n
	if p.room == 0 {
		p.size = 0
	}
	return p.room
}

// bytes returns n bytes at ptr, valid until the next call; nil beyond the memory.
func (p *instance) bytes(ptr, n uint32) []byte {
	b, ok := p.mod.Memory().Read(ptr, n)
	if !ok {
		return nil
	}
	return b
}

// name puts a string that ends in NUL into memory of its own and returns it.
func (p *instance) name(s string) uint32 {
	ptr := uint32(p.call("malloc", uint64(len(s)+1)))
	if ptr == 0 || !p.mod.Memory().Write(ptr, append([]byte(s), 0)) {
		return 0
	}
	return ptr
}
