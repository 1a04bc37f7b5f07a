// SPDX-License-Identifier: MIT

// peer_reverse_server is the inner side of netrpc 4.3.3 in Go: it dials out and
// serves HelloService on the connection it made, and dials again when that ends.
//
//	--connect ADDR    whom to dial
//	--times N         serve that many connections, then end with status 0 (default 0: for ever)
//
// Prints `connected to ADDR` for every connection. While nobody listens it tries
// again every 50 ms. Ends when stdin is closed; a harness must keep stdin open.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/rpc"
	"os"
	"time"
)

const redial = 50 * time.Millisecond

// HelloService greets anybody.
type HelloService struct{}

// Hello is "hello:" and the request.
func (*HelloService) Hello(request string, reply *string) error {
	*reply = "hello:" + request
	return nil
}

func main() {
	connect := flag.String("connect", "", "address to dial")
	times := flag.Int("times", 0, "connections to serve; 0 is no end")
	flag.Parse()
	log.SetFlags(0)
	log.SetPrefix("peer_reverse_server: ")
	if *connect == "" {
		log.Fatal("--connect ADDR is missing")
	}
	if err := rpc.Register(new(HelloService)); err != nil {
		log.Fatal(err)
	}
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	for served := 0; *times == 0 || served < *times; {
		conn, err := net.Dial("tcp", *connect)
		if err != nil {
			<-time.After(redial)
			continue
		}
		fmt.Printf("connected to %s\n", *connect)
		rpc.ServeConn(conn)
		conn.Close()
		served++
	}
}
