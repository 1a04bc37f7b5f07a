// SPDX-License-Identifier: MIT

// golden_gob is the oracle of what Go's encoding/gob writes: one committed
// stream per case, compared byte for byte with what the C++ encoder writes.
//
//	golden_gob list          names of the cases, one a line
//	golden_gob write CASE    the case's stream on stdout
//	golden_gob describe CASE the case's row of golden.tsv on stdout
//	golden_gob all DIR       DIR/CASE.gob for every case, and DIR/golden.tsv
//	golden_gob check DIR     status 0 if DIR holds exactly what `all` would write
//
// Type ids are global to a Go process and handed out in the order types are
// first met, so every stream comes from a process of its own: `all` runs this
// program again for each case. golden.tsv has a header line and the columns
// case, types (Go's %T), values (package canon's text), go (the version), note;
// several values of one stream are separated by " | ".
package main

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"../canon"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "golden_gob:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "list":
		for _, c := range allCases() {
			fmt.Println(c.name)
		}
		return nil
	case len(args) == 2 && args[0] == "write":
		c, err := find(args[1])
		if err != nil {
			return err
		}
		enc := gob.NewEncoder(os.Stdout)
		for _, v := range c.values {
			if err := enc.Encode(v); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
		return nil
	case len(args) == 2 && args[0] == "describe":
		c, err := find(args[1])
		if err == nil {
			fmt.Println(row(c))
		}
		return err
	case len(args) == 2 && args[0] == "all":
		made, err := makeAll()
		for name, data := range made {
			if err == nil {
				err = os.WriteFile(filepath.Join(args[1], name), data, 0o644)
			}
		}
		return err
	case len(args) == 2 && args[0] == "check":
		return check(args[1])
	}
	return fmt.Errorf("usage: golden_gob list | write CASE | describe CASE | all DIR | check DIR")
}

func find(name string) (golden, error) {
	for _, c := range allCases() {
		if c.name == name {
			return c, nil
		}
	}
	return golden{}, fmt.Errorf("no case named %q (see `golden_gob list`)", name)
}

func row(c golden) string {
	var kinds, texts []string
	for _, v := range c.values {
		kinds = append(kinds, fmt.Sprintf("%T", v))
		texts = append(texts, canon.Text(v))
	}
	return strings.Join([]string{c.name, strings.Join(kinds, " | "), strings.Join(texts, " | "), runtime.Version(), c.note}, "\t")
}

// makeAll is every file of the golden folder by name.
func makeAll() (map[string][]byte, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	made := make(map[string][]byte)
	table := "case\ttypes\tvalues\tgo\tnote\n"
	for _, c := range allCases() {
		stream, err := exec.Command(self, "write", c.name).Output()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		if made[c.name+".gob"] != nil {
			return nil, fmt.Errorf("two cases are named %s", c.name)
		}
		made[c.name+".gob"] = stream
		table += row(c) + "\n"
	}
	made["golden.tsv"] = []byte(table)
	return made, nil
}

// check compares DIR with makeAll, both ways. A newer Go may write other bytes or
// only another version into the table: the sentence says which file it is.
func check(dir string) error {
	made, err := makeAll()
	if err != nil {
		return err
	}
	for name, want := range made {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			return fmt.Errorf("%s is not what %s writes; make it again with generate.sh", name, runtime.Version())
		}
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.gob"))
	if err != nil {
		return err
	}
	for _, path := range found {
		if made[filepath.Base(path)] == nil {
			return fmt.Errorf("%s belongs to no case", path)
		}
	}
	fmt.Printf("%d cases are as %s writes them\n", len(found), runtime.Version())
	return nil
}
