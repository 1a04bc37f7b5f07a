// SPDX-License-Identifier: MIT

// Package randval fills Go values at random, leaning towards the values that
// codecs get wrong: zeros, ends of ranges, empty and nested things. The same
// seed gives the same value.
package randval

import (
	"math"
	"math/rand"
	"reflect"
)

// Filler makes values; the zero Filler but for R is good for gob.
type Filler struct {
	R *rand.Rand
	// JSON keeps to what encoding/json gives back unchanged: valid UTF-8, finite floats.
	JSON bool
	// Any makes the value of an interface{} field; nil leaves such fields nil.
	Any func(f *Filler) interface{}
	// MaxLen bounds slices, maps and strings; 0 means 6.
	MaxLen int
}

const maxDepth = 5 // structs within structs; deeper pointers stay nil, slices and maps empty

// New is a value of type t.
func (f *Filler) New(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	f.fill(v, 0)
	return v
}

// Fill sets *p (a pointer) to a random value.
func (f *Filler) Fill(p interface{}) { f.fill(reflect.ValueOf(p).Elem(), 0) }

func (f *Filler) length() int {
	n := f.MaxLen
	if n == 0 {
		n = 6
	}
	return f.R.Intn(n + 1)
}

func (f *Filler) bits() uint64 {
	switch f.R.Intn(6) {
	case 0:
		return 0
	case 1:
		return uint64(f.R.Intn(200))
	case 2:
		return uint64(1)<<f.R.Intn(64) - uint64(f.R.Intn(2))
	case 3:
		return -uint64(f.R.Intn(200))
	case 4:
		return f.R.Uint64() >> f.R.Intn(64)
	default:
		return f.R.Uint64()
	}
}

func (f *Filler) float() float64 {
	switch f.R.Intn(6) {
	case 0:
		return 0
	case 1:
		return float64(f.R.Intn(1000)) / 4
	case 2:
		return -f.R.ExpFloat64()
	case 3:
		if !f.JSON {
			return []float64{math.Inf(1), math.Inf(-1), math.NaN(), math.Copysign(0, -1), math.MaxFloat64, math.SmallestNonzeroFloat64}[f.R.Intn(6)]
		}
		return 1e300
	case 4:
		return math.Pow(2, float64(f.R.Intn(200)-100))
	default:
		return f.R.NormFloat64()
	}
}

// float32s must fit after the trip through float64 that gob gives them.
func (f *Filler) float32() float64 {
	if x := float32(f.float()); !f.JSON || !math.IsInf(float64(x), 0) {
		return float64(x)
	}
	return 0.5
}

func (f *Filler) str() string {
	n := f.length()
	if f.R.Intn(40) == 0 {
		n = 100 + f.R.Intn(200) // past the one-byte lengths
	}
	alphabet := []rune("abcXYZ 0189\"\\/<>&\n\t\x00\x7fé小王\u2028😀")
	s := make([]rune, n)
	for i := range s {
		s[i] = alphabet[f.R.Intn(len(alphabet))]
	}
	if !f.JSON && f.R.Intn(8) == 0 {
		return string(s) + "\xff\xc0"
	}
	return string(s)
}

func (f *Filler) fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(f.R.Intn(2) == 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(f.bits()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(f.bits())
	case reflect.Float32:
		v.SetFloat(f.float32())
	case reflect.Float64:
		v.SetFloat(f.float())
	case reflect.Complex64:
		v.SetComplex(complex(f.float32(), f.float32()))
	case reflect.Complex128:
		v.SetComplex(complex(f.float(), f.float()))
	case reflect.String:
		v.SetString(f.str())
	case reflect.Pointer:
		if depth < maxDepth && f.R.Intn(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem(), depth+1)
		}
	case reflect.Interface:
		if f.Any != nil {
			if x := f.Any(f); x != nil {
				v.Set(reflect.ValueOf(x))
			}
		}
	case reflect.Struct:
		for i := 0; i < v.NumField(); i++ {
			f.fill(v.Field(i), depth+1)
		}
	default:
		f.fillMany(v, depth)
	}
}

func (f *Filler) fillMany(v reflect.Value, depth int) {
	n := f.length()
	if depth >= maxDepth {
		n = 0
	}
	switch v.Kind() {
	case reflect.Array:
		for i := 0; i < v.Len(); i++ {
			f.fill(v.Index(i), depth+1)
		}
	case reflect.Slice:
		if n == 0 && f.R.Intn(2) == 0 {
			return // nil
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := 0; i < n; i++ {
			f.fill(v.Index(i), depth+1)
		}
	case reflect.Map:
		if n == 0 && f.R.Intn(2) == 0 {
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		for i := 0; i < n; i++ {
			key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			f.fill(key, depth+1)
			f.fill(elem, depth+1)
			v.SetMapIndex(key, elem)
		}
	}
}
