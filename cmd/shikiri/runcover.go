package main

import (
	"cmp"
	"os"
	"os/user"
	"runtime"

	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/rules"
)

// coverOf is what stands on the cover of a run's report: what the configuration
// says, and where this program runs.
func coverOf(r rules.Report) report.Cover {
	return report.Cover{
		Number: r.Number, Revision: r.Revision, Title: r.Title, Subject: r.Subject,
		Operator: cmp.Or(r.Operator, operator()), Host: hostName(), System: runtime.GOOS + "/" + runtime.GOARCH,
	}
}

// operator is the account that runs the program, with its machine: "scan@fs01".
func operator() string {
	name, host := account(), hostName()
	if name == "" || host == "" {
		return name
	}
	return name + "@" + host
}

// account is the account that runs the program, "" if the system does not tell.
func account() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}

// hostName is the name of this machine, "" if the system does not tell.
func hostName() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// readerOf is who reads a share: who logs in on its server or, of a folder of
// this machine, the account. "" if that is decided elsewhere, as in ~/.ssh/config.
func readerOf(s *rules.Share) string {
	if _, remote := serverOf(s.URL); remote {
		return userOf(s)
	}
	return account()
}
