// SPDX-License-Identifier: MIT

// diff_gob is the oracle of the differential tests: what does Go make of these
// bytes? It is a long-lived process that answers frames on stdin with frames on
// stdout, one at a time, until stdin ends. All integers are little-endian.
//
//	request   u32 length | u8 op      | payload      length counts op and payload
//	response  u32 length | u8 verdict | payload      length counts verdict and payload
//
// Verdicts: A accepted, R refused, P Go panicked or its process died, T the op
// took longer than 10 s, X the request itself makes no sense (a bug of the asker).
// Type numbers are those of the table in types.go; text is package canon's.
//
//	'd' decode    in   u8 type | gob stream, all values until its end, one fresh Decoder
//	              A    one canonical line per value, each ended by \n (none for an empty stream)
//	              R    the error, \n, then the lines of the values before it
//	'e' re-encode in   as d
//	              A    the values written by one fresh Encoder; type ids are whatever
//	                   this process has come to, so compare by decoding, not bytes
//	'g' generate  in   u8 type | u64 seed | u16 count
//	              A    u32 n | n bytes of gob stream | canonical lines as Go decodes that stream
//	'j' json      in   bytes of a JSON-RPC connection's request side, given to jsonrpc's server
//	    server         codec with UserServer and Arith registered; one request at a time, so
//	                   replies keep the order of requests
//	              A    u32 n | n bytes of replies | how reading ended (EOF)
//	              R    the same, but reading ended in an error other than EOF
//	'c' json      in   u8 k | bytes of a response side, given to jsonrpc's client once it has calls
//	    client         with ids 0..k-1 of UserServer.GetUser pending
//	              A    a line per call: "0 ok {…}" with the reply's canonical text or "0 error TEXT"
//
// Go's decoder may die of bytes it should refuse (a map said to have 2^40
// entries is allocated before it is read), so a child does the work, under a
// limit of 4 GiB address space, and is replaced when it dies.
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

const (
	maxFrame  = 64 << 20 // bytes; a longer request is a bug of the asker
	opTimeout = 10 * time.Second
)

func readFrame(r io.Reader) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(head[:])
	if n == 0 || n > maxFrame {
		return nil, fmt.Errorf("frame of %d bytes: want 1 to %d", n, maxFrame)
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, fmt.Errorf("frame cut short: %w", err)
	}
	return body, nil
}

func writeFrame(w io.Writer, kind byte, payload []byte) error {
	frame := make([]byte, 5, 5+len(payload))
	binary.LittleEndian.PutUint32(frame, uint32(1+len(payload)))
	frame[4] = kind
	_, err := w.Write(append(frame, payload...))
	return err
}

// firstLine keeps the first line of what a dying Go process says of itself.
type firstLine struct {
	text []byte
	full bool
}

func (f *firstLine) Write(p []byte) (int, error) {
	for _, c := range p {
		f.full = f.full || c == '\n' || len(f.text) == 200
		if !f.full {
			f.text = append(f.text, c)
		}
	}
	return len(p), nil
}

// worker is the child that does the work.
type worker struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	last firstLine // of its stderr; to be read after stop
}

func startWorker() (*worker, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, "--worker")
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w := &worker{cmd: cmd, in: in, out: bufio.NewReader(out)}
	cmd.Stderr = &w.last
	return w, cmd.Start()
}

type answer struct {
	body []byte
	err  error
}

// ask gives one request to the child. ok is false when the child is gone.
func (w *worker) ask(request []byte) (body []byte, ok bool) {
	answers := make(chan answer, 1)
	go func() {
		if err := writeFrame(w.in, request[0], request[1:]); err != nil {
			answers <- answer{nil, err}
			return
		}
		body, err := readFrame(w.out)
		answers <- answer{body, err}
	}()
	timer := time.NewTimer(opTimeout)
	defer timer.Stop()
	select {
	case a := <-answers:
		if a.err == nil {
			return a.body, true
		}
		w.stop()
		return append([]byte{'P'}, "the Go process died: "+string(w.last.text)...), false
	case <-timer.C:
		w.stop()
		<-answers
		return append([]byte{'T'}, fmt.Sprintf("no answer within %v", opTimeout)...), false
	}
}

// stop ends the child, if it has not ended by itself. How it ended is of no
// interest: it was told to, or last says what happened.
func (w *worker) stop() {
	w.in.Close()
	_ = w.cmd.Process.Kill()
	_ = w.cmd.Wait()
}

func supervise() error {
	in := bufio.NewReader(os.Stdin)
	var w *worker
	for {
		request, err := readFrame(in)
		if err != nil {
			if w != nil {
				w.stop()
			}
			if err == io.EOF {
				return nil
			}
			return err
		}
		if w == nil {
			if w, err = startWorker(); err != nil {
				return err
			}
		}
		body, ok := w.ask(request)
		if !ok {
			w = nil
		}
		if err := writeFrame(os.Stdout, body[0], body[1:]); err != nil {
			return err
		}
	}
}

func main() {
	var err error
	switch {
	case len(os.Args) == 1:
		err = supervise()
	case len(os.Args) == 2 && os.Args[1] == "--worker":
		err = work(os.Stdin, os.Stdout)
	default:
		err = fmt.Errorf("takes no arguments; its protocol is described at the top of its main.go")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "diff_gob:", err)
		os.Exit(1)
	}
}
