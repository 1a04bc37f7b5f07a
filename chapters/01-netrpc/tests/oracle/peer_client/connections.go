// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/rpc"
	"strings"
)

func kv(p *peer) error {
	client, err := p.dial()
	if err != nil {
		return err
	}
	defer client.Close()
	key := gateName("key")
	var value string
	err = client.Call("KVStoreService.Get", key, &value)
	if err := wantText("Get of a new key", err, "not found"); err != nil {
		return err
	}
	set := func(value string) error {
		if err := client.Call("KVStoreService.Set", [2]string{key, value}, new(struct{})); err != nil {
			return fmt.Errorf("Set(%s, %s): %w", key, value, err)
		}
		return nil
	}
	if err := set("abc-value"); err != nil {
		return err
	}
	if err := client.Call("KVStoreService.Get", key, &value); err != nil || value != "abc-value" {
		return fmt.Errorf("Get after Set is %q, error %v", value, err)
	}
	err = client.Call("KVStoreService.Watch", 0, new(string))
	if err := wantText("Watch for 0 seconds", err, "timeout"); err != nil {
		return err
	}
	if err := watches(client, key, set); err != nil {
		return err
	}
	// The article's store is dead after eleven changes that follow a finished watch.
	for i := 0; i < 30; i++ {
		if err := set(fmt.Sprint("after-", i)); err != nil {
			return err
		}
	}
	if err := client.Call("KVStoreService.Get", key, &value); err != nil || value != "after-29" {
		return fmt.Errorf("Get after 30 Sets is %q, error %v", value, err)
	}
	return nil
}

// watches has three watches of one change. Nothing tells when a watch has begun, so
// the key changes until all three are done.
func watches(client *rpc.Client, key string, set func(string) error) error {
	const count = 3
	done := make(chan *rpc.Call, count)
	for i := 0; i < count; i++ {
		client.Go("KVStoreService.Watch", 15, new(string), done)
	}
	for changes, seen := 0, 0; seen < count; changes++ {
		if err := set(fmt.Sprint("change-", changes)); err != nil {
			return err
		}
		select {
		case call := <-done:
			if got := *call.Reply.(*string); call.Error != nil || got != key {
				return fmt.Errorf("Watch answered %q, error %v; expected %q", got, call.Error, key)
			}
			seen++
		default:
		}
	}
	return nil
}

func leave(p *peer) error {
	leaver, err := p.dial()
	if err != nil {
		return err
	}
	name := gateName("leave")
	gate := leaver.Go("Slow.Gate", name, new(string), make(chan *rpc.Call, 1))
	if err := add(leaver, 1, 2); err != nil { // so the server has read the gated call
		return err
	}
	leaver.Close()
	<-gate.Done
	if gate.Error == nil {
		return fmt.Errorf("a call pending at Close ended without an error")
	}
	if p.codec != "http" { // half a message, then nothing
		conn, err := net.Dial("tcp", p.connect)
		if err != nil {
			return err
		}
		half := "\x30\xff\x81\x03\x01\x01\x07"
		if p.codec == "jsonrpc" {
			half = `{"method":"Arith.Ad`
		}
		io.WriteString(conn, half)
		conn.Close()
	}
	stayer, err := p.dial()
	if err != nil {
		return err
	}
	defer stayer.Close()
	if err := stayer.Call("Slow.Open", name, new(bool)); err != nil {
		return fmt.Errorf("Slow.Open after the gate's caller left: %w", err)
	}
	return add(stayer, 3, 4)
}

func shutdown(p *peer) error {
	client, err := p.dial()
	if err != nil {
		return err
	}
	pending := client.Go("Slow.Gate", gateName("shutdown"), new(string), make(chan *rpc.Call, 1))
	if err := client.Close(); err != nil {
		return fmt.Errorf("Close: %w", err)
	}
	<-pending.Done
	if pending.Error == nil {
		return fmt.Errorf("a call pending at Close ended without an error")
	}
	err = client.Call("Arith.Add", Args{1, 2}, new(int))
	if err := wantText("a call after Close", err, "connection is shut down"); err != nil {
		return err
	}
	return wantText("a second Close", client.Close(), "connection is shut down")
}

