// SPDX-License-Identifier: MIT

// peer_client plays scenarios with a real grpc-go client: the oracle of what a
// server must answer. What it prints must be the same, to the letter, whether
// tests/trace_server (ours) or peer_server (grpc-go's) is at the other end.
//
//	--connect ADDR       the server; it must be freshly started for its trace to be compared
//	--script NAME,…      these scenarios, in this order; default all
//	--list               prints the scenarios' names, a line each
//	--tls CA             a PEM file: TLS, with servers that this certificate vouches for
//	--server-name NAME   whose certificate it must be; default the host of ADDR
//
// Each scenario has a connection of its own and prints lines that begin with its
// name. They hold only what the server said: where grpc-go's client itself finds
// the words, as for a deadline, only the code is printed.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"strings"
	"time"

	"../lines"

	"github.com/golang/protobuf/proto"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

type scenario struct {
	name string
	play func(*stage)
}

// scenarios in the order of `all`; each of the other files has some.
func scenarios() []scenario {
	var all []scenario
	for _, some := range [][]scenario{unaryScenarios, streamScenarios, limitScenarios, rawScenarios} {
		all = append(all, some...)
	}
	return all
}

// stage is what one scenario plays on.
type stage struct {
	name string
	dial func(...grpc.DialOption) *grpc.ClientConn
	conn *grpc.ClientConn
	ctx  context.Context
}

func (s *stage) say(format string, args ...interface{}) {
	lines.Say("%s "+format, append([]interface{}{s.name}, args...)...)
}

// answer is what came back from one call.
type answer struct {
	err             error
	reply           proto.Message
	header, trailer metadata.MD
}

// options has the call fill in what is not its return value.
func (a *answer) options(more ...grpc.CallOption) []grpc.CallOption {
	return append(more, grpc.Header(&a.header), grpc.Trailer(&a.trailer))
}

func (a *answer) String() string {
	var all strings.Builder
	all.WriteString(outcome(a.err))
	if a.err == nil && a.reply != nil {
		fmt.Fprintf(&all, " reply=%s", text(a.reply))
	}
	if header := lines.Metadata(a.header); header != "" {
		fmt.Fprintf(&all, " header:%s", header)
	}
	if trailer := lines.Metadata(a.trailer); trailer != "" {
		fmt.Fprintf(&all, " trailer:%s", trailer)
	}
	return all.String()
}

// invoke calls a method by its name.
func (s *stage) invoke(ctx context.Context, method string, req, reply proto.Message, opts ...grpc.CallOption) *answer {
	a := &answer{reply: reply}
	a.err = s.conn.Invoke(ctx, method, req, reply, a.options(opts...)...)
	return a
}

// outcome is lines.Outcome, but a call always has a code.
func outcome(err error) string {
	st := status.Convert(err)
	return fmt.Sprintf("code=%v desc=%q", st.Code(), st.Message())
}

// code is for errors whose words are this client's.
func code(err error) string {
	return fmt.Sprintf("code=%v", status.Code(err))
}

// text is a message on one line, or its size if that is much.
func text(m proto.Message) string {
	if size := proto.Size(m); size > 1000 {
		return fmt.Sprintf("(%d bytes)", size)
	}
	return "{" + strings.TrimSpace(proto.CompactTextString(m)) + "}"
}

func main() {
	addr := flag.String("connect", "", "the server's address")
	script := flag.String("script", "all", "names of scenarios, with commas between")
	list := flag.Bool("list", false, "print the names of the scenarios")
	ca := flag.String("tls", "", "PEM file of the certificate to trust")
	serverName := flag.String("server-name", "", "name in the server's certificate")
	flag.Parse()
	log.SetFlags(0)
	log.SetPrefix("peer_client: ")
	if *list {
		for _, s := range scenarios() {
			fmt.Println(s.name)
		}
		return
	}
	if *addr == "" || flag.NArg() > 0 {
		log.Fatal("--connect ADDR is needed, and no argument without --")
	}
	secured, err := security(*ca, *serverName)
	if err != nil {
		log.Fatal(err)
	}
	chosen, err := choose(*script)
	if err != nil {
		log.Fatal(err)
	}
	time.AfterFunc(2*time.Minute, func() { log.Fatal("the server has kept a call waiting for too long") })
	dial := func(opts ...grpc.DialOption) *grpc.ClientConn {
		// FailOnNonTempDialError: nobody there is an answer too.
		opts = append(opts, secured, grpc.WithBlock(), grpc.FailOnNonTempDialError(true))
		conn, err := grpc.Dial(*addr, opts...)
		if err != nil {
			log.Fatal(err)
		}
		return conn
	}
	for _, s := range chosen {
		conn := dial()
		s.play(&stage{name: s.name, dial: dial, conn: conn, ctx: context.Background()})
		conn.Close()
	}
}

func choose(script string) ([]scenario, error) {
	if script == "all" {
		return scenarios(), nil
	}
	byName := map[string]scenario{}
	for _, s := range scenarios() {
		byName[s.name] = s
	}
	var chosen []scenario
	for _, name := range strings.Split(script, ",") {
		s, ok := byName[name]
		if !ok {
			return nil, fmt.Errorf("no scenario %q (--list has them all)", name)
		}
		chosen = append(chosen, s)
	}
	return chosen, nil
}
