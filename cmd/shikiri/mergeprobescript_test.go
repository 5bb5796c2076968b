package main

import (
	"encoding/json"
	"os"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/shikiri/shikiri/report"
)

// scriptLies has all shares of a saved run lie at an address: a folder lies on this
// machine, whose own addresses no script knows.
func scriptLies(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lies RUN ADDRESS")
	}
	name := ts.MkAbs(args[0])
	var r report.Run
	data, err := os.ReadFile(name)
	ts.Check(err)
	ts.Check(json.Unmarshal(data, &r))
	for i := range r.Shares {
		r.Shares[i].Addresses = []string{args[1]}
	}
	data, err = json.Marshal(&r)
	ts.Check(err)
	ts.Check(os.WriteFile(name, data, 0o600))
}
