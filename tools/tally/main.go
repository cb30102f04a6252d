package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

const heartbeat = 30 * time.Second

func main() {
	counts := flag.String("counts", "", "file to append the counts to")
	again := flag.String("again", "", "file to append what failed to")
	flag.Parse()
	run := newRun(os.Stdout)
	if err := run.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	counted := fmt.Sprintln(run.total.passed, run.total.failed, run.total.skipped)
	if err := errors.Join(appendTo(*counts, counted), appendTo(*again, run.faults.String())); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	if run.total.failed > 0 {
		os.Exit(1)
	}
}

// read takes events until they end, and says every half minute that the run is
// alive: compiling tests is silent.
func (r *run) read(from io.Reader) error {
	events, ended := make(chan event), make(chan error, 1)
	go func() { ended <- decode(from, events) }()
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case e, open := <-events:
			if !open {
				return <-ended
			}
			r.take(e)
		case <-tick.C:
			fmt.Fprintf(r.out, "  … %v so far\n", r.total)
		}
	}
}

func decode(from io.Reader, events chan<- event) error {
	defer close(events)
	lines := json.NewDecoder(from)
	for {
		var e event
		err := lines.Decode(&e)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read test events: %w", err)
		}
		events <- e
	}
}

func appendTo(path, text string) error {
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}
