// SPDX-License-Identifier: MIT

// interceptor_lines is the article's example ("inside", 拦截器) on the real
// grpc-go: two interceptors, chained, around one call of GetUser. The oracle of
// apps/interceptors, line for line. The article prints with log.Println, whose
// time of day is left out here, and blanks at the ends of its words, which are
// left out too.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"reflect"
	"strings"

	"../services"
	"basics_pb/user"

	"github.com/golang/protobuf/proto"
	"google.golang.org/grpc"
)

// short is a message as it prints itself; golang/protobuf ends that with a blank.
func short(req interface{}) string {
	return strings.TrimSpace(req.(proto.Message).String())
}

func errHandlerInterceptor(ctx context.Context, req interface{}, info *grpc.UnaryServerInfo,
	handler grpc.UnaryHandler) (resp interface{}, err error) {
	fmt.Println("err handler status")
	resp, err = handler(ctx, req)
	fmt.Println("err handler end err", err, " req", short(req))
	return
}

func logInterceptor(ctx context.Context, req interface{}, info *grpc.UnaryServerInfo,
	handler grpc.UnaryHandler) (resp interface{}, err error) {
	fmt.Println("log handler status")
	resp, err = handler(ctx, req)
	fmt.Println("log handler end err", err, " req", short(req))
	return
}

// chained is len(opts.chainUnaryInts) of a server. The article puts a print into
// NewServer for it.
func chained(server *grpc.Server) int {
	return reflect.ValueOf(server).Elem().FieldByName("opts").FieldByName("chainUnaryInts").Len()
}

func main() {
	id := flag.String("id", "1", "the user to ask for")
	flag.Parse()
	log.SetFlags(0)
	log.SetPrefix("interceptor_lines: ")

	fmt.Println("chainUnaryInts start", chained(grpc.NewServer()))
	server := grpc.NewServer(grpc.ChainUnaryInterceptor(errHandlerInterceptor, logInterceptor))
	fmt.Println("chainUnaryInts end", chained(server))

	user.RegisterUserServer(server, &services.User{})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()

	conn, err := grpc.Dial(listener.Addr().String(), grpc.WithInsecure())
	if err != nil {
		log.Fatal(err)
	}
	_, callErr := user.NewUserClient(conn).GetUser(context.Background(), &user.GetUserReq{Id: *id})
	conn.Close()
	server.GracefulStop()
	if err := <-served; err != nil {
		log.Fatal(err)
	}
	if callErr != nil {
		log.Fatal(callErr)
	}
}
