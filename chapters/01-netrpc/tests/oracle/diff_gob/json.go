// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"errors"
	"io"
	"net/rpc"
	"net/rpc/jsonrpc"
	"strconv"
	"strings"

	"../canon"
)

// The services behind op j: the article's, and net/rpc's own example.

// GetUserReq is the request of UserServer.GetUser.
type GetUserReq struct {
	Id string `json:"id"`
}

// UserServer is the article's service.
type UserServer struct{}

var users = map[string]GetUserResp{
	"1": {"1", "bala", "13100001111"},
	"2": {"2", "小王", "13200001111"},
}

// GetUser finds a user or says 不存在查询用户.
func (*UserServer) GetUser(req GetUserReq, resp *GetUserResp) error {
	user, ok := users[req.Id]
	if !ok {
		return errors.New("不存在查询用户")
	}
	*resp = user
	return nil
}

// Args, Quotient and Arith are the example of package net/rpc.
type (
	Args     struct{ A, B int }
	Quotient struct{ Quo, Rem int }
	Arith    struct{}
)

// Add is A+B, wrapping.
func (*Arith) Add(args Args, reply *int) error { *reply = args.A + args.B; return nil }

// Multiply is A*B, wrapping.
func (*Arith) Multiply(args Args, reply *int) error { *reply = args.A * args.B; return nil }

// Divide refuses a zero B.
func (*Arith) Divide(args Args, reply *Quotient) error {
	if args.B == 0 {
		return errors.New("divide by zero")
	}
	reply.Quo, reply.Rem = args.A/args.B, args.A%args.B
	return nil
}

// inMemory is a connection: what is read was given, what is written is kept.
type inMemory struct {
	io.Reader
	written bytes.Buffer
}

func (m *inMemory) Write(p []byte) (int, error) { return m.written.Write(p) }
func (m *inMemory) Close() error                { return nil }

// oneAtATime reads the next request when the last one has been answered, so
// that replies come in the order of requests. It remembers how reading ended.
type oneAtATime struct {
	rpc.ServerCodec
	answered chan struct{}
	ended    error
}

func (c *oneAtATime) ReadRequestHeader(r *rpc.Request) error {
	<-c.answered
	err := c.ServerCodec.ReadRequestHeader(r)
	if err != nil {
		c.ended = err
	}
	return err
}

func (c *oneAtATime) WriteResponse(r *rpc.Response, body interface{}) error {
	err := c.ServerCodec.WriteResponse(r, body)
	c.answered <- struct{}{}
	return err
}

func jsonServerOp(payload []byte) (byte, []byte) {
	server := rpc.NewServer()
	for _, service := range []interface{}{new(UserServer), new(Arith)} {
		if err := server.Register(service); err != nil {
			return 'X', []byte(err.Error())
		}
	}
	conn := &inMemory{Reader: bytes.NewReader(payload)}
	codec := &oneAtATime{ServerCodec: jsonrpc.NewServerCodec(conn), answered: make(chan struct{}, 1)}
	codec.answered <- struct{}{}
	server.ServeCodec(codec)
	verdict := byte('A')
	if codec.ended != io.EOF {
		verdict = 'R'
	}
	return verdict, withLength(conn.written.Bytes(), codec.ended.Error())
}

// gated is a connection whose reading side opens when all calls are pending.
type gated struct {
	io.Reader
	open chan struct{}
}

func (g *gated) Read(p []byte) (int, error) {
	<-g.open
	return g.Reader.Read(p)
}
func (g *gated) Write(p []byte) (int, error) { return len(p), nil }
func (g *gated) Close() error                { return nil }

func jsonClientOp(payload []byte) (byte, []byte) {
	if len(payload) == 0 {
		return 'X', []byte("op c wants u8 k, then the stream")
	}
	conn := &gated{Reader: bytes.NewReader(payload[1:]), open: make(chan struct{})}
	client := jsonrpc.NewClient(conn)
	var calls []*rpc.Call
	for i := 0; i < int(payload[0]); i++ {
		calls = append(calls, client.Go("UserServer.GetUser", GetUserReq{"1"}, new(GetUserResp), make(chan *rpc.Call, 1)))
	}
	close(conn.open)
	var text strings.Builder
	for i, call := range calls {
		<-call.Done
		text.WriteString(strconv.Itoa(i))
		if call.Error != nil {
			text.WriteString(" error " + strings.ReplaceAll(call.Error.Error(), "\n", " ") + "\n")
		} else {
			text.WriteString(" ok " + canon.Text(*call.Reply.(*GetUserResp)) + "\n")
		}
	}
	return 'A', []byte(text.String())
}
