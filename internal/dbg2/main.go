package main

import (
	"context"
	"fmt"
	"os"
	"runtime/pprof"
	"syscall"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/scan"
)

func main() {
	set, _ := detect.Default()
	src, err := crawl.Open(context.Background(), os.Args[1], crawl.Options{})
	if err != nil { panic(err) }
	f, _ := os.Create("/tmp/run.prof")
	pprof.StartCPUProfile(f)
	var a, b syscall.Rusage
	syscall.Getrusage(0, &a)
	t := time.Now()
	run, err := scan.Run(context.Background(), scan.Config{Shares: []scan.Share{{URL: "x", Zone: "office", Source: src}}, Policy: netzone.Default(), Set: set, Workers: 1})
	syscall.Getrusage(0, &b)
	pprof.StopCPUProfile()
	cpu := float64(b.Utime.Nano()+b.Stime.Nano()-a.Utime.Nano()-a.Stime.Nano()) / 1e9
	fmt.Println(err, run.Summary, time.Since(t), "cpu", cpu, "MB/cpu-s", float64(run.Shares[0].Bytes)/1e6/cpu, "rss", b.Maxrss)
}
