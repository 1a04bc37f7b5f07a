// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"strings"
	"time"

	"basics_pb/kinds"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
)

// What no generated client would send.
var rawScenarios = []scenario{
	{"undecodable", func(s *stage) {
		for _, bytes := range undecodable {
			s.undecodable(echo, bytes, "grpc: error unmarshalling request:")
		}
	}},
	{"undecodable_stream", func(s *stage) {
		for _, bytes := range undecodable {
			s.undecodable("/kinds.Kinds/Chat", bytes, "grpc: failed to unmarshal the received message")
		}
	}},
	{"no_message", func(s *stage) { s.messages(echo) }},
	{"no_message_count", func(s *stage) { s.messages("/kinds.Kinds/Count") }},
	{"two_messages", func(s *stage) { s.messages(echo, "one", "two") }},
	{"two_messages_count", func(s *stage) { s.messages("/kinds.Kinds/Count", "one", "two") }},
	{"deadline", func(s *stage) {
		ctx := patient{s.ctx, time.Now().Add(100 * time.Millisecond)}
		s.say("%v", s.invoke(ctx, echo, &kinds.EchoRequest{Text: "wait"}, &kinds.EchoReply{}))
	}},
	{"deadline_stream", func(s *stage) {
		s.ctx = patient{s.ctx, time.Now().Add(100 * time.Millisecond)}
		stream, err := kinds.NewKindsClient(s.conn).Chat(s.ctx)
		must(err)
		must(stream.Send(&kinds.Line{Text: "one"}))
		for err == nil { // the echo comes before the end
			_, err = stream.Recv()
		}
		s.ended(err, stream)
	}},
}

// patient tells the server of a deadline, but leaves it to the server to see to
// it: were the client's clock running too, either might be first.
type patient struct {
	context.Context
	at time.Time
}

func (p patient) Deadline() (time.Time, bool) { return p.at, true }

var undecodable = []string{
	"\x0a\xff\xff",     // a text longer than the message
	"\x0a\x02\xff\xfe", // a text that is not UTF-8
	"\x07",             // there is no wire type 7
	"\x00\x00",         // there is no field 0
}

// rawCodec sends strings as they are. Its name goes on the wire, in content-type.
type rawCodec struct{}

func (rawCodec) Name() string                               { return "proto" }
func (rawCodec) Marshal(v interface{}) ([]byte, error)      { return []byte(v.(string)), nil }
func (rawCodec) Unmarshal(data []byte, v interface{}) error { *v.(*string) = string(data); return nil }

// undecodable says only how the server's words begin: the rest are the protobuf
// library's.
func (s *stage) undecodable(method, bytes, words string) {
	var reply string
	stream, err := s.conn.NewStream(s.ctx, &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, method,
		grpc.ForceCodec(rawCodec{}))
	must(err)
	must(stream.SendMsg(bytes))
	must(stream.CloseSend())
	err = stream.RecvMsg(&reply)
	desc := status.Convert(err).Message()
	if strings.HasPrefix(desc, words) {
		desc = words + " …"
	}
	s.say("%x %s desc=%q", bytes, code(err), desc)
}

// messages calls a method that wants one message with another number of them:
// Lines, whose text is Echo's too, and which are empty to Count.
func (s *stage) messages(method string, texts ...string) {
	desc := &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}
	stream, err := s.conn.NewStream(s.ctx, desc, method)
	must(err)
	for _, line := range texts {
		// The server may have answered the first, and hear no second.
		_ = stream.SendMsg(&kinds.Line{Text: line})
	}
	must(stream.CloseSend())
	for {
		reply := &kinds.Line{}
		if err = stream.RecvMsg(reply); err != nil {
			break
		}
		s.say("got %s", text(reply))
	}
	s.ended(err, stream)
}
