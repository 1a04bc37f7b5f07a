// SPDX-License-Identifier: MIT

// roundrobin_client shows on the real grpc-go what the pool article builds upon:
// a resolver that names an address several times gets several connections to it,
// if a policy that connects to all addresses is asked for, and if the addresses
// differ in their attributes.
//
//	--target ADDR,ADDR,…   what the resolver finds; an address may come twice
//	--policy NAME          pick_first (grpc-go's default) or round_robin
//	--attributes=false     addresses without the article's attribute idx
//	--calls N              default 300, of user.User/GetUser
//
// Prints `connections N`, and for each address, in the order of their first
// mention, `#1 200`: how many calls it answered.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"strings"
	"sync"
	"time"

	"basics_pb/user"

	"google.golang.org/grpc"
	"google.golang.org/grpc/attributes"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"
	"google.golang.org/grpc/stats"
)

// used hears on which connections calls go out: each has its own local address.
type used struct {
	mu    sync.Mutex
	conns map[string]bool
}

func (*used) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }
func (*used) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context   { return ctx }
func (*used) HandleConn(context.Context, stats.ConnStats)                       {}
func (u *used) HandleRPC(_ context.Context, s stats.RPCStats) {
	if out, ok := s.(*stats.OutHeader); ok {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.conns[out.LocalAddr.String()] = true
	}
}

func (u *used) count() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return len(u.conns)
}

// addresses has each target as the resolver tells it, and the different ones.
func addresses(target string, withAttributes bool) (all []resolver.Address, distinct []string) {
	seen := map[string]bool{}
	for i, addr := range strings.Split(target, ",") {
		a := resolver.Address{Addr: addr}
		if withAttributes {
			a.Attributes = attributes.New("idx", i)
		}
		all = append(all, a)
		if !seen[addr] {
			seen[addr] = true
			distinct = append(distinct, addr)
		}
	}
	return all, distinct
}

// expected is how many connections there will be once all are there.
func expected(policy string, withAttributes bool, all []resolver.Address, distinct []string) int {
	switch {
	case policy == "pick_first":
		return 1
	case withAttributes:
		return len(all)
	}
	return len(distinct)
}

func call(conn *grpc.ClientConn) (string, error) {
	var from peer.Peer
	_, err := user.NewUserClient(conn).GetUser(context.Background(), &user.GetUserReq{Id: "1"},
		grpc.Peer(&from), grpc.WaitForReady(true))
	if err != nil {
		return "", err
	}
	return from.Addr.String(), nil
}

func main() {
	target := flag.String("target", "", "addresses, with commas between")
	policy := flag.String("policy", "pick_first", "pick_first or round_robin")
	withAttributes := flag.Bool("attributes", true, "give each address an attribute of its own")
	calls := flag.Int("calls", 300, "how many calls to count")
	flag.Parse()
	log.SetFlags(0)
	log.SetPrefix("roundrobin_client: ")
	if *target == "" || (*policy != "pick_first" && *policy != "round_robin") {
		log.Fatal("--target ADDR,… is needed, and a --policy that is pick_first or round_robin")
	}
	if err := run(*target, *policy, *withAttributes, *calls); err != nil {
		log.Fatal(err)
	}
}

func run(target, policy string, withAttributes bool, calls int) error {
	all, distinct := addresses(target, withAttributes)
	found := manual.NewBuilderWithScheme("pass")
	found.InitialState(resolver.State{Addresses: all})
	heard := &used{conns: map[string]bool{}}
	conn, err := grpc.Dial("pass:///", grpc.WithInsecure(), grpc.WithResolvers(found), grpc.WithStatsHandler(heard),
		grpc.WithDefaultServiceConfig(fmt.Sprintf(`{"loadBalancingConfig":[{"%s":{}}]}`, policy)))
	if err != nil {
		return err
	}
	defer conn.Close()
	time.AfterFunc(time.Minute, func() { log.Fatal("not all connections are there after a minute") })

	// The spread is that of all connections: calls made before they are up do not count.
	for want := expected(policy, withAttributes, all, distinct); heard.count() < want; {
		if _, err := call(conn); err != nil {
			return err
		}
	}
	spread := map[string]int{}
	for i := 0; i < calls; i++ {
		addr, err := call(conn)
		if err != nil {
			return err
		}
		spread[addr]++
	}
	fmt.Printf("connections %d\n", heard.count())
	for i, addr := range distinct {
		fmt.Printf("#%d %d\n", i+1, spread[addr])
	}
	return nil
}
