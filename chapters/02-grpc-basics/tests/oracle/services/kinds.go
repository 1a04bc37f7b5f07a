// SPDX-License-Identifier: MIT

package services

import (
	"context"
	"errors"
	"io"
	"strings"

	"basics_pb/kinds"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// Kinds does what proto/kinds.proto says. Besides, Echo's text "plain error" is
// answered with an error that is no status, and "wait" with the reason why nobody
// waits any more, once that is so.
type Kinds struct {
	kinds.UnimplementedKindsServer
}

func answerMetadata(ctx context.Context) {
	asked, _ := metadata.FromIncomingContext(ctx)
	header, trailer := metadata.MD{}, metadata.MD{}
	header.Append("x-header", asked["x-want-header"]...)
	trailer.Append("x-trailer", asked["x-want-trailer"]...)
	trailer.Append("x-trailer-bin", asked["x-want-trailer-bin"]...)
	_ = grpc.SetHeader(ctx, header) // nothing has been sent yet
	_ = grpc.SetTrailer(ctx, trailer)
}

func wantedStatus(req *kinds.EchoRequest) error {
	s := status.New(codes.Code(req.Code), req.StatusMessage)
	if req.Detail != "" {
		var err error
		if s, err = s.WithDetails(&kinds.Line{Text: req.Detail}); err != nil {
			return err
		}
	}
	return s.Err()
}

func (*Kinds) Echo(ctx context.Context, req *kinds.EchoRequest) (*kinds.EchoReply, error) {
	answerMetadata(ctx)
	switch {
	case req.Code != 0:
		return nil, wantedStatus(req)
	case req.Text == "plain error":
		return nil, errors.New("plain")
	case req.Text == "wait":
		<-ctx.Done()
		return nil, status.FromContextError(ctx.Err()).Err()
	}
	times := int(req.Repeat)
	if times < 1 {
		times = 1
	}
	return &kinds.EchoReply{Text: strings.Repeat(req.Text, times)}, nil
}

func (*Kinds) Count(req *kinds.CountRequest, stream kinds.Kinds_CountServer) error {
	for n := req.From; n <= req.To; n++ {
		if req.StopAfter != 0 && n-req.From == req.StopAfter {
			return status.Errorf(codes.OutOfRange, "stopped after %d", req.StopAfter)
		}
		if err := stream.Send(&kinds.Number{Value: n}); err != nil {
			return err
		}
	}
	return nil
}

func (*Kinds) Sum(stream kinds.Kinds_SumServer) error {
	reply := &kinds.SumReply{}
	for {
		number, err := stream.Recv()
		if err == io.EOF {
			return stream.SendAndClose(reply)
		}
		if err != nil {
			return err
		}
		reply.Sum += number.Value
		reply.Count++
	}
}

func (*Kinds) Chat(stream kinds.Kinds_ChatServer) error {
	for {
		line, err := stream.Recv()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case line.Text == "bye":
			return nil
		case line.Text == "fail":
			return status.Error(codes.Aborted, "asked to fail")
		}
		if err := stream.Send(&kinds.Line{Text: "echo: " + line.Text}); err != nil {
			return err
		}
	}
}
