// SPDX-License-Identifier: MIT

// registration has grpc-go say why it refuses to register a service or to take
// an option: the oracle of register_service's and the options' words. Most of
// these end the process, so each is tried in a child.
//
// Prints `NAME: TEXT` for each, with Go's names of types, or `NAME: accepted`;
// then what GetServiceInfo tells of the chapter's services, sorted, as
// `info: SERVICE METHOD CLIENT_STREAM SERVER_STREAM` and `metadata: SERVICE FILE`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"os/exec"
	"regexp"
	"sort"

	"../services"
	"basics_pb/greeter"
	"basics_pb/kinds"
	"basics_pb/user"

	"google.golang.org/grpc"
)

// userDesc stands for the generated description, which is not exported.
var userDesc = grpc.ServiceDesc{ServiceName: "user.User", HandlerType: (*user.UserServer)(nil)}

// broken ends Serve at once, which is then begun all the same.
type broken struct{}

func (broken) Accept() (net.Conn, error) { return nil, errors.New("no accept here") }
func (broken) Close() error              { return nil }
func (broken) Addr() net.Addr            { return &net.TCPAddr{} }

func served(server *grpc.Server) *grpc.Server {
	_ = server.Serve(broken{})
	return server
}

func withUser(server *grpc.Server) *grpc.Server {
	user.RegisterUserServer(server, &services.User{})
	return server
}

func unary(ctx context.Context, req interface{}, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (interface{}, error) {
	return next(ctx, req)
}

func stream(srv interface{}, stream grpc.ServerStream, _ *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	return next(srv, stream)
}

// cases in the order of printing. Where two things are wrong, the text tells
// which of them is looked at first.
var cases = []struct {
	name string
	try  func() error
}{
	{"wrong_type", register(func() { grpc.NewServer().RegisterService(&userDesc, &services.Greeter{}) })},
	{"duplicate", register(func() { withUser(withUser(grpc.NewServer())) })},
	{"after_serve", register(func() { withUser(served(grpc.NewServer())) })},
	{"duplicate_after_serve", register(func() { withUser(served(withUser(grpc.NewServer()))) })},
	{"wrong_type_after_serve", register(func() {
		served(grpc.NewServer()).RegisterService(&userDesc, &services.Greeter{})
	})},
	{"wrong_type_duplicate", register(func() {
		withUser(grpc.NewServer()).RegisterService(&userDesc, &services.Greeter{})
	})},
	{"nil_implementation", register(func() { grpc.NewServer().RegisterService(&userDesc, nil) })},
	{"nil_implementation_duplicate", register(func() { withUser(grpc.NewServer()).RegisterService(&userDesc, nil) })},
	{"unary_interceptor_twice", register(func() {
		grpc.NewServer(grpc.UnaryInterceptor(unary), grpc.UnaryInterceptor(unary))
	})},
	{"stream_interceptor_twice", register(func() {
		grpc.NewServer(grpc.StreamInterceptor(stream), grpc.StreamInterceptor(stream))
	})},
	{"unary_interceptor_and_chains", register(func() {
		grpc.NewServer(grpc.UnaryInterceptor(unary), grpc.ChainUnaryInterceptor(unary), grpc.ChainUnaryInterceptor(unary))
	})},
	{"serve_after_stop", func() error {
		server := grpc.NewServer()
		server.Stop()
		return server.Serve(broken{})
	}},
	{"serve_broken_listener", func() error { return grpc.NewServer().Serve(broken{}) }},
}

func register(try func()) func() error {
	return func() error {
		try()
		return nil
	}
}

// words is grpc-go's text without what its logger and Go's runtime put before it.
var words = regexp.MustCompile(`(?:^panic: |\[core\] ?|^error: )(.*)`)

// textOf has a child try one case.
func textOf(name string) string {
	child := exec.Command(os.Args[0], name)
	child.Env = append(os.Environ(), "GRPC_GO_LOG_SEVERITY_LEVEL=ERROR")
	said, err := child.CombinedOutput()
	if err == nil {
		return "accepted"
	}
	found := words.FindSubmatch(said)
	if found == nil {
		log.Fatalf("%s: cannot read %q (%v)", name, said, err)
	}
	return string(found[1])
}

func info() []string {
	server := withUser(grpc.NewServer())
	greeter.RegisterGreeterServer(server, &services.Greeter{})
	kinds.RegisterKindsServer(server, &services.Kinds{})
	var all []string
	for service, info := range server.GetServiceInfo() {
		all = append(all, fmt.Sprintf("metadata: %s %v", service, info.Metadata))
		for _, m := range info.Methods {
			all = append(all, fmt.Sprintf("info: %s %s %t %t", service, m.Name, m.IsClientStream, m.IsServerStream))
		}
	}
	sort.Strings(all)
	return all
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("registration: ")
	flag.Parse()
	if flag.NArg() == 0 {
		for _, c := range cases {
			fmt.Printf("%s: %s\n", c.name, textOf(c.name))
		}
		for _, line := range info() {
			fmt.Println(line)
		}
		return
	}
	for _, c := range cases {
		if c.name != flag.Arg(0) {
			continue
		}
		if err := c.try(); err != nil {
			fmt.Printf("error: %v\n", err)
			os.Exit(1)
		}
		return
	}
	log.Fatal("started without arguments, it does all there is to do")
}
