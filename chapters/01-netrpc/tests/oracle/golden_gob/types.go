// SPDX-License-Identifier: MIT

package main

import (
	"encoding/binary"
	"encoding/gob"
	"fmt"
	"math"
	"strings"
)

// The article's user service.
type (
	GetUserReq struct {
		Id string `json:"id"`
	}
	GetUserResp struct{ Id, Name, Phone string }
)

// Point is the example of encoding/gob's own documentation.
type Point struct{ X, Y int }

// Everything has every scalar kind, in the order of the types' widths.
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

type (
	Item struct {
		Id    int
		Name  string
		Price float64
		Tags  []string
	}
	Order struct {
		Id    int
		Items []Item
	}
	Line      struct{ From, To Point }
	Catalogue struct{ ByName map[string]Item }
	Index     struct{ Words map[string][]int }
	Grid      struct{ Rows [][]int }
	Couple    struct{ Items [2]Item }
	Twice     struct {
		A []Item
		B []Item
		C map[string]Item
	}
)

// Pointers: gob flattens them all.
type (
	Pointers struct {
		P  *int
		PP **int
		S  *Point
		T  *string
	}
	ManyFields struct{ F1, F2, F3, F4, F5, F6, F7, F8, F9, F10 int }
)

// Recursive types.
type (
	Node struct {
		Value int
		Next  *Node
	}
	Tree struct {
		Value    int
		Children []Tree
	}
	PtrTree struct {
		Value    int
		Children []*PtrTree
	}
	A    struct{ B *B }
	B    struct{ A *A }
	Maze struct{ Doors map[string]Maze }
)

// Fields that gob treats in a way of its own.
type (
	Hidden struct {
		Seen   int
		unseen string
		Also   string
	}
	Base    struct{ Id int }
	Derived struct { // an embedded struct is a field named after its type
		Base
		Name string
	}
	Channels struct {
		Before int
		C      chan int
		F      func()
		After  int
	}
	Empty struct{}
	Wraps struct {
		E Empty
		N int
	}
)

// Named types that are not structs.
type (
	KV     [2]string
	Ints   []int
	Dict   map[string]int
	Colour int
	Scores struct {
		Best Colour
		All  Ints
		By   Dict
	}
)

// Interface values.
type (
	Shape  interface{ Area() float64 }
	Square struct{ Side float64 }
	Circle struct{ Radius float64 }
	Scene  struct {
		Name string
		S    Shape
	}
	Drawing struct{ Shapes []Shape }
	Holder  struct {
		Label string
		V     interface{}
	}
	Bag struct{ Things map[string]interface{} }
)

func (s Square) Area() float64  { return s.Side * s.Side }
func (c *Circle) Area() float64 { return math.Pi * c.Radius * c.Radius }

// Types that encode themselves.
type (
	Celsius struct{ Degrees float64 } // GobEncoder: 8 bytes, big-endian bits
	Binary  struct{ Data []byte }     // BinaryMarshaler: 'B' and the data
	Text    struct{ Words []string }  // TextMarshaler, which gob ignores: a plain struct on the wire
	Opaque  struct {
		When Celsius
		B    Binary
	}
	Reading struct {
		Label string
		T     Celsius
		P     *Celsius
		Tag   Text
	}
	Week struct{ Days []Celsius }
)

func (c Celsius) GobEncode() ([]byte, error) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], math.Float64bits(c.Degrees))
	return b[:], nil
}

func (c *Celsius) GobDecode(b []byte) error {
	if len(b) != 8 {
		return fmt.Errorf("Celsius: want 8 bytes, got %d", len(b))
	}
	c.Degrees = math.Float64frombits(binary.BigEndian.Uint64(b))
	return nil
}

func (x Binary) MarshalBinary() ([]byte, error) { return append([]byte{'B'}, x.Data...), nil }

func (x *Binary) UnmarshalBinary(b []byte) error {
	if len(b) == 0 || b[0] != 'B' {
		return fmt.Errorf("Binary: does not begin with B")
	}
	x.Data = append([]byte(nil), b[1:]...)
	return nil
}

func (t Text) MarshalText() ([]byte, error) { return []byte(strings.Join(t.Words, "-")), nil }

func (t *Text) UnmarshalText(b []byte) error {
	t.Words = strings.Split(string(b), "-")
	return nil
}

func init() {
	// Registering gives a name, not a type id, so it changes no other case's bytes.
	gob.Register(Square{})
	gob.Register(&Circle{}) // registered through a pointer: "*main.Circle"
	gob.Register(Item{})
	gob.Register(Colour(0))
	gob.Register([]Item(nil))
	gob.Register(map[string]int(nil))
	gob.Register(Celsius{})
}
