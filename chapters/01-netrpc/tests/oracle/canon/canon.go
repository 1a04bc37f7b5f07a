// SPDX-License-Identifier: MIT

// Package canon writes a Go value as one line of text that does not depend on
// map order, addresses or locale, so that a C++ program can write the same line
// from the same value and the two can be compared with ==.
//
//	bool              true | false
//	intN, uintN       decimal
//	floatN            f: + 16 hex digits of the float64's bits; every NaN is f:nan
//	complexN          c: + the two parts as above without their f:, joined by a comma
//	string            "…", bytes 0x20–0x7e as they are, but \" and \\; the rest \xHH
//	[]byte, [N]byte   x: + two hex digits a byte
//	slice, array      [a,b,c]            (nil and empty slices are both [])
//	map               {key:value,…}      sorted by the keys' own canonical text, bytewise
//	struct            {Name:value,…}     exported fields in declaration order, zeros too
//	pointer           null, or the text of what it points at
//	interface         null, or the registered name and the text: int(5), main.Item({…})
//	own encoding      o: + hex of GobEncode or MarshalBinary (gob 1.19 never asks MarshalText)
//
// gob keeps the exact bits of a float64, but not which NaN a float32 was.
package canon

import (
	"encoding"
	"encoding/gob"
	"fmt"
	"math"
	"reflect"
	"sort"
	"strings"
)

// Text is the canonical line for v; v may be nil.
func Text(v interface{}) string {
	if v == nil {
		return "null"
	}
	var b strings.Builder
	write(&b, reflect.ValueOf(v))
	return b.String()
}

// TypeName is the name under which gob.Register(v) files v's type, for the
// unnamed and main types used here.
func TypeName(t reflect.Type) string { return t.String() }

func bits(f float64) string {
	if math.IsNaN(f) {
		return "nan"
	}
	return fmt.Sprintf("%016x", math.Float64bits(f))
}

// Quote writes s as "…", with every byte outside printable ASCII as \xHH: UTF-8
// need not be valid on the wire, and both sides must agree on any byte.
func Quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < 0x20 || c > 0x7e:
			fmt.Fprintf(&b, "\\x%02x", c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// own returns the bytes of a type that encodes itself, asking in gob's order.
func own(v reflect.Value) ([]byte, bool) {
	candidates := []interface{}{v.Interface()}
	if v.CanAddr() {
		candidates = append(candidates, v.Addr().Interface())
	}
	for _, c := range candidates {
		var data []byte
		var err error
		switch e := c.(type) {
		case gob.GobEncoder:
			data, err = e.GobEncode()
		case encoding.BinaryMarshaler:
			data, err = e.MarshalBinary()
		default:
			continue
		}
		if err != nil {
			return []byte(err.Error()), true
		}
		return data, true
	}
	return nil, false
}

func write(b *strings.Builder, v reflect.Value) {
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			b.WriteString("null")
			return
		}
		if v.Kind() == reflect.Interface {
			b.WriteString(TypeName(v.Elem().Type()))
			b.WriteByte('(')
			write(b, v.Elem())
			b.WriteByte(')')
			return
		}
		write(b, v.Elem())
		return
	}
	if data, ok := own(v); ok {
		fmt.Fprintf(b, "o:%x", data)
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		fmt.Fprintf(b, "%t", v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		fmt.Fprintf(b, "%d", v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		fmt.Fprintf(b, "%d", v.Uint())
	case reflect.Float32, reflect.Float64:
		b.WriteString("f:" + bits(v.Float()))
	case reflect.Complex64, reflect.Complex128:
		b.WriteString("c:" + bits(real(v.Complex())) + "," + bits(imag(v.Complex())))
	case reflect.String:
		b.WriteString(Quote(v.String()))
	case reflect.Slice, reflect.Array:
		writeList(b, v)
	case reflect.Map:
		writeMap(b, v)
	case reflect.Struct:
		writeStruct(b, v)
	default:
		fmt.Fprintf(b, "?%s?", v.Kind())
	}
}

func writeList(b *strings.Builder, v reflect.Value) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		b.WriteString("x:")
		for i := 0; i < v.Len(); i++ {
			fmt.Fprintf(b, "%02x", v.Index(i).Uint())
		}
		return
	}
	b.WriteByte('[')
	for i := 0; i < v.Len(); i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		write(b, v.Index(i))
	}
	b.WriteByte(']')
}

func writeMap(b *strings.Builder, v reflect.Value) {
	type entry struct{ key, value string }
	var entries []entry
	for it := v.MapRange(); it.Next(); {
		var k, e strings.Builder
		write(&k, it.Key())
		write(&e, it.Value())
		entries = append(entries, entry{k.String(), e.String()})
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].key < entries[j].key })
	b.WriteByte('{')
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(e.key + ":" + e.value)
	}
	b.WriteByte('}')
}

func writeStruct(b *strings.Builder, v reflect.Value) {
	b.WriteByte('{')
	first := true
	for i := 0; i < v.NumField(); i++ {
		f := v.Type().Field(i)
		if !f.IsExported() || f.Type.Kind() == reflect.Chan || f.Type.Kind() == reflect.Func {
			continue // gob passes over these too
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString(f.Name + ":")
		write(b, v.Field(i))
	}
	b.WriteByte('}')
}
