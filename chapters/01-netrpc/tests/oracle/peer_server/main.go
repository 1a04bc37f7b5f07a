// SPDX-License-Identifier: MIT

// peer_server is Go's net/rpc server with the services that the chapter's
// clients (and peer_client) call: the oracle of everything a server may do.
//
//	--codec gob|jsonrpc|http   http is gob after CONNECT /_goRPC_, with the debug
//	                           page at /debug/rpc on the same listener
//	--listen ADDR              default 127.0.0.1:0, any free port
//	--login                    every connection has a HelloService of its own that wants
//	                           Login first (netrpc 4.3.4), and nothing else; not with http
//
// Prints one line, `listening on 127.0.0.1:PORT`, and serves until stdin is closed
// or SIGINT comes (status 0). A harness must therefore keep stdin open.
//
//	UserServer.GetUser(GetUserReq) GetUserResp      inside, net_rpc实践案例
//	HelloService.Hello(string) string               "hello:" + request
//	Arith.Add/Multiply(Args) int, .Divide(Args) Quotient    "divide by zero"
//	Echo.Int/Uint/Float/Complex/String/Bytes/Slice/Map/Nested/Any   the argument; Complex
//	                                                and Any over gob only
//	Slow.Wait(ms int) int                           answers after that time
//	Slow.Gate(name) name, Slow.Open(name) bool      Gate answers once Open was called
//	KVStoreService.Get/Set/Watch                    netrpc 4.3.2 without its leak
//	Die.Now("connections"|"process")                closes every connection | status 3,
//	                                                and never answers
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/rpc"
	"net/rpc/jsonrpc"
	"os"
	"os/signal"
	"sync"
)

// tracked remembers the connections it accepted, for Die.
type tracked struct {
	net.Listener
	mu    sync.Mutex
	conns []net.Conn
}

func (t *tracked) Accept() (net.Conn, error) {
	conn, err := t.Listener.Accept()
	if err == nil {
		t.mu.Lock()
		t.conns = append(t.conns, conn)
		t.mu.Unlock()
	}
	return conn, err
}

func (t *tracked) closeAll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, conn := range t.conns {
		conn.Close()
	}
	t.conns = nil
}

func main() {
	codec := flag.String("codec", "gob", "gob, jsonrpc or http")
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on")
	login := flag.Bool("login", false, "only HelloService, one per connection, Login first")
	flag.Parse()
	log.SetFlags(0)
	log.SetPrefix("peer_server: ")
	if err := run(*codec, *listen, *login); err != nil {
		log.Fatal(err)
	}
}

func run(codec, listen string, login bool) error {
	inner, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	listener := &tracked{Listener: inner}
	serve, err := chooseServe(codec, login, listener)
	if err != nil {
		return err
	}
	fmt.Printf("listening on %s\n", listener.Addr())
	go endWithStdin()
	return serve()
}

// endWithStdin ends the program, status 0, when stdin ends or SIGINT comes.
func endWithStdin() {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	ended := make(chan struct{})
	go func() {
		io.Copy(io.Discard, bufio.NewReader(os.Stdin))
		close(ended)
	}()
	select {
	case <-interrupted:
	case <-ended:
	}
	os.Exit(0)
}

func chooseServe(codec string, login bool, listener *tracked) (func() error, error) {
	if login {
		switch codec {
		case "gob":
			return func() error { return eachConn(listener, serveLogin((*rpc.Server).ServeConn)) }, nil
		case "jsonrpc":
			return func() error { return eachConn(listener, serveLogin(serveJSON)) }, nil
		}
		return nil, fmt.Errorf("--login goes with gob or jsonrpc, not with %q", codec)
	}
	if err := registerAll(rpc.DefaultServer, listener); err != nil {
		return nil, err
	}
	switch codec {
	case "gob":
		return func() error { return eachConn(listener, func(c net.Conn) { rpc.ServeConn(c) }) }, nil
	case "jsonrpc":
		return func() error { return eachConn(listener, func(c net.Conn) { jsonrpc.ServeConn(c) }) }, nil
	case "http":
		rpc.HandleHTTP()
		return func() error { return http.Serve(listener, nil) }, nil
	}
	return nil, fmt.Errorf("--codec %q: want gob, jsonrpc or http", codec)
}

func eachConn(listener net.Listener, serve func(net.Conn)) error {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func serveJSON(server *rpc.Server, conn io.ReadWriteCloser) {
	server.ServeCodec(jsonrpc.NewServerCodec(conn))
}

// serveLogin gives each connection its own server with its own HelloService.
func serveLogin(serve func(*rpc.Server, io.ReadWriteCloser)) func(net.Conn) {
	return func(conn net.Conn) {
		server := rpc.NewServer()
		if err := server.RegisterName("HelloService", &LoginService{conn: conn}); err != nil {
			log.Fatal(err)
		}
		serve(server, conn)
	}
}

func registerAll(server *rpc.Server, listener *tracked) error {
	services := []interface{}{
		new(UserServer), new(HelloService), new(Arith), new(Echo),
		newSlow(), newKVStoreService(), &Die{listener},
	}
	for _, service := range services {
		if err := server.Register(service); err != nil {
			return err
		}
	}
	return nil
}
