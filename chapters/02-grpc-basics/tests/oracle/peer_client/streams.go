// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"strings"

	"basics_pb/greeter"
	"basics_pb/kinds"

	"google.golang.org/grpc"
)

// Streams: where each kind begins and ends. Greeter's state per connection, too.
var streamScenarios = []scenario{
	{"count", func(s *stage) { s.count(&kinds.CountRequest{From: 1, To: 5}) }},
	{"count_empty", func(s *stage) { s.count(&kinds.CountRequest{From: 5, To: 1}) }},
	{"count_stop_after", func(s *stage) { s.count(&kinds.CountRequest{From: -1, To: 5, StopAfter: 3}) }},
	{"count_metadata", countMetadata},
	{"sum", func(s *stage) {
		s.sum(0)
		s.sum(100)
	}},
	{"chat", func(s *stage) { s.chat("one", "zwei", "三", "bye") }},
	{"chat_fail", func(s *stage) { s.chat("one", "fail") }},
	{"chat_half_close", func(s *stage) { s.chat("one") }},
	{"chat_nothing", func(s *stage) { s.chat() }},
	{"cancel", cancelled},
	{"greeter_state", greeterState},
}

// must is for what the client itself cannot fail to do here.
func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// ended says how a stream ended; io.EOF is grpc-go's word for OK.
func (s *stage) ended(err error, stream grpc.ClientStream) {
	if err == io.EOF {
		err = nil
	}
	header, _ := stream.Header() // the error is err again
	s.say("end %v", &answer{err: err, header: header, trailer: stream.Trailer()})
}

func (s *stage) count(req *kinds.CountRequest) {
	stream, err := kinds.NewKindsClient(s.conn).Count(s.ctx, req)
	must(err)
	var numbers []string
	number, err := stream.Recv()
	for ; err == nil; number, err = stream.Recv() {
		numbers = append(numbers, fmt.Sprint(number.Value))
	}
	s.say("numbers=%s", strings.Join(numbers, ","))
	s.ended(err, stream)
}

// A method that asks for no metadata gets it, and answers with none.
func countMetadata(s *stage) {
	s.ctx = withMetadata(s.ctx, "x-a", "1", "x-a", "2", "x-b-bin", "\x00")
	s.count(&kinds.CountRequest{From: 1, To: 2})
}

func (s *stage) sum(n int64) {
	stream, err := kinds.NewKindsClient(s.conn).Sum(s.ctx)
	must(err)
	for i := int64(1); i <= n; i++ {
		must(stream.Send(&kinds.Number{Value: i}))
	}
	reply, err := stream.CloseAndRecv()
	s.say("%d numbers %v", n, &answer{err: err, reply: reply})
}

// chat waits for each line's echo before it says the next; a line that gets none
// is the last. After all lines it has nothing more to say.
func (s *stage) chat(texts ...string) { s.chatWith(nil, texts...) }

func (s *stage) chatWith(opts []grpc.CallOption, texts ...string) {
	stream, err := kinds.NewKindsClient(s.conn).Chat(s.ctx, opts...)
	must(err)
	for _, line := range texts {
		must(stream.Send(&kinds.Line{Text: line}))
		reply, err := stream.Recv()
		if err != nil {
			s.ended(err, stream)
			return
		}
		s.say("got %s", text(reply))
	}
	must(stream.CloseSend())
	_, err = stream.Recv()
	s.ended(err, stream)
}

// The echo proves that the server is in the call when it is cancelled.
func cancelled(s *stage) {
	ctx, cancel := context.WithCancel(s.ctx)
	stream, err := kinds.NewKindsClient(s.conn).Chat(ctx)
	must(err)
	must(stream.Send(&kinds.Line{Text: "one"}))
	reply, err := stream.Recv()
	must(err)
	s.say("got %s", text(reply))
	cancel()
	_, err = stream.Recv()
	s.say("%s", code(err)) // the words are this client's
	// Once a later call on the same connection is through, the server knows.
	s.sum(0)
}

func (s *stage) hello(conn *grpc.ClientConn, who, name string) {
	reply, err := greeter.NewGreeterClient(conn).SayHello(s.ctx, &greeter.HelloRequest{Name: name})
	s.say("%s %v", who, &answer{err: err, reply: reply})
}

// "conn": each connection has a state of its own, which ends with it.
func greeterState(s *stage) {
	second := s.dial()
	s.hello(s.conn, "first", "world")
	s.hello(second, "second", "welt")
	s.hello(s.conn, "first", "world2")
	s.hello(second, "second", "welt2")
	must(second.Close())
	third := s.dial()
	defer third.Close()
	s.hello(third, "third", "monde")
	s.hello(s.conn, "first", "world3")
	s.hello(third, "third", "monde2")
}
