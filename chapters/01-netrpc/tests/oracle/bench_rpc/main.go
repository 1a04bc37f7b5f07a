// SPDX-License-Identifier: MIT

// bench_rpc is the peer of the chapter's RPC benchmark: the same program in Go's
// net/rpc, gob over TCP, UserServer.GetUser of user 1.
//
//	bench_rpc server [--listen ADDR]
//	    prints `listening on ADDR`, serves until stdin ends. A line `mem` on stdin is
//	    answered with one JSON line about this process; `gc` does the same after a
//	    collection that gives free pages back to the system:
//	    {"connections":N,"vm_rss_kb":…,"pss_kb":…,"heap_inuse_kb":…,"stack_inuse_kb":…,"sys_kb":…}
//	bench_rpc client --connect ADDR --mode serial|inflight64 [--seconds S]
//	    calls for S seconds (default 2) after 0.2 s of warming up, on one connection,
//	    one at a time or always 64 in flight, checks every reply, and prints one JSON
//	    line: {"name":"serial","calls_per_s":…,"calls":…,"seconds":…}
//	bench_rpc idle --connect ADDR [--connections N]
//	    opens N connections (default 2000), makes one call on each so that both ends
//	    have their codecs, prints `holding N`, and holds them until stdin ends
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/rpc"
	"os"
	"time"
)

// GetUserReq, GetUserResp and UserServer are the article's.
type (
	GetUserReq struct {
		Id string `json:"id"`
	}
	GetUserResp struct {
		Id    string
		Name  string
		Phone string
	}
)

var bala = GetUserResp{"1", "bala", "13100001111"}

const (
	warmUp   = 200 * time.Millisecond
	inFlight = 64
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench_rpc: ")
	if len(os.Args) < 2 {
		log.Fatal("usage: bench_rpc server|client|idle …, described at the top of its main.go")
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	listen := flags.String("listen", "127.0.0.1:0", "address to listen on")
	connect := flags.String("connect", "", "address of the server")
	mode := flags.String("mode", "serial", "serial or inflight64")
	seconds := flags.Float64("seconds", 2, "how long to call")
	connections := flags.Int("connections", 2000, "connections to hold")
	flags.Parse(os.Args[2:])
	var err error
	switch os.Args[1] {
	case "server":
		err = server(*listen)
	case "client":
		err = client(*connect, *mode, time.Duration(*seconds*float64(time.Second)))
	case "idle":
		err = idle(*connect, *connections)
	default:
		err = fmt.Errorf("%q: want server, client or idle", os.Args[1])
	}
	if err != nil {
		log.Fatal(err)
	}
}

func check(call *rpc.Call) error {
	if call.Error != nil {
		return call.Error
	}
	if got := *call.Reply.(*GetUserResp); got != bala {
		return fmt.Errorf("GetUser(1) is %+v; expected %+v", got, bala)
	}
	return nil
}

// calls keeps `depth` calls in flight for that long and counts the finished ones.
func calls(c *rpc.Client, depth int, length time.Duration) (count int, took time.Duration, err error) {
	done := make(chan *rpc.Call, depth)
	start := time.Now()
	for i := 0; i < depth; i++ {
		c.Go("UserServer.GetUser", GetUserReq{"1"}, new(GetUserResp), done)
	}
	for pending := depth; pending > 0; {
		call := <-done
		if err := check(call); err != nil {
			return 0, 0, err
		}
		count++
		if time.Since(start) < length {
			c.Go("UserServer.GetUser", GetUserReq{"1"}, new(GetUserResp), done)
		} else {
			pending--
		}
	}
	return count, time.Since(start), nil
}

func client(connect, mode string, length time.Duration) error {
	depth, ok := map[string]int{"serial": 1, "inflight64": inFlight}[mode]
	if !ok {
		return fmt.Errorf("--mode %q: want serial or inflight64", mode)
	}
	c, err := rpc.Dial("tcp", connect)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, _, err := calls(c, depth, warmUp); err != nil {
		return err
	}
	count, took, err := calls(c, depth, length)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(struct {
		Name    string  `json:"name"`
		Rate    float64 `json:"calls_per_s"`
		Calls   int     `json:"calls"`
		Seconds float64 `json:"seconds"`
	}{mode, float64(count) / took.Seconds(), count, took.Seconds()})
}

func idle(connect string, count int) error {
	held := make([]*rpc.Client, count)
	for i := range held {
		c, err := rpc.Dial("tcp", connect)
		if err != nil {
			return fmt.Errorf("connection %d: %w", i+1, err)
		}
		defer c.Close()
		if err := check(<-c.Go("UserServer.GetUser", GetUserReq{"1"}, new(GetUserResp), nil).Done); err != nil {
			return fmt.Errorf("connection %d: %w", i+1, err)
		}
		held[i] = c
	}
	fmt.Printf("holding %d\n", count)
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}
