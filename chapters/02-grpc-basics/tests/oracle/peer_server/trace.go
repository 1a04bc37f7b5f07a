// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"net"
	"sync/atomic"

	"../lines"
	"../services"

	"github.com/golang/protobuf/proto"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"
)

type connKey struct{}
type rpcKey struct{}

func number(ctx context.Context, key interface{}) int64 {
	n, _ := ctx.Value(key).(int64)
	return n
}

// tracing is a stats handler that says all it is told. Numbers count from 1, in
// the order of tagging.
type tracing struct {
	conns, rpcs int64
}

func isAddress(addr net.Addr) bool {
	host, port, err := net.SplitHostPort(addr.String())
	return err == nil && host != "" && port != ""
}

func (t *tracing) TagConn(ctx context.Context, info *stats.ConnTagInfo) context.Context {
	n := atomic.AddInt64(&t.conns, 1)
	bad := ""
	if !isAddress(info.RemoteAddr) || !isAddress(info.LocalAddr) {
		bad = " bad-address"
	}
	lines.Say("conn %d tag_conn%s", n, bad)
	return services.WithGreeting(context.WithValue(ctx, connKey{}, n))
}

func (t *tracing) HandleConn(ctx context.Context, s stats.ConnStats) {
	word := "begin"
	if _, ok := s.(*stats.ConnEnd); ok {
		word = "end"
	}
	lines.Say("conn %d %s", number(ctx, connKey{}), word)
}

func (t *tracing) TagRPC(ctx context.Context, info *stats.RPCTagInfo) context.Context {
	n := atomic.AddInt64(&t.rpcs, 1)
	lines.Say("rpc %d tag_rpc %s conn=%d", n, info.FullMethodName, number(ctx, connKey{}))
	return context.WithValue(ctx, rpcKey{}, n)
}

func (t *tracing) HandleRPC(ctx context.Context, s stats.RPCStats) {
	n := number(ctx, rpcKey{})
	switch e := s.(type) {
	case *stats.InHeader:
		lines.Say("rpc %d in_header %s%s", n, e.FullMethod, lines.Metadata(e.Header))
	case *stats.Begin:
		lines.Say("rpc %d begin", n)
	case *stats.InPayload:
		lines.Say("rpc %d in_payload %s length=%d", n, proto.MessageName(e.Payload.(proto.Message)), e.Length)
	case *stats.OutHeader:
		lines.Say("rpc %d out_header%s", n, lines.Metadata(e.Header))
	case *stats.OutPayload:
		lines.Say("rpc %d out_payload %s length=%d", n, proto.MessageName(e.Payload.(proto.Message)), e.Length)
	case *stats.OutTrailer:
		lines.Say("rpc %d out_trailer%s", n, lines.Metadata(e.Trailer))
	case *stats.End:
		lines.Say("rpc %d end %s", n, lines.Outcome(e.Error))
	default:
		lines.Say("rpc %d unexpected %T", n, s)
	}
}

// tracedUnary says before and after a call; "inner" refuses `x-token: wrong`.
func tracedUnary(name string) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req interface{}, info *grpc.UnaryServerInfo,
		handler grpc.UnaryHandler) (resp interface{}, err error) {
		n := number(ctx, rpcKey{})
		lines.Say("rpc %d %s before %s unary", n, name, info.FullMethod)
		md, _ := metadata.FromIncomingContext(ctx)
		if token := md["x-token"]; name == "inner" && len(token) > 0 && token[0] == "wrong" {
			err = status.Error(codes.Unauthenticated, "invalid token")
		} else {
			resp, err = handler(ctx, req)
		}
		lines.Say("rpc %d %s after %s", n, name, lines.Outcome(err))
		return resp, err
	}
}

func tracedStream(name string) grpc.StreamServerInterceptor {
	return func(srv interface{}, stream grpc.ServerStream, info *grpc.StreamServerInfo,
		handler grpc.StreamHandler) error {
		n := number(stream.Context(), rpcKey{})
		lines.Say("rpc %d %s before %s stream client=%t server=%t", n, name, info.FullMethod,
			info.IsClientStream, info.IsServerStream)
		err := handler(srv, stream)
		lines.Say("rpc %d %s after %s", n, name, lines.Outcome(err))
		return err
	}
}
