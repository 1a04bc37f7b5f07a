// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"net/rpc"
	"os"
	"time"
)

// wantText fails unless err says exactly this.
func wantText(what string, err error, text string) error {
	if err == nil {
		return fmt.Errorf("%s succeeded; expected the error %q", what, text)
	}
	if err.Error() != text {
		return fmt.Errorf("%s: the error is %q; expected %q", what, err, text)
	}
	return nil
}

// gateName is a gate no other run has opened.
func gateName(scenario string) string {
	return fmt.Sprintf("%s-%d-%d", scenario, os.Getpid(), time.Now().UnixNano())
}

// add shows that a connection works.
func add(client *rpc.Client, a, b int) error {
	var sum int
	if err := client.Call("Arith.Add", Args{a, b}, &sum); err != nil {
		return fmt.Errorf("Arith.Add(%d, %d): %w", a, b, err)
	}
	if sum != a+b {
		return fmt.Errorf("Arith.Add(%d, %d) is %d", a, b, sum)
	}
	return nil
}

func getUser(p *peer) error {
	client, err := p.dial()
	if err != nil {
		return err
	}
	defer client.Close()
	for _, want := range []GetUserResp{{"1", "bala", "13100001111"}, {"2", "小王", "13200001111"}} {
		var got GetUserResp
		if err := client.Call("UserServer.GetUser", GetUserReq{want.Id}, &got); err != nil {
			return fmt.Errorf("GetUser(%s): %w", want.Id, err)
		}
		if got != want {
			return fmt.Errorf("GetUser(%s) is %+v; expected %+v", want.Id, got, want)
		}
	}
	return nil
}

func getUserMissing(p *peer) error {
	client, err := p.dial()
	if err != nil {
		return err
	}
	defer client.Close()
	reply := GetUserResp{Name: "untouched"}
	err = client.Call("UserServer.GetUser", GetUserReq{"3"}, &reply)
	if err := wantText("GetUser(3)", err, "不存在查询用户"); err != nil {
		return err
	}
	if reply.Name != "untouched" {
		return fmt.Errorf("an error changed the reply to %+v", reply)
	}
	return nil
}

func async64(p *peer) error {
	client, err := p.dial()
	if err != nil {
		return err
	}
	defer client.Close()
	const rounds, inFlight = 4, 64
	done := make(chan *rpc.Call, inFlight)
	for round := 0; round < rounds; round++ {
		for i := 0; i < inFlight; i++ {
			client.Go("HelloService.Hello", fmt.Sprint(round, "-", i), new(string), done)
		}
		for i := 0; i < inFlight; i++ {
			call := <-done
			if call.Error != nil {
				return fmt.Errorf("Hello(%q): %w", call.Args, call.Error)
			}
			if got, want := *call.Reply.(*string), "hello:"+call.Args.(string); got != want {
				return fmt.Errorf("Hello(%q) is %q; expected %q: another call's answer?", call.Args, got, want)
			}
		}
	}
	return nil
}

func slowFast(p *peer) error {
	client, err := p.dial()
	if err != nil {
		return err
	}
	defer client.Close()
	name := gateName("slow_fast")
	var reply string
	gate := client.Go("Slow.Gate", name, &reply, make(chan *rpc.Call, 1))
	for i := 0; i < 100; i++ {
		if err := add(client, i, i); err != nil {
			return fmt.Errorf("while a gated call waits: %w", err)
		}
	}
	select {
	case <-gate.Done:
		return fmt.Errorf("Slow.Gate answered %q, error %v, before the gate was opened", reply, gate.Error)
	default:
	}
	if err := client.Call("Slow.Open", name, new(bool)); err != nil {
		return fmt.Errorf("Slow.Open: %w", err)
	}
	<-gate.Done
	if gate.Error != nil || reply != name {
		return fmt.Errorf("Slow.Gate answered %q, error %v; expected %q", reply, gate.Error, name)
	}
	return nil
}

func errorStrings(p *peer) error {
	client, err := p.dial()
	if err != nil {
		return err
	}
	defer client.Close()
	for i, c := range []struct {
		method      string
		args, reply interface{}
		text        string // "" is any: the codec's own words differ
	}{
		{"Nope.X", Args{1, 2}, new(int), "rpc: can't find service Nope.X"},
		{"Nope", Args{1, 2}, new(int), "rpc: service/method request ill-formed: Nope"},
		{"", Args{1, 2}, new(int), "rpc: service/method request ill-formed: "},
		{"Arith.Nope", Args{1, 2}, new(int), "rpc: can't find method Arith.Nope"},
		{"Arith.add", Args{1, 2}, new(int), "rpc: can't find method Arith.add"},
		{"a.b.Arith.Add", Args{1, 2}, new(int), "rpc: can't find service a.b.Arith.Add"},
		{".", Args{1, 2}, new(int), "rpc: can't find service ."},
		{"Arith.Divide", Args{1, 0}, new(Quotient), "divide by zero"},
		{"Arith.Add", "not a struct", new(int), ""},
		{"Arith.Add", []string{"nor", "this"}, new(int), ""},
		{"UserServer.GetUser", 17, new(GetUserResp), ""},
	} {
		what := fmt.Sprintf("Call(%q, %v)", c.method, c.args)
		err := client.Call(c.method, c.args, c.reply)
		if c.text != "" {
			if err := wantText(what, err, c.text); err != nil {
				return err
			}
		}
		if err == nil {
			return fmt.Errorf("%s succeeded; expected the server to refuse the argument", what)
		}
		var fromServer rpc.ServerError
		if !errors.As(err, &fromServer) {
			return fmt.Errorf("%s: %v is not an error the server sent", what, err)
		}
		if err := add(client, i, 1); err != nil {
			return fmt.Errorf("after %s the connection no longer works: %w", what, err)
		}
	}
	var q Quotient
	if err := client.Call("Arith.Divide", Args{17, 5}, &q); err != nil || q != (Quotient{3, 2}) {
		return fmt.Errorf("Arith.Divide(17, 5) is %+v, error %v", q, err)
	}
	return nil
}
