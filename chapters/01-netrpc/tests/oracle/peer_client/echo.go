// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"math/rand"
	"net/rpc"
	"reflect"

	"../canon"
	"../randval"
)

const echoRounds = 40

// trip is what a value becomes in Go's own codec: gob forgets pointers to zero
// and the sign of zero, JSON keeps both.
func trip(codec string, value interface{}) (interface{}, error) {
	back := reflect.New(reflect.TypeOf(value))
	var wire bytes.Buffer
	var err error
	if codec == "jsonrpc" {
		if err = json.NewEncoder(&wire).Encode(value); err == nil {
			err = json.NewDecoder(&wire).Decode(back.Interface())
		}
	} else if err = gob.NewEncoder(&wire).Encode(value); err == nil {
		err = gob.NewDecoder(&wire).Decode(back.Interface())
	}
	return back.Elem().Interface(), err
}

func anyValue(f *randval.Filler) interface{} {
	kinds := []interface{}{nil, 0, "", []string(nil), Item{}}
	kind := kinds[f.R.Intn(len(kinds))]
	if kind == nil {
		return nil
	}
	return f.New(reflect.TypeOf(kind)).Interface()
}

func echo(p *peer) error {
	client, err := p.dial()
	if err != nil {
		return err
	}
	defer client.Close()
	fill := &randval.Filler{R: rand.New(rand.NewSource(p.seed)), JSON: p.codec == "jsonrpc", Any: anyValue}
	for round := 0; round < echoRounds; round++ {
		for _, m := range []struct {
			name    string
			kind    interface{}
			gobOnly bool
		}{
			{"Int", 0, false}, {"Uint", uint(0), false}, {"Float", 0.0, false},
			{"Complex", complex128(0), true}, {"String", "", false}, {"Bytes", []byte(nil), false},
			{"Slice", []string(nil), false}, {"Map", map[string]int(nil), false},
			{"Nested", Nested{}, false}, {"Any", Holder{}, true},
		} {
			if m.gobOnly && p.codec == "jsonrpc" {
				continue
			}
			if err := echoOne(p, client, "Echo."+m.name, fill.New(reflect.TypeOf(m.kind)).Interface()); err != nil {
				return fmt.Errorf("--seed %d, round %d: %w", p.seed, round, err)
			}
		}
	}
	return nil
}

func echoOne(p *peer, client *rpc.Client, method string, sent interface{}) error {
	expected, err := trip(p.codec, sent)
	if err != nil {
		return fmt.Errorf("Go cannot carry %s itself: %w", canon.Text(sent), err)
	}
	got := reflect.New(reflect.TypeOf(sent))
	if err := client.Call(method, sent, got.Interface()); err != nil {
		return fmt.Errorf("%s(%s): %w", method, canon.Text(sent), err)
	}
	if g, e := canon.Text(got.Elem().Interface()), canon.Text(expected); g != e {
		return fmt.Errorf("%s gave\n  %s\nexpected\n  %s", method, g, e)
	}
	return nil
}
