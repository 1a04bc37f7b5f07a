// SPDX-License-Identifier: MIT

package services

import (
	"context"
	"fmt"
	"sync"

	"basics_pb/greeter"
)

type greetingKey struct{}

type greeting struct {
	mu   sync.Mutex // guards prev: calls of one connection may overlap
	prev string
}

// WithGreeting is for TagConn: gives a connection whom it greeted last.
func WithGreeting(ctx context.Context) context.Context {
	return context.WithValue(ctx, greetingKey{}, &greeting{})
}

// Greeter is the server of "conn", with its state in the connection's context.
type Greeter struct {
	greeter.UnimplementedGreeterServer
}

func (*Greeter) SayHello(ctx context.Context, req *greeter.HelloRequest) (*greeter.HelloReply, error) {
	last := ctx.Value(greetingKey{}).(*greeting)
	last.mu.Lock()
	defer last.mu.Unlock()
	message := fmt.Sprintf("Hello '%s' (prev '%s')", req.Name, last.prev)
	last.prev = req.Name
	return &greeter.HelloReply{Message: message}, nil
}
