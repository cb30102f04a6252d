package main

import (
	"os"
	"testing"
	"time"
)

func TestCPUOfANameWithBrackets(t *testing.T) {
	stat := "42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0"
	if got := cpuInStat([]byte(stat)); got != 2*time.Second {
		t.Errorf("got %v", got)
	}
	if got := cpuInStat([]byte("42 (a) S 1")); got != 0 {
		t.Errorf("got %v of half a line", got)
	}
	if got := cpuOf(-1); got != 0 {
		t.Errorf("got %v of no process", got)
	}
}

func TestMemoryOfThisProcess(t *testing.T) {
	now, err := memoryOf(os.Getpid(), "VmRSS")
	if err != nil || now < 1 {
		t.Errorf("%v MB, %v", now, err)
	}
	if _, err := memoryOf(os.Getpid(), "VmNothing"); err == nil {
		t.Error("a line that isn't there was read")
	}
}
