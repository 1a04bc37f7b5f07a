// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"reflect"
	"runtime/debug"
	"strings"
	"syscall"

	"../canon"
	"../randval"
)

const addressSpace = 4 << 30 // bytes; Go itself reserves some hundred MiB

// work answers frames until the input ends.
func work(in io.Reader, out io.Writer) error {
	limit := syscall.Rlimit{Cur: addressSpace, Max: addressSpace}
	if err := syscall.Setrlimit(syscall.RLIMIT_AS, &limit); err != nil {
		return fmt.Errorf("setrlimit: %w", err)
	}
	debug.SetMemoryLimit(1 << 30)
	frames := bufio.NewReader(in)
	for {
		request, err := readFrame(frames)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		verdict, payload := answerOne(request[0], request[1:])
		if err := writeFrame(out, verdict, payload); err != nil {
			return err
		}
	}
}

func answerOne(op byte, payload []byte) (verdict byte, reply []byte) {
	defer func() {
		if p := recover(); p != nil {
			verdict, reply = 'P', []byte(fmt.Sprint(p))
		}
	}()
	switch op {
	case 'd':
		return decodeOp(payload)
	case 'e':
		return reencodeOp(payload)
	case 'g':
		return generateOp(payload)
	case 'j':
		return jsonServerOp(payload)
	case 'c':
		return jsonClientOp(payload)
	}
	return 'X', []byte(fmt.Sprintf("unknown op %q", op))
}

// stream remembers whether its end was met. It is an io.ByteReader, so gob
// reads from it directly and never ahead.
type stream struct {
	bytes.Reader
	metEnd bool
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	s.metEnd = s.metEnd || err == io.EOF
	return n, err
}

// errInside stands for the io.EOF gob returns when a message's own bytes end
// too early: to a caller it looks like the end of the stream, which it is not.
var errInside = errors.New("EOF inside a message")

// decodeAll decodes values of type t to the stream's end.
func decodeAll(t reflect.Type, data []byte) (values []reflect.Value, err error) {
	in := &stream{}
	in.Reset(data)
	dec := gob.NewDecoder(in)
	for {
		v := reflect.New(t)
		if err := dec.DecodeValue(v); err != nil {
			if err == io.EOF && in.metEnd {
				return values, nil
			}
			if err == io.EOF {
				err = errInside
			}
			return values, err
		}
		values = append(values, v.Elem())
	}
}

func lines(values []reflect.Value) string {
	var b strings.Builder
	for _, v := range values {
		b.WriteString(canon.Text(v.Interface()) + "\n")
	}
	return b.String()
}

func pickType(payload []byte) (reflect.Type, []byte, error) {
	if len(payload) == 0 || int(payload[0]) >= len(types) {
		return nil, nil, fmt.Errorf("no such type number; the table has 0 to %d", len(types)-1)
	}
	return types[payload[0]], payload[1:], nil
}

func refusal(err error, before []reflect.Value) []byte {
	return []byte(strings.ReplaceAll(err.Error(), "\n", " ") + "\n" + lines(before))
}

func decodeOp(payload []byte) (byte, []byte) {
	t, data, err := pickType(payload)
	if err != nil {
		return 'X', []byte(err.Error())
	}
	values, err := decodeAll(t, data)
	if err != nil {
		return 'R', refusal(err, values)
	}
	return 'A', []byte(lines(values))
}

func encodeAll(values []reflect.Value) ([]byte, error) {
	var out bytes.Buffer
	enc := gob.NewEncoder(&out)
	for _, v := range values {
		if err := enc.EncodeValue(v); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

func reencodeOp(payload []byte) (byte, []byte) {
	t, data, err := pickType(payload)
	if err != nil {
		return 'X', []byte(err.Error())
	}
	values, err := decodeAll(t, data)
	if err != nil {
		return 'R', refusal(err, values)
	}
	out, err := encodeAll(values)
	if err != nil {
		return 'R', refusal(fmt.Errorf("encoding: %w", err), nil)
	}
	return 'A', out
}

// anyValue is what generate puts into Holder.V.
func anyValue(f *randval.Filler) interface{} {
	switch f.R.Intn(5) {
	case 0:
		return nil
	case 1:
		return f.New(reflect.TypeOf(0)).Interface()
	case 2:
		return f.New(reflect.TypeOf("")).Interface()
	case 3:
		return f.New(reflect.TypeOf([]string(nil))).Interface()
	default:
		return f.New(reflect.TypeOf(Item{})).Interface()
	}
}

func generateOp(payload []byte) (byte, []byte) {
	t, rest, err := pickType(payload)
	if err != nil {
		return 'X', []byte(err.Error())
	}
	if len(rest) != 10 {
		return 'X', []byte("generate wants u8 type, u64 seed, u16 count")
	}
	seed, count := binary.LittleEndian.Uint64(rest), binary.LittleEndian.Uint16(rest[8:])
	fill := &randval.Filler{R: rand.New(rand.NewSource(int64(seed))), Any: anyValue}
	var made []reflect.Value
	for i := 0; i < int(count); i++ {
		made = append(made, fill.New(t))
	}
	data, err := encodeAll(made)
	if err != nil {
		return 'X', []byte("encoding: " + err.Error())
	}
	back, err := decodeAll(t, data) // a pointer to zero comes back nil, -0 comes back 0
	if err != nil {
		return 'X', []byte("decoding what was encoded: " + err.Error())
	}
	return 'A', withLength(data, lines(back))
}

// withLength is u32 n, n bytes, text.
func withLength(data []byte, text string) []byte {
	out := make([]byte, 4, 4+len(data)+len(text))
	binary.LittleEndian.PutUint32(out, uint32(len(data)))
	return append(append(out, data...), text...)
}
