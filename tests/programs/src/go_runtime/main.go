// SPDX-License-Identifier: GPL-2.0-or-later

// What Go's runtime does behind a program's back: goroutines switch stacks in user mode, a
// signal takes a loop off its thread and changes its pc, stacks move as they grow, nil
// pointers are faults that a handler turns into panics, and the collector stops the world.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

type node struct {
	left, right *node
	v           int
}

func build(depth int) *node {
	if depth == 0 {
		return &node{v: 1}
	}
	return &node{build(depth - 1), build(depth - 1), depth}
}

func (n *node) sum() int {
	if n == nil {
		return 0
	}
	return n.v + n.left.sum() + n.right.sum()
}

// No call and no memory access: only a signal gets it off its thread.
func tight(n int) int {
	s := 0
	for i := 0; i < n; i++ {
		s += i ^ (s >> 3)
	}
	return s
}

func collector() {
	var stop int32
	for i := 0; i < 2; i++ {
		go func() {
			for n := 0; atomic.LoadInt32(&stop) == 0; n++ {
			}
		}()
	}
	result := make(chan int)
	go func() { result <- tight(20000000) }()
	var wg sync.WaitGroup
	var total int64
	for g := 0; g < 4; g++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for k := 0; k < 4; k++ {
				atomic.AddInt64(&total, int64(build(10).sum()))
				runtime.GC()
			}
		}()
	}
	wg.Wait()
	fmt.Println("collector", total, <-result)
	atomic.StoreInt32(&stop, 1)
}

func channels() {
	a, b := make(chan int), make(chan int)
	go func() {
		for v := range a {
			b <- v + 1
		}
		close(b)
	}()
	s := 0
	for i := 0; i < 20000; i++ {
		a <- i
		s += <-b
	}
	close(a)
	fmt.Println("channels", s)

	results := make(chan int, 10)
	for i := 0; i < 200; i++ {
		go func(i int) { results <- i * i }(i)
	}
	var all []int
	for i := 0; i < 200; i++ {
		all = append(all, <-results)
	}
	sort.Ints(all)
	fmt.Println("goroutines", all[3], all[199])

	select {
	case v := <-results:
		fmt.Println(v)
	case <-time.After(5 * time.Millisecond):
		fmt.Println("timeout")
	}
}

func deep(n int) int {
	var room [16]int
	room[n%16] = n
	if n == 0 {
		return 0
	}
	return deep(n-1) + room[n%16] - n + 1
}

func caught(what string, f func()) {
	defer func() { fmt.Println(what+":", recover()) }()
	f()
}

func panics() {
	var none *node
	var slice []int
	var m map[string]int
	zero := len(slice)
	caught("nil", func() { fmt.Println(none.v) })
	caught("index", func() { fmt.Println(slice[zero+3]) })
	caught("map", func() { m["a"] = 1 })
	caught("division", func() { fmt.Println(1 / zero) })
	caught("type", func() { fmt.Println(interface{}(3).(string)) })
	caught("again", func() {
		defer func() {
			panic(fmt.Sprint("second after ", recover()))
		}()
		panic("first")
	})
	n := 0
	for i := 0; i < 2000; i++ {
		func() {
			defer func() {
				if recover() != nil {
					n++
				}
			}()
			fmt.Println(none.right)
		}()
	}
	fmt.Println("faults", n)
}

func library() {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	for i := 0; i < 3000; i++ {
		fmt.Fprintf(w, "line %d %x\n", i, i*i)
	}
	w.Close()
	r, err := gzip.NewReader(&buf)
	if err != nil {
		panic(err)
	}
	size, _ := io.Copy(io.Discard, r)
	fmt.Println("gzip", size)

	x := big.NewInt(1)
	for i := int64(1); i < 500; i++ {
		x.Mul(x, big.NewInt(i))
	}
	fmt.Println("big", x.String()[:40])
	text, _ := json.Marshal(map[string]interface{}{"a": []float64{1.5, -2.25e-7}, "b": nil})
	fmt.Println(string(text), strings.ToUpper("grüße"))
	fmt.Println(regexp.MustCompile(`(\w+)=(\d+)`).FindAllString("a=1 bb=22 c=x d=4", -1))
	fmt.Printf("%8.3f %g %v %q %x\n", 3.14159, 1e100, 1.0/3, "q\n", "hex")
}

func main() {
	collector()
	channels()
	fmt.Println("deep", deep(50000))
	panics()
	library()
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1)
	syscall.Kill(syscall.Getpid(), syscall.SIGUSR1)
	fmt.Println("signal", <-c, len(os.Args))
	if len(os.Args) > 1 {
		var none *node
		fmt.Println(none.v) // ends in a traceback
	}
	os.Exit(3)
}
