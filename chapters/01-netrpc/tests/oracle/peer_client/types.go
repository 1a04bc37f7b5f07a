// SPDX-License-Identifier: MIT

package main

import "encoding/gob"

// The arguments and replies of peer_server's services; see its services.go.
type (
	GetUserReq struct {
		Id string `json:"id"`
	}
	GetUserResp struct {
		Id    string
		Name  string
		Phone string
	}
	Args     struct{ A, B int }
	Quotient struct{ Quo, Rem int }
	Item     struct {
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
)

func init() { gob.Register(Item{}) }
