// SPDX-License-Identifier: MIT

package main

import (
	"encoding/gob"
	"errors"
	"net"
	"os"
	"sync"
	"time"
)

// GetUserReq and GetUserResp are the article's: only the request's Id has a JSON name.
type (
	GetUserReq struct {
		Id string `json:"id"`
	}
	GetUserResp struct {
		Id    string
		Name  string
		Phone string
	}
	// UserServer is the article's user service.
	UserServer struct{}
)

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

// HelloService greets anybody.
type HelloService struct{}

// Hello is "hello:" and the request.
func (*HelloService) Hello(request string, reply *string) error {
	*reply = "hello:" + request
	return nil
}

// LoginService is one connection's HelloService (netrpc 4.3.4). Requests of a
// connection run at once, so its state is locked, which the article forgot.
type LoginService struct {
	conn    net.Conn
	mu      sync.Mutex
	isLogin bool
}

// Login wants user:password.
func (p *LoginService) Login(request string, reply *string) error {
	if request != "user:password" {
		return errors.New("auth failed")
	}
	p.mu.Lock()
	p.isLogin = true
	p.mu.Unlock()
	return nil
}

// Hello says where the request is from, to those who logged in.
func (p *LoginService) Hello(request string, reply *string) error {
	p.mu.Lock()
	ok := p.isLogin
	p.mu.Unlock()
	if !ok {
		return errors.New("please login")
	}
	*reply = "hello:" + request + ", from" + p.conn.RemoteAddr().String()
	return nil
}

// Args, Quotient and Arith are the example of package net/rpc.
type (
	Args     struct{ A, B int }
	Quotient struct{ Quo, Rem int }
	Arith    struct{}
)

// Add is A+B.
func (*Arith) Add(args Args, reply *int) error { *reply = args.A + args.B; return nil }

// Multiply is A*B.
func (*Arith) Multiply(args Args, reply *int) error { *reply = args.A * args.B; return nil }

// Divide refuses a zero B.
func (*Arith) Divide(args Args, reply *Quotient) error {
	if args.B == 0 {
		return errors.New("divide by zero")
	}
	reply.Quo, reply.Rem = args.A/args.B, args.A%args.B
	return nil
}

// Item, Nested and Holder are those of diff_gob's types.go.
type (
	Item struct {
		Id    int
		Name  string
		Price float64
		Tags  []string
	}
	Nested struct {
		Name   string
		Items  []Item
		ByName map[string]Item
		Matrix [][]int
		Pair   [2]string
		Next   *Nested
		Opt    *int
	}
	Holder struct {
		Label string
		V     interface{}
	}
	// Echo returns what it is given.
	Echo struct{}
)

func init() { gob.Register(Item{}) }

// One method per kind of argument.

func (*Echo) Int(x int, reply *int) error                   { *reply = x; return nil }
func (*Echo) Uint(x uint, reply *uint) error                { *reply = x; return nil }
func (*Echo) Float(x float64, reply *float64) error         { *reply = x; return nil }
func (*Echo) Complex(x complex128, reply *complex128) error { *reply = x; return nil }
func (*Echo) String(x string, reply *string) error          { *reply = x; return nil }
func (*Echo) Nested(x Nested, reply *Nested) error          { *reply = x; return nil }
func (*Echo) Any(x Holder, reply *Holder) error             { *reply = x; return nil }

// A nil reply would be null in JSON, which jsonrpc's client takes for a response
// with neither result nor error: `invalid error <nil>`, and the connection is
// dead. So these three keep the empty value the server made for the reply.

func (*Echo) Bytes(x []byte, reply *[]byte) error {
	if x != nil {
		*reply = x
	}
	return nil
}

func (*Echo) Slice(x []string, reply *[]string) error {
	if x != nil {
		*reply = x
	}
	return nil
}

func (*Echo) Map(x map[string]int, reply *map[string]int) error {
	if x != nil {
		*reply = x
	}
	return nil
}

// Slow has methods that take their time.
type Slow struct {
	mu    sync.Mutex
	gates map[string]chan struct{}
}

func newSlow() *Slow { return &Slow{gates: make(map[string]chan struct{})} }

func (s *Slow) gate(name string) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gates[name] == nil {
		s.gates[name] = make(chan struct{})
	}
	return s.gates[name]
}

// Wait answers ms after that many milliseconds.
func (*Slow) Wait(ms int, reply *int) error {
	<-time.After(time.Duration(ms) * time.Millisecond)
	*reply = ms
	return nil
}

// Gate answers name once Open(name) was called, before or after.
func (s *Slow) Gate(name string, reply *string) error {
	<-s.gate(name)
	*reply = name
	return nil
}

// Open opens a gate for good and says whether it was closed.
func (s *Slow) Open(name string, reply *bool) error {
	gate := s.gate(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-gate:
	default:
		close(gate)
		*reply = true
	}
	return nil
}

// KVStoreService is netrpc 4.3.2's store; a watch leaves nothing behind here, and
// cannot hold up a Set: its channel has room for the one key it wants.
type KVStoreService struct {
	mu      sync.Mutex
	m       map[string]string
	watches map[chan string]struct{}
}

func newKVStoreService() *KVStoreService {
	return &KVStoreService{m: make(map[string]string), watches: make(map[chan string]struct{})}
}

// Get finds a value or says not found.
func (p *KVStoreService) Get(key string, value *string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	v, ok := p.m[key]
	if !ok {
		return errors.New("not found")
	}
	*value = v
	return nil
}

// Set stores kv[1] under kv[0] and tells the watches, if that is a change.
func (p *KVStoreService) Set(kv [2]string, reply *struct{}) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	key, value := kv[0], kv[1]
	if old, ok := p.m[key]; !ok || old != value {
		for ch := range p.watches {
			select {
			case ch <- key:
			default: // it has its key already
			}
		}
	}
	p.m[key] = value
	return nil
}

// Watch waits for the next changed key, or says timeout.
func (p *KVStoreService) Watch(timeoutSecond int, keyChanged *string) error {
	ch := make(chan string, 1)
	p.mu.Lock()
	p.watches[ch] = struct{}{}
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.watches, ch)
		p.mu.Unlock()
	}()
	timer := time.NewTimer(time.Duration(timeoutSecond) * time.Second)
	defer timer.Stop()
	select {
	case <-timer.C:
		return errors.New("timeout")
	case *keyChanged = <-ch:
		return nil
	}
}

// Die ends things in the middle of a call.
type Die struct{ listener *tracked }

// Now closes every connection ("connections") or ends the process with status 3
// ("process"). Neither answers.
func (d *Die) Now(how string, reply *string) error {
	switch how {
	case "process":
		os.Exit(3)
	case "connections":
		d.listener.closeAll()
		return nil
	}
	return errors.New(`Die.Now: want "connections" or "process"`)
}
