// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"

	"basics_pb/kinds"
	"basics_pb/user"

	"github.com/golang/protobuf/proto"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

const (
	getUser = "/user.User/GetUser"
	echo    = "/kinds.Kinds/Echo"
)

// Unary calls: what comes back of replies, metadata and errors.
var unaryScenarios = []scenario{
	{"getuser", func(s *stage) {
		for _, id := range []string{"1", "2"} {
			s.say("%s %v", id, s.invoke(s.ctx, getUser, &user.GetUserReq{Id: id}, &user.GetUserResp{}))
		}
	}},
	{"missing_user", func(s *stage) {
		s.say("%v", s.invoke(s.ctx, getUser, &user.GetUserReq{Id: "3"}, &user.GetUserResp{}))
	}},
	{"ping_unimplemented", func(s *stage) {
		s.say("%v", s.invoke(s.ctx, "/user.User/Ping", &user.Request{}, &user.Response{}))
	}},
	{"unknown_service", func(s *stage) { s.callNobody("/no.Such/Thing") }},
	{"unknown_method", func(s *stage) { s.callNobody("/user.User/Nothing") }},
	{"malformed_method", func(s *stage) { s.callNobody("nomethod") }},
	{"echo", func(s *stage) {
		s.echo(&kinds.EchoRequest{Text: "hello"})
		s.echo(&kinds.EchoRequest{Text: "ab", Repeat: 3})
		s.echo(&kinds.EchoRequest{})
	}},
	{"echo_header_trailer", func(s *stage) {
		s.echo(&kinds.EchoRequest{Text: "metadata"},
			"x-want-header", "one", "x-want-header", "two, and a comma", "x-want-trailer", "three",
			"x-want-trailer", "", "x-want-trailer-bin", "\x00\xff\n\"", "x-want-trailer-bin", "",
			"x-unasked-bin", "\x01\x02")
		// With an error they all come together, as trailers are, or as both.
		s.echo(&kinds.EchoRequest{Code: 9, StatusMessage: "not now"},
			"x-want-header", "one", "x-want-trailer", "two", "x-want-trailer-bin", "\x80")
	}},
	{"echo_status", func(s *stage) {
		s.echo(&kinds.EchoRequest{Code: 5, StatusMessage: "not found"})
		s.echo(&kinds.EchoRequest{Code: 5, StatusMessage: "不存在\n100% \"gone\"\ttoo"})
		s.echo(&kinds.EchoRequest{Code: 16})
	}},
	{"echo_codes", func(s *stage) {
		for code := int32(1); code <= 16; code++ {
			s.echo(&kinds.EchoRequest{Code: code, StatusMessage: fmt.Sprintf("code %d", code)})
		}
	}},
	{"echo_details", func(s *stage) {
		a := s.echo(&kinds.EchoRequest{Code: 9, StatusMessage: "with a detail 中", Detail: "the detail 中"})
		for _, detail := range status.Convert(a.err).Details() {
			m, ok := detail.(proto.Message)
			if !ok {
				s.say("undecodable detail: %v", detail)
				continue
			}
			s.say("detail %s %s", proto.MessageName(m), text(m))
		}
	}},
	{"echo_bad_code", func(s *stage) { s.echo(&kinds.EchoRequest{Code: 77, StatusMessage: "no such code"}) }},
	{"plain_error", func(s *stage) { s.echo(&kinds.EchoRequest{Text: "plain error"}) }},
	{"refused_by_interceptor", func(s *stage) {
		for _, token := range []string{"wrong", "right"} {
			ctx := withMetadata(s.ctx, "x-token", token)
			s.say("%s %v", token, s.invoke(ctx, getUser, &user.GetUserReq{Id: "1"}, &user.GetUserResp{}))
		}
	}},
}

// callNobody calls a method that no service has.
func (s *stage) callNobody(method string) {
	s.say("%v", s.invoke(s.ctx, method, &user.Request{}, &user.Response{}))
}

func withMetadata(ctx context.Context, md ...string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, md...)
}

// echo calls Echo, with keys and values as metadata.
func (s *stage) echo(req *kinds.EchoRequest, md ...string) *answer {
	a := s.invoke(withMetadata(s.ctx, md...), echo, req, &kinds.EchoReply{})
	s.say("%v", a)
	return a
}