func die(p *peer) error {
	client, err := p.dial()
	if err != nil {
		return err
	}
	defer client.Close()
	done := make(chan *rpc.Call, 2)
	client.Go("Slow.Gate", gateName("die"), new(string), done)
	client.Go("Die.Now", "connections", new(string), done)
	for i := 0; i < 2; i++ {
		call := <-done
		var fromServer rpc.ServerError
		if call.Error == nil || errors.As(call.Error, &fromServer) {
			return fmt.Errorf("%s ended with error %v; expected to be told that the connection is gone", call.ServiceMethod, call.Error)
		}
	}
	err = client.Call("Arith.Add", Args{1, 2}, new(int))
	if err := wantText("a call on the dead connection", err, "connection is shut down"); err != nil {
		return err
	}
	again, err := p.dial()
	if err != nil {
		return fmt.Errorf("dialling again: %w", err)
	}
	defer again.Close()
	return add(again, 1, 2)
}

func get(url string) (status int, body string, err error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(data), err
}

func httpDebug(p *peer) error {
	status, body, err := get("http://" + p.connect + "/debug/rpc")
	if err != nil {
		return err
	}
	if status != 200 {
		return fmt.Errorf("GET /debug/rpc: status %d; expected 200", status)
	}
	for _, text := range []string{"Service UserServer", "GetUser(", "Service Arith", "Divide("} {
		if !strings.Contains(body, text) {
			return fmt.Errorf("GET /debug/rpc does not show %q:\n%s", text, body)
		}
	}
	status, body, err = get("http://" + p.connect + "/_goRPC_")
	if err != nil {
		return err
	}
	if status != 405 || body != "405 must CONNECT\n" {
		return fmt.Errorf("GET /_goRPC_: status %d, %q; expected 405, %q", status, body, "405 must CONNECT\n")
	}
	return nil
}

func login(p *peer) error {
	client, err := p.dial()
	if err != nil {
		return err
	}
	defer client.Close()
	other, err := p.dial()
	if err != nil {
		return err
	}
	defer other.Close()
	var reply string
	if err := wantText("Hello before Login", client.Call("HelloService.Hello", "x", &reply), "please login"); err != nil {
		return err
	}
	if err := wantText("Login with a wrong password", client.Call("HelloService.Login", "user:wrong", &reply), "auth failed"); err != nil {
		return err
	}
	if err := wantText("Hello after a failed Login", client.Call("HelloService.Hello", "x", &reply), "please login"); err != nil {
		return err
	}
	if err := client.Call("HelloService.Login", "user:password", &reply); err != nil {
		return fmt.Errorf("Login: %w", err)
	}
	if err := client.Call("HelloService.Hello", "x", &reply); err != nil {
		return fmt.Errorf("Hello after Login: %w", err)
	}
	if !strings.HasPrefix(reply, "hello:x, from127.0.0.1:") {
		return fmt.Errorf("Hello after Login is %q; expected hello:x, from and this end's address", reply)
	}
	return wantText("Hello on the other connection", other.Call("HelloService.Hello", "x", &reply), "please login")
}

func reverse(p *peer) error {
	listener, err := net.Listen("tcp", p.listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	fmt.Printf("listening on %s\n", listener.Addr())
	for i := 0; i < p.times; i++ {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		client := rpc.NewClient(conn)
		var reply string
		err = client.Call("HelloService.Hello", "hello", &reply)
		client.Close()
		if err != nil || reply != "hello:hello" {
			return fmt.Errorf("Hello over accepted connection %d is %q, error %v", i+1, reply, err)
		}
	}
	return nil
}
