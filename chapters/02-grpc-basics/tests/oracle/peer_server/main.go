// SPDX-License-Identifier: MIT

// peer_server is a real grpc-go server with the chapter's services: the oracle of
// what tests/trace_server, ours, must answer and must tell its stats handler and
// interceptors, in which order.
//
//	--trace          a line for each stats event and interceptor (default; --trace=false is quiet)
//	--creds-print    the pool article's TransportCredentials: `handshake 127.0.0.1`, once a connection
//	--tls CERT KEY   PEM files; else plain text
//	--plain-user     only user.User, with Ping, and no trace: a server for clients
//	--listen ADDR    default 127.0.0.1:0, any free port
//
// Prints `listening on 127.0.0.1:PORT`, serves until stdin is closed or SIGTERM
// or SIGINT comes, ends gracefully and prints `stopped`.
package main

import (
	"context"
	"flag"
	"io"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"

	"../lines"
	"../services"
	"basics_pb/greeter"
	"basics_pb/kinds"
	"basics_pb/user"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	_ "google.golang.org/grpc/encoding/gzip" // grpc++ always knows gzip
	"google.golang.org/grpc/stats"
)

// limit is that of tests/trace_server.cpp, both ways.
const limit = 64 * 1024

// printing is the article's hook on the way to each connection's transport.
type printing struct {
	credentials.TransportCredentials // nil: plain text
}

func (p printing) ServerHandshake(raw net.Conn) (net.Conn, credentials.AuthInfo, error) {
	host, _, err := net.SplitHostPort(raw.RemoteAddr().String())
	if err != nil {
		return nil, nil, err
	}
	lines.Say("handshake %s", host)
	if p.TransportCredentials == nil {
		return raw, nil, nil
	}
	return p.TransportCredentials.ServerHandshake(raw)
}

// tagging gives connections what Greeter needs, and says nothing.
type tagging struct{}

func (tagging) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context {
	return services.WithGreeting(ctx)
}
func (tagging) HandleConn(context.Context, stats.ConnStats)                     {}
func (tagging) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }
func (tagging) HandleRPC(context.Context, stats.RPCStats)                       {}

type settings struct {
	trace, credsPrint, plainUser bool
	cert, key                    string
}

func newServer(set settings) (*grpc.Server, error) {
	opts := []grpc.ServerOption{grpc.MaxRecvMsgSize(limit), grpc.MaxSendMsgSize(limit)}
	var creds credentials.TransportCredentials
	if set.cert != "" {
		var err error
		if creds, err = credentials.NewServerTLSFromFile(set.cert, set.key); err != nil {
			return nil, err
		}
	}
	if set.credsPrint {
		creds = printing{creds}
	}
	if creds != nil {
		opts = append(opts, grpc.Creds(creds))
	}
	if set.plainUser {
		server := grpc.NewServer(opts...)
		user.RegisterUserServer(server, &services.PingingUser{})
		return server, nil
	}
	if set.trace {
		opts = append(opts, grpc.StatsHandler(&tracing{}),
			grpc.ChainUnaryInterceptor(tracedUnary("outer"), tracedUnary("inner")),
			grpc.ChainStreamInterceptor(tracedStream("outer"), tracedStream("inner")))
	} else {
		opts = append(opts, grpc.StatsHandler(tagging{}))
	}
	server := grpc.NewServer(opts...)
	user.RegisterUserServer(server, &services.User{})
	greeter.RegisterGreeterServer(server, &services.Greeter{})
	kinds.RegisterKindsServer(server, &services.Kinds{})
	return server, nil
}

func main() {
	var set settings
	flag.BoolVar(&set.trace, "trace", true, "a line for each stats event and interceptor")
	flag.BoolVar(&set.credsPrint, "creds-print", false, "a line for each connection's handshake")
	flag.BoolVar(&set.plainUser, "plain-user", false, "only user.User, with Ping, no trace")
	flag.StringVar(&set.cert, "tls", "", "CERT KEY: PEM files")
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	log.SetFlags(0)
	log.SetPrefix("peer_server: ")
	if set.cert != "" {
		set.key = flag.Arg(0)
		if set.key == "" {
			log.Fatal("--tls needs two files, CERT KEY")
		}
		_ = flag.CommandLine.Parse(flag.Args()[1:]) // what comes after KEY; exits when wrong
	}
	if flag.NArg() > 0 {
		log.Fatalf("unexpected argument %q", flag.Arg(0))
	}
	if err := run(set, *listen); err != nil {
		log.Fatal(err)
	}
}

func run(set settings, listen string) error {
	server, err := newServer(set)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	lines.Say("listening on %v", listener.Addr())
	go func() {
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
		closed := make(chan struct{})
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			close(closed)
		}()
		select {
		case <-signals:
		case <-closed:
		}
		server.GracefulStop()
	}()
	if err := server.Serve(listener); err != nil { // nil only once the stop is complete
		return err
	}
	lines.Say("stopped")
	return nil
}
