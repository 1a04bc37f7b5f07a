// SPDX-License-Identifier: MIT

// accept_backoff lets grpc-go's Serve say how long it waits before it tries to
// accept again: the oracle of next_accept_delay. A listener has a trouble that
// may pass --errors times (default 7; 10 reach the longest delay, and take 3 s),
// then a connection, then the trouble twice more, and then it fails for good.
//
// Prints `delays_ms 5 10 20 40 80 160 320`, `after_success_ms 5 10` and
// `serve: TEXT`, the error that Serve ends with. The delays are not measured but
// read in grpc-go's own log of events, so a busy machine does not change them;
// that Serve did wait as long as it says is checked.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http/httptest"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/trace"
	"google.golang.org/grpc"
)

type temporary struct{}

func (temporary) Error() string   { return "too many open files" }
func (temporary) Temporary() bool { return true }

const afterSuccess = 2

// scripted is asked by Serve alone, one time after the other.
type scripted struct {
	errors int
	asked  []time.Time
	client net.Conn // the other end of the one connection
}

func (s *scripted) Accept() (net.Conn, error) {
	s.asked = append(s.asked, time.Now())
	switch n := len(s.asked); {
	case n == s.errors+1:
		server, client := net.Pipe()
		s.client = client
		return server, nil
	case n <= s.errors+1+afterSuccess:
		return nil, temporary{}
	}
	return nil, errors.New("gone for good")
}

func (*scripted) Close() error   { return nil }
func (*scripted) Addr() net.Addr { return &net.TCPAddr{} }

var retrying = regexp.MustCompile(`too many open files; retrying in ([^\s<]+)`)

// logged has the delays that the server has put into its log, in their order:
// the page that shows the log has the newest last.
func logged() []time.Duration {
	page := httptest.NewRecorder()
	trace.RenderEvents(page, httptest.NewRequest("GET", "/?fam=grpc.Server&b=0&exp=1", nil), true)
	var all []time.Duration
	for _, found := range retrying.FindAllStringSubmatch(page.Body.String(), -1) {
		delay, err := time.ParseDuration(found[1])
		if err != nil {
			log.Fatal(err)
		}
		all = append(all, delay)
	}
	return all
}

func milliseconds(delays []time.Duration) string {
	var all []string
	for _, delay := range delays {
		all = append(all, fmt.Sprint(delay.Milliseconds()))
	}
	return strings.Join(all, " ")
}

// check ends the program if the listener was asked again before the delay was
// over.
func check(asked []time.Time, delays []time.Duration) {
	for i, delay := range delays {
		if gap := asked[i+1].Sub(asked[i]); gap < delay {
			log.Fatalf("grpc-go says that it waits %v, and waited %v", delay, gap)
		}
	}
}

func main() {
	many := flag.Int("errors", 7, "how many times accepting fails before it succeeds")
	flag.Parse()
	log.SetFlags(0)
	log.SetPrefix("accept_backoff: ")
	grpc.EnableTracing = true // or there is no log
	listener := &scripted{errors: *many}
	server := grpc.NewServer()
	err := server.Serve(listener)
	delays := logged()
	if err == nil || len(delays) != *many+afterSuccess {
		log.Fatalf("Serve ended with %v after the delays %v", err, delays)
	}
	listener.client.Close()
	server.Stop()
	check(listener.asked, delays[:*many])
	check(listener.asked[*many+1:], delays[*many:])
	fmt.Println("delays_ms", milliseconds(delays[:*many]))
	fmt.Println("after_success_ms", milliseconds(delays[*many:]))
	fmt.Println("serve:", err)
}
