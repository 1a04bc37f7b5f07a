// SPDX-License-Identifier: MIT

// Package lines has the words in which the oracles say what happened, the same
// as tests/support/trace.cpp has for ours: what the two print is compared as
// text.
package lines

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"

	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

var mu sync.Mutex

// Say writes one line to stdout, at once.
func Say(format string, args ...interface{}) {
	mu.Lock()
	defer mu.Unlock()
	fmt.Fprintf(os.Stdout, format+"\n", args...)
}

// Outcome is ok, or code=NotFound desc="no such user". An error that is no
// status is what grpc-go makes of it: Unknown, and the error's text.
func Outcome(err error) string {
	if err == nil {
		return "ok"
	}
	s := status.Convert(err)
	return fmt.Sprintf("code=%v desc=%q", s.Code(), s.Message())
}

// Metadata is the keys that begin with x-, sorted, each value with a space
// before it: ` x-a=1 x-a=2 x-b-bin=00ff`. All others are the transport's own.
func Metadata(md metadata.MD) string {
	var keys []string
	for key := range md {
		if strings.HasPrefix(key, "x-") {
			keys = append(keys, key)
		}
	}
	sort.Strings(keys)
	var all strings.Builder
	for _, key := range keys {
		for _, value := range md[key] {
			if strings.HasSuffix(key, "-bin") {
				value = fmt.Sprintf("%x", value)
			}
			fmt.Fprintf(&all, " %s=%s", key, value)
		}
	}
	return all.String()
}
