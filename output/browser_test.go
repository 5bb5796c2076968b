package output

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// A browser is a Chromium without a window that is told what to do by the
// DevTools protocol, over a pipe: messages are JSON and end with a zero byte. See
// https://chromedevtools.github.io/devtools-protocol/.
type browser struct {
	t       *testing.T
	to      *os.File
	session string
	mu      sync.Mutex
	next    int
	answers map[int]chan message
	loaded  chan struct{}
	wrong   []string // errors and warnings on the console
	asked   []string // addresses that pages asked for
}

type message struct {
	ID     int             `json:"id,omitempty"`
	Method string          `json:"method,omitempty"`
	Params json.RawMessage `json:"params,omitempty"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
	Session string `json:"sessionId,omitempty"`
}

// newBrowser starts a browser with one page, or skips the test if there is none.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	program, err := exec.LookPath("chromium")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("chromium is not installed: pages are not tried in a browser")
	}
	theirIn, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	from, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"--headless", "--window-size=1120,900", "--remote-debugging-pipe", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage", "--user-data-dir=" + t.TempDir()}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // it refuses root otherwise
	}
	cmd := exec.Command(program, args...)
	cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirIn.Close()
	theirOut.Close()
	b := &browser{t: t, to: to, answers: map[int]chan message{}, loaded: make(chan struct{}, 8)}
	go b.listen(from)
	t.Cleanup(func() {
		b.send("Browser.close", nil)
		_ = cmd.Wait()
		to.Close()
		from.Close()
	})
	b.open()
	return b
}

// open makes a page and listens to what it does.
func (b *browser) open() {
	b.t.Helper()
	var target struct{ TargetID, SessionID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &target)
	b.session = target.SessionID
	for _, domain := range []string{"Page", "Runtime", "Network", "Log"} {
		b.call(domain+".enable", nil, nil)
	}
}

func (b *browser) listen(from *os.File) {
	in := bufio.NewReaderSize(from, 1<<20)
	for {
		text, err := in.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if json.Unmarshal(text[:len(text)-1], &m) != nil {
			continue
		}
		b.mu.Lock()
		if answer := b.answers[m.ID]; answer != nil {
			delete(b.answers, m.ID)
			answer <- m
		} else {
			b.note(m)
		}
		b.mu.Unlock()
	}
}

// note keeps what a page complains about or asks for.
func (b *browser) note(m message) {
	var p struct {
		Type    string
		Request struct{ URL string }
		Entry   struct{ Level, Text string }
	}
	_ = json.Unmarshal(m.Params, &p)
	switch {
	case m.Method == "Page.loadEventFired":
		select {
		case b.loaded <- struct{}{}:
		default:
		}
	case m.Method == "Network.requestWillBeSent":
		b.asked = append(b.asked, p.Request.URL)
	case m.Method == "Runtime.exceptionThrown", m.Method == "Runtime.consoleAPICalled" && (p.Type == "error" || p.Type == "warning"),
		m.Method == "Log.entryAdded" && (p.Entry.Level == "error" || p.Entry.Level == "warning"):
		b.wrong = append(b.wrong, string(m.Params))
	}
}

func (b *browser) send(method string, params any) chan message {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.next++
	answer := make(chan message, 1)
	b.answers[b.next] = answer
	p, _ := json.Marshal(params)
	if params == nil {
		p = []byte("{}")
	}
	text, _ := json.Marshal(message{ID: b.next, Method: method, Params: p, Session: b.session})
	_, _ = b.to.Write(append(text, 0))
	return answer
}

// call asks the browser for something and reads its answer into result.
func (b *browser) call(method string, params, result any) {
	b.t.Helper()
	select {
	case m := <-b.send(method, params):
		if m.Error != nil {
			b.t.Fatalf("%s: %s", method, m.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(m.Result, result); err != nil {
				b.t.Fatalf("%s: %v", method, err)
			}
		}
	case <-time.After(2 * time.Minute): // a browser that hangs is no reason to hang
		b.t.Fatalf("%s: no answer", method)
	}
}

// visit opens a file as see does.
func (b *browser) visit(file string, script bool) {
	b.t.Helper()
	b.see("file://"+file, script)
}

// see opens an address and waits until the page is there; with its script, until
// the lists are.
func (b *browser) see(address string, script bool) {
	b.t.Helper()
	b.mu.Lock()
	b.wrong, b.asked = nil, nil
	b.mu.Unlock()
	b.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": !script}, nil)
	b.call("Page.navigate", map[string]any{"url": address}, nil)
	select {
	case <-b.loaded:
	case <-time.After(2 * time.Minute):
		b.t.Fatal("the page does not load")
	}
	if script {
		b.eval(`new Promise((done, no) => { let n = 0; const wait = () => document.documentElement.dataset.ready ? done() : n++ > 6000 ? no('the page is not ready') : setTimeout(wait, 10); wait(); })`)
	}
}

// eval returns what an expression, or what it promises, is as text.
func (b *browser) eval(expression string) string {
	b.t.Helper()
	var r struct {
		Result struct {
			Value any
		}
		ExceptionDetails json.RawMessage
	}
	b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &r)
	if r.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", expression, r.ExceptionDetails)
	}
	return fmt.Sprint(r.Result.Value)
}

// press sends a key as a keyboard does.
func (b *browser) press(key string) {
	b.t.Helper()
	code := map[string]int{"Enter": 13, "Escape": 27, "End": 35, "Home": 36, "ArrowUp": 38, "ArrowDown": 40}[key]
	for _, kind := range []string{"rawKeyDown", "keyUp"} {
		b.call("Input.dispatchKeyEvent", map[string]any{"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}, nil)
	}
}

// pdf prints the page as a user would.
func (b *browser) pdf() []byte {
	b.t.Helper()
	var r struct{ Data string }
	b.call("Page.printToPDF", map[string]any{"preferCSSPageSize": true, "printBackground": true}, &r)
	text, err := base64.StdEncoding.DecodeString(r.Data)
	if err != nil {
		b.t.Fatal(err)
	}
	return text
}

// quiet fails the test if a page complained or asked for anything but itself.
func (b *browser) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.wrong) > 0 {
		b.t.Errorf("the console says: %s", strings.Join(b.wrong, "\n"))
	}
	if len(b.asked) != 1 || !strings.HasPrefix(b.asked[0], "file:///") {
		b.t.Errorf("the page asked for %q, want itself alone", b.asked)
	}
}
