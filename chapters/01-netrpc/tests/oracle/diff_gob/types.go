// SPDX-License-Identifier: MIT

package main

// The table of types both sides of the differential test know. The C++ side
// (the chapter's differential tests) has the same types under the same names;
// names and field names go on the wire, so a change here is a change there.

import (
	"encoding/binary"
	"encoding/gob"
	"fmt"
	"math"
	"reflect"
)

// GetUserResp is the reply of the article's UserServer.GetUser.
type GetUserResp struct{ Id, Name, Phone string }

// Everything has one field of every scalar kind gob knows.
type Everything struct {
	Bool  bool
	I8    int8
	I16   int16
	I32   int32
	I64   int64
	Int   int
	U8    uint8
	U16   uint16
	U32   uint32
	U64   uint64
	Uint  uint
	F32   float32
	F64   float64
	C64   complex64
	C128  complex128
	Str   string
	Bytes []byte
}

// Item is the element of Nested and of bench_gob's Order.
type Item struct {
	Id    int
	Name  string
	Price float64
	Tags  []string
}

// Nested has every way of putting one type inside another.
type Nested struct {
	Name   string
	Items  []Item
	ByName map[string]Item
	Matrix [][]int
	Pair   [2]string
	Next   *Nested
	Opt    *int
}

// EvolvedMissing is Nested as an older program knew it: no ByName, no Pair.
type EvolvedMissing struct {
	Name   string
	Items  []Item
	Matrix [][]int
	Next   *EvolvedMissing
	Opt    *int
}

// EvolvedExtra is Nested as a newer program knows it: First, Extra and Weights are new.
type EvolvedExtra struct {
	First   int
	Name    string
	Items   []Item
	ByName  map[string]Item
	Matrix  [][]int
	Extra   map[string][]string
	Pair    [2]string
	Next    *EvolvedExtra
	Opt     *int
	Weights []float64
}

// EvolvedReordered is Nested with its fields in another order.
type EvolvedReordered struct {
	Opt    *int
	Next   *EvolvedReordered
	Pair   [2]string
	Matrix [][]int
	ByName map[string]Item
	Items  []Item
	Name   string
}

// Holder holds an interface value: nil, int, string, []string or main.Item.
type Holder struct {
	Label string
	V     interface{}
}

// Mismatch has GetUserResp's field names with other types: neither decodes as the other
// once a shared field is on the wire.
type Mismatch struct {
	Id   int
	Name []string
}

// Celsius encodes itself (GobEncoder): 8 bytes, the float64's bits, big-endian.
type Celsius struct{ Degrees float64 }

// GobEncode is the eight bytes.
func (c Celsius) GobEncode() ([]byte, error) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], math.Float64bits(c.Degrees))
	return b[:], nil
}

// GobDecode takes eight bytes and nothing else.
func (c *Celsius) GobDecode(b []byte) error {
	if len(b) != 8 {
		return fmt.Errorf("Celsius: want 8 bytes, got %d", len(b))
	}
	c.Degrees = math.Float64frombits(binary.BigEndian.Uint64(b))
	return nil
}

// Binary encodes itself (BinaryMarshaler): the letter B, then Data.
type Binary struct{ Data []byte }

// MarshalBinary is B and the data.
func (x Binary) MarshalBinary() ([]byte, error) { return append([]byte{'B'}, x.Data...), nil }

// UnmarshalBinary refuses what does not begin with B.
func (x *Binary) UnmarshalBinary(b []byte) error {
	if len(b) == 0 || b[0] != 'B' {
		return fmt.Errorf("Binary: does not begin with B")
	}
	x.Data = append([]byte(nil), b[1:]...)
	return nil
}

// Opaque has one field of each kind that encodes itself.
type Opaque struct {
	When Celsius
	B    Binary
}

// Tree is recursive by value through a slice.
type Tree struct {
	Value    int
	Children []Tree
}

// types is the numbering that ops d, e and g speak of.
var types = []reflect.Type{
	0:  reflect.TypeOf(GetUserResp{}),
	1:  reflect.TypeOf(Everything{}),
	2:  reflect.TypeOf(Nested{}),
	3:  reflect.TypeOf([]string(nil)),
	4:  reflect.TypeOf(map[string]int(nil)),
	5:  reflect.TypeOf(int(0)),
	6:  reflect.TypeOf(EvolvedMissing{}),
	7:  reflect.TypeOf(EvolvedExtra{}),
	8:  reflect.TypeOf(EvolvedReordered{}),
	9:  reflect.TypeOf(Holder{}),
	10: reflect.TypeOf(Mismatch{}),
	11: reflect.TypeOf([3]int{}),
	12: reflect.TypeOf(float64(0)),
	13: reflect.TypeOf([]byte(nil)),
	14: reflect.TypeOf(complex128(0)),
	15: reflect.TypeOf(Opaque{}),
	16: reflect.TypeOf(Tree{}),
}

func init() {
	gob.Register(Item{}) // int, string and []string are registered by gob itself
}
