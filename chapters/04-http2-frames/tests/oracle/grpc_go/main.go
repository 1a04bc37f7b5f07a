// SPDX-License-Identifier: MIT

// grpc_go is the real grpc-go, either end of a connection: an oracle of what
// gRPC's peers put on the wire and take from it. It does what grpcpp.cpp does.
//
//	grpc_go server
//	    user.User and echo.Echo; prints `listening on 127.0.0.1:PORT`, serves
//	    until its standard input ends
//	grpc_go client ADDRESS CALLS SIZE CONNECTIONS MESSAGES
//	    on so many connections at once: echo.Echo.Unary CALLS times with SIZE
//	    bytes, then one Chat of MESSAGES such messages. `calls N messages N`.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"math"
	"net"
	"os"
	"strconv"

	"h2_pb/echo"
	"h2_pb/user"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

type userService struct {
	user.UnimplementedUserServer
}

func (userService) GetUser(_ context.Context, req *user.GetUserReq) (*user.GetUserResp, error) {
	if req.Id != "1" {
		return nil, status.Error(codes.NotFound, "不存在查询用户")
	}
	return &user.GetUserResp{Id: "1", Name: "balabala", Phone: "13100001111"}, nil
}

type echoService struct {
	echo.UnimplementedEchoServer
}

func (echoService) Unary(_ context.Context, req *echo.Blob) (*echo.Blob, error) { return req, nil }

func (echoService) Chat(stream echo.Echo_ChatServer) error {
	for {
		message, err := stream.Recv()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := stream.Send(message); err != nil {
			return err
		}
	}
}

func serve() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	user.RegisterUserServer(server, userService{})
	echo.RegisterEchoServer(server, echoService{})
	fmt.Printf("listening on %s\n", listener.Addr())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		server.Stop()
	}()
	return server.Serve(listener)
}

// payload is like no other of its connection, so that a mix-up is seen.
func payload(size, number int) []byte {
	data := make([]byte, size)
	for i := range data {
		data[i] = byte(number + i%251)
	}
	return data
}

func chat(client echo.EchoClient, size, messages int) error {
	stream, err := client.Chat(context.Background())
	if err != nil {
		return err
	}
	go func() {
		for i := 0; i < messages; i++ {
			if stream.Send(&echo.Blob{Data: payload(size, i)}) != nil {
				return
			}
		}
		stream.CloseSend()
	}()
	for i := 0; ; i++ {
		message, err := stream.Recv()
		if err == io.EOF && i == messages {
			return nil
		}
		if err != nil {
			return fmt.Errorf("Chat, message %d: %w", i, err)
		}
		if !bytes.Equal(message.Data, payload(size, i)) {
			return fmt.Errorf("Chat: another message %d than was sent", i)
		}
	}
}

func oneConnection(address string, calls, size, messages int) error {
	conn, err := grpc.Dial(address, grpc.WithInsecure(), grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(math.MaxInt32)))
	if err != nil {
		return err
	}
	defer conn.Close()
	client := echo.NewEchoClient(conn)
	for i := 0; i < calls; i++ {
		data := payload(size, i)
		reply, err := client.Unary(context.Background(), &echo.Blob{Data: data})
		if err != nil {
			return fmt.Errorf("Unary: %w", err)
		}
		if !bytes.Equal(reply.Data, data) {
			return fmt.Errorf("Unary: another answer than asked for")
		}
	}
	if messages > 0 {
		return chat(client, size, messages)
	}
	return nil
}

func load(words []string) error {
	var numbers [4]int
	for i := range numbers {
		n, err := strconv.Atoi(words[1+i])
		if err != nil {
			return err
		}
		numbers[i] = n
	}
	calls, size, connections, messages := numbers[0], numbers[1], numbers[2], numbers[3]
	done := make(chan error)
	for i := 0; i < connections; i++ {
		go func() { done <- oneConnection(words[0], calls, size, messages) }()
	}
	var failed error
	for i := 0; i < connections; i++ {
		if err := <-done; err != nil {
			failed = err
		}
	}
	if failed == nil {
		fmt.Printf("calls %d messages %d\n", calls*connections, messages*connections)
	}
	return failed
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("grpc_go: ")
	words := os.Args[1:]
	var err error
	switch {
	case len(words) == 1 && words[0] == "server":
		err = serve()
	case len(words) == 6 && words[0] == "client":
		err = load(words[1:])
	default:
		log.Fatal("grpc_go server | grpc_go client ADDRESS CALLS SIZE CONNECTIONS MESSAGES")
	}
	if err != nil {
		log.Fatal(err)
	}
}
