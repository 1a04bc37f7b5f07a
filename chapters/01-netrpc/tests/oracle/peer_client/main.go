// SPDX-License-Identifier: MIT

// peer_client is Go's net/rpc client playing through named scenarios against a
// server, ours or peer_server: the oracle of everything a client may see.
//
//	--codec gob|jsonrpc|http   how to dial (http: CONNECT /_goRPC_, then gob)
//	--connect ADDR             the server
//	--script NAME[,NAME…]      scenarios below, or all (default): those that one
//	                           peer_server with this codec can answer
//	--seed N                   of scenario echo (default 1; printed when it fails)
//	--listen ADDR, --times N   for reverse: where to accept, how many connections (1)
//
// Prints `ok NAME` for each scenario; at the first mismatch, one sentence on stderr
// and status 1. Each scenario has 20 s.
//
//	getuser          users 1 and 2 as the article has them          UserServer
//	getuser_missing  不存在查询用户                                  UserServer
//	async64          64 calls in flight, every answer the right one HelloService
//	slow_fast        a gated call holds up none of 100 others       Slow, Arith
//	errors           Go's error strings, and the connection lives on UserServer, Arith
//	echo             random values there and back                   Echo
//	kv               get, set, watch, timeout; watches leave nothing KVStoreService
//	leave            leaving mid-call and mid-message               Slow, Arith
//	shutdown         calls after Close: connection is shut down     Slow
//	die              the server's connections close mid-call        Die, Slow
//	http_debug       /debug/rpc lists services; GET /_goRPC_ is 405  http only
//	login            netrpc 4.3.4 (peer_server --login)             not in all
//	reverse          netrpc 4.3.3: listens instead of dialling; prints
//	                 `listening on ADDR`, says Hello over what it accepts   not in all
package main

import (
	"flag"
	"fmt"
	"net/rpc"
	"net/rpc/jsonrpc"
	"os"
	"strings"
	"time"
)

const deadline = 20 * time.Second

// peer is what a scenario needs to know.
type peer struct {
	codec, connect, listen string
	times                  int
	seed                   int64
}

func (p *peer) dial() (*rpc.Client, error) {
	switch p.codec {
	case "gob":
		return rpc.Dial("tcp", p.connect)
	case "jsonrpc":
		return jsonrpc.Dial("tcp", p.connect)
	case "http":
		return rpc.DialHTTP("tcp", p.connect)
	}
	return nil, fmt.Errorf("--codec %q: want gob, jsonrpc or http", p.codec)
}

type scenario struct {
	name  string
	run   func(*peer) error
	inAll func(*peer) bool
}

func always(*peer) bool     { return true }
func never(*peer) bool      { return false }
func overHTTP(p *peer) bool { return p.codec == "http" }

var scenarios = []scenario{
	{"getuser", getUser, always},
	{"getuser_missing", getUserMissing, always},
	{"async64", async64, always},
	{"slow_fast", slowFast, always},
	{"errors", errorStrings, always},
	{"echo", echo, always},
	{"kv", kv, always},
	{"leave", leave, always},
	{"shutdown", shutdown, always},
	{"die", die, always},
	{"http_debug", httpDebug, overHTTP},
	{"login", login, never},
	{"reverse", reverse, never},
}

func main() {
	var p peer
	flag.StringVar(&p.codec, "codec", "gob", "gob, jsonrpc or http")
	flag.StringVar(&p.connect, "connect", "", "address of the server")
	script := flag.String("script", "all", "scenarios, separated by commas")
	flag.Int64Var(&p.seed, "seed", 1, "of scenario echo")
	flag.StringVar(&p.listen, "listen", "127.0.0.1:0", "of scenario reverse")
	flag.IntVar(&p.times, "times", 1, "connections scenario reverse accepts")
	flag.Parse()
	chosen, err := choose(&p, *script)
	if err != nil {
		fmt.Fprintln(os.Stderr, "peer_client:", err)
		os.Exit(2)
	}
	for _, s := range chosen {
		if err := within(deadline, func() error { return s.run(&p) }); err != nil {
			fmt.Fprintf(os.Stderr, "peer_client: %s over %s: %v\n", s.name, p.codec, err)
			os.Exit(1)
		}
		fmt.Println("ok", s.name)
	}
}

func choose(p *peer, script string) ([]scenario, error) {
	var chosen []scenario
	for _, name := range strings.Split(script, ",") {
		found := false
		for _, s := range scenarios {
			if s.name == name || name == "all" && s.inAll(p) {
				chosen = append(chosen, s)
				found = true
			}
		}
		if !found {
			return nil, fmt.Errorf("no scenario %q", name)
		}
		if p.connect == "" && name != "reverse" {
			return nil, fmt.Errorf("--connect ADDR is missing")
		}
	}
	return chosen, nil
}

// within runs f, but not for longer than limit; then f is left where it hangs,
// because the program ends.
func within(limit time.Duration, f func() error) error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return fmt.Errorf("did not finish within %v", limit)
	}
}
