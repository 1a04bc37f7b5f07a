// SPDX-License-Identifier: MIT

// bench_gob is the peer of the chapter's codec benchmark: encoding/gob's time per
// value on a warm stream, that is one Encoder or Decoder that sent or read the type
// definitions before the clock started, as on a long-lived connection.
//
//	--rounds N      rounds of every benchmark, taken in turn (default 7)
//	--seconds S     length of one round of one benchmark (default 0.2)
//	--only TEXT     only benchmarks whose name contains TEXT
//
// Prints one JSON line per benchmark, the median of its rounds:
// {"name":"encode GetUserResp","ns":…,"bytes":…}, bytes being one value's message.
// Names: encode|decode × GetUserResp|Order200. Decoding fills a fresh variable each
// time, as net/rpc's server does; the bytes come from memory through an
// io.ByteReader, so gob puts no bufio of its own between.
package main

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"reflect"
	"sort"
	"strings"
	"time"
)

type (
	GetUserResp struct{ Id, Name, Phone string }
	Item        struct {
		Id    int
		Name  string
		Price float64
		Tags  []string
	}
	Order struct {
		Id    int
		Items []Item
	}
)

func order200() *Order {
	o := &Order{Id: 1}
	for i := 0; i < 200; i++ {
		o.Items = append(o.Items, Item{i, fmt.Sprintf("item-%03d", i), float64(i) * 1.25, []string{"red", fmt.Sprint("x", i%7)}})
	}
	return o
}

// counter is a writer that keeps only how much was written.
type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

// loop reads a stream's first value (with definitions) once and its second for ever.
type loop struct {
	bytes.Reader
	value []byte
}

func (l *loop) Read(p []byte) (int, error) {
	if l.Len() == 0 {
		l.Reset(l.value)
	}
	return l.Reader.Read(p)
}

func (l *loop) ReadByte() (byte, error) {
	if l.Len() == 0 {
		l.Reset(l.value)
	}
	return l.Reader.ReadByte()
}

type bench struct {
	name string
	size int // bytes of one value's message
	once func() error
	ns   []float64
}

// benches are the two for one value, given as a pointer. fresh is a pointer to a new
// zero value of its type.
func benches(name string, value interface{}, fresh func() interface{}) ([]*bench, error) {
	var written counter
	enc := gob.NewEncoder(&written)
	var stream bytes.Buffer
	recorder := gob.NewEncoder(&stream)
	if err := enc.Encode(value); err != nil {
		return nil, err
	}
	if err := recorder.Encode(value); err != nil {
		return nil, err
	}
	first := stream.Len()
	if err := recorder.Encode(value); err != nil {
		return nil, err
	}
	source := &loop{value: append([]byte(nil), stream.Bytes()[first:]...)}
	source.Reset(stream.Bytes()[:first])
	dec := gob.NewDecoder(source)
	got := fresh()
	if err := dec.Decode(got); err != nil {
		return nil, err
	}
	if !reflect.DeepEqual(got, value) {
		return nil, fmt.Errorf("%s does not come back as it was", name)
	}
	return []*bench{
		{name: "encode " + name, size: len(source.value), once: func() error { return enc.Encode(value) }},
		{name: "decode " + name, size: len(source.value), once: func() error { return dec.Decode(fresh()) }},
	}, nil
}

// round runs the benchmark that long; the clock is read every 16 values.
func (b *bench) round(length time.Duration) error {
	start := time.Now()
	for n := 0; ; {
		for i := 0; i < 16; i++ {
			if err := b.once(); err != nil {
				return fmt.Errorf("%s: %w", b.name, err)
			}
		}
		n += 16
		if took := time.Since(start); took >= length {
			b.ns = append(b.ns, float64(took.Nanoseconds())/float64(n))
			return nil
		}
	}
}

func main() {
	rounds := flag.Int("rounds", 7, "rounds of every benchmark")
	seconds := flag.Float64("seconds", 0.2, "length of a round")
	only := flag.String("only", "", "part of a benchmark's name")
	flag.Parse()
	log.SetFlags(0)
	log.SetPrefix("bench_gob: ")
	if err := run(*rounds, time.Duration(*seconds*float64(time.Second)), *only); err != nil {
		log.Fatal(err)
	}
}

func run(rounds int, length time.Duration, only string) error {
	user, err := benches("GetUserResp", &GetUserResp{"1", "bala", "13100001111"}, func() interface{} { return new(GetUserResp) })
	if err != nil {
		return err
	}
	order, err := benches("Order200", order200(), func() interface{} { return new(Order) })
	if err != nil {
		return err
	}
	var chosen []*bench
	for _, b := range append(user, order...) {
		if strings.Contains(b.name, only) {
			chosen = append(chosen, b)
		}
	}
	if rounds < 1 || len(chosen) == 0 {
		return fmt.Errorf("nothing to do: --rounds %d, --only %q", rounds, only)
	}
	for i := 0; i < rounds; i++ {
		for _, b := range chosen {
			if err := b.round(length); err != nil {
				return err
			}
		}
	}
	for _, b := range chosen {
		sort.Float64s(b.ns)
		err := json.NewEncoder(os.Stdout).Encode(struct {
			Name string  `json:"name"`
			Ns   float64 `json:"ns"`
			Size int     `json:"bytes"`
		}{b.name, b.ns[len(b.ns)/2], b.size})
		if err != nil {
			return err
		}
	}
	return nil
}
