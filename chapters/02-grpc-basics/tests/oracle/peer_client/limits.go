// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"io"
	"strings"

	"basics_pb/kinds"

	"google.golang.org/grpc"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/stats"
)

// What servers refuse for its size (64 KiB is the limit of both, for messages as
// they are before compression), and compression.
var limitScenarios = []scenario{
	{"oversize_request", func(s *stage) {
		s.echo(&kinds.EchoRequest{Text: full})
		s.echo(&kinds.EchoRequest{Text: full + "x"})
	}},
	{"oversize_reply", func(s *stage) {
		s.echo(&kinds.EchoRequest{Text: full[:len(full)/2], Repeat: 2})
		s.echo(&kinds.EchoRequest{Text: full[:5041], Repeat: 13}) // full + 1
	}},
	{"oversize_reply_with_metadata", func(s *stage) {
		s.echo(&kinds.EchoRequest{Text: full[:5041], Repeat: 13}, "x-want-header", "one", "x-want-trailer", "two")
	}},
	{"oversize_stream_request", func(s *stage) { s.chat("one", full+"x") }},
	{"oversize_stream_reply", func(s *stage) {
		s.chat(full[len("echo: "):], full) // the first echo is as long as may be
	}},
	{"oversize_by_compression", func(s *stage) {
		// Some hundred bytes on the wire.
		a := s.invoke(s.ctx, echo, &kinds.EchoRequest{Text: full + "x"}, &kinds.EchoReply{}, grpc.UseCompressor(gzip.Name))
		s.say("%v", a)
	}},
	{"gzip", func(s *stage) {
		s.compressed(&kinds.EchoRequest{Text: strings.Repeat("well ", 20)})
		s.compressed(&kinds.EchoRequest{Code: 5, StatusMessage: "not found"})
	}},
	{"gzip_reply", gzipReply},
	{"gzip_stream", func(s *stage) {
		s.chatWith([]grpc.CallOption{grpc.UseCompressor(gzip.Name)}, "one", "two", "bye")
	}},
	{"unknown_compression", func(s *stage) {
		a := s.invoke(s.ctx, echo, &kinds.EchoRequest{Text: "xor"}, &kinds.EchoReply{}, grpc.UseCompressor("xor"))
		s.say("%s", code(a.err)) // the words are the transport's, in ours
	}},
	{"unknown_compression_stream", func(s *stage) {
		stream, err := kinds.NewKindsClient(s.conn).Chat(s.ctx, grpc.UseCompressor("xor"))
		must(err)
		_ = stream.Send(&kinds.Line{Text: "xor"}) // may come too late for the server
		_, err = stream.Recv()
		s.say("%s", code(err))
	}},
}

// full is the text of an EchoRequest, EchoReply or Line of 64 KiB: one byte for
// the field, three for the length.
var full = strings.Repeat("x", 64*1024-4)

func (s *stage) compressed(req *kinds.EchoRequest) {
	s.say("%v", s.invoke(s.ctx, echo, req, &kinds.EchoReply{}, grpc.UseCompressor(gzip.Name)))
}

// xor is a compression that no server knows.
type xor struct{}

func init() { encoding.RegisterCompressor(xor{}) }

func (xor) Name() string                                 { return "xor" }
func (xor) Compress(w io.Writer) (io.WriteCloser, error) { return xorWriter{w}, nil }
func (xor) Decompress(r io.Reader) (io.Reader, error)    { return r, nil }

type xorWriter struct{ io.Writer }

func (xorWriter) Close() error { return nil }

func (x xorWriter) Write(p []byte) (int, error) {
	out := make([]byte, len(p))
	for i := range p {
		out[i] = p[i] ^ 0x5a
	}
	return x.Writer.Write(out)
}

// encodings hears which grpc-encoding each answer has.
type encodings struct{ said []string }

func (*encodings) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }
func (*encodings) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context   { return ctx }
func (*encodings) HandleConn(context.Context, stats.ConnStats)                       {}
func (e *encodings) HandleRPC(_ context.Context, s stats.RPCStats) {
	if in, ok := s.(*stats.InHeader); ok {
		e.said = append(e.said, in.Compression)
	}
}

// grpc-go answers in the encoding that it was asked in.
func gzipReply(s *stage) {
	heard := &encodings{}
	s.conn.Close()
	s.conn = s.dial(grpc.WithStatsHandler(heard))
	defer s.conn.Close()
	s.compressed(&kinds.EchoRequest{Text: strings.Repeat("well ", 20)})
	s.echo(&kinds.EchoRequest{Text: "plain"})
	s.say("encodings %q", heard.said)
}
