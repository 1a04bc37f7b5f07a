// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/rpc"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
)

// UserServer is the article's service.
type UserServer struct{}

// GetUser finds a user or says 不存在查询用户.
func (*UserServer) GetUser(req GetUserReq, resp *GetUserResp) error {
	if req.Id != bala.Id {
		return errors.New("不存在查询用户")
	}
	*resp = bala
	return nil
}

func server(listen string) error {
	if err := rpc.Register(new(UserServer)); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	fmt.Printf("listening on %s\n", listener.Addr())
	var open int64
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			atomic.AddInt64(&open, 1)
			go func() {
				rpc.ServeConn(conn)
				atomic.AddInt64(&open, -1)
			}()
		}
	}()
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		switch lines.Text() {
		case "gc":
			debug.FreeOSMemory()
			fallthrough
		case "mem":
			if err := memory(atomic.LoadInt64(&open)); err != nil {
				return err
			}
		default:
			return fmt.Errorf("stdin said %q: want mem or gc", lines.Text())
		}
	}
	return nil
}

// field is the number of kB a /proc file gives for a name.
func field(path, name string) (int, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, name+":") {
			var kb int
			_, err := fmt.Sscanf(line[len(name)+1:], "%d kB", &kb)
			return kb, err
		}
	}
	return 0, fmt.Errorf("%s has no %s", path, name)
}

func memory(open int64) error {
	rss, err := field("/proc/self/status", "VmRSS")
	if err != nil {
		return err
	}
	pss, err := field("/proc/self/smaps_rollup", "Pss")
	if err != nil {
		return err
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return json.NewEncoder(os.Stdout).Encode(struct {
		Connections int64  `json:"connections"`
		VmRSS       int    `json:"vm_rss_kb"`
		Pss         int    `json:"pss_kb"`
		Heap        uint64 `json:"heap_inuse_kb"`
		Stack       uint64 `json:"stack_inuse_kb"`
		Sys         uint64 `json:"sys_kb"`
	}{open, rss, pss, stats.HeapInuse >> 10, stats.StackInuse >> 10, stats.Sys >> 10})
}
