package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestWorkIsDoneOnceEachAndCounted(t *testing.T) {
	var mu sync.Mutex
	seen := map[int]int{}
	odd := errors.New("odd")
	took, wrong := order{Clients: 8, Most: 101}.drive(task{do: func(i int) error {
		mu.Lock()
		defer mu.Unlock()
		seen[i]++
		if i%2 == 1 {
			return odd
		}
		return nil
	}}, time.Now().Add(time.Hour))
	if len(took) != 51 || wrong["odd"] != 50 || len(wrong) != 1 {
		t.Errorf("%d right and %v", len(took), wrong)
	}
	for i := range 101 {
		if seen[i] != 1 {
			t.Errorf("piece %d was done %d times", i, seen[i])
		}
	}
}

func TestOnlyWhoIsAskedToComeLaterIsPutOff(t *testing.T) {
	s := slice{Wrong: map[string]int{
		refused{503, `{"request_id":"req_1"}`}.Error():    1,
		refused{503, `{"request_id":"req_2"}`}.Error():    2,
		"read: connection reset by peer":                  4,
		refused{500, `{"detail":"status 503: "}`}.Error(): 8,
	}}
	if later, broken, example := s.putOff(); later != 3 || broken != 12 || example == "" {
		t.Errorf("%d put off, %d broken, such as %q", later, broken, example)
	}
}

func TestNoWorkIsBegunAfterItsTime(t *testing.T) {
	took, _ := order{Clients: 2}.drive(task{do: func(int) error { t.Error("work was begun"); return nil }}, time.Now().Add(-time.Second))
	if len(took) != 0 {
		t.Errorf("%d pieces were done", len(took))
	}
}

func TestOrdersAreFollowedUntilTheInputEnds(t *testing.T) {
	var in, out bytes.Buffer
	orders := json.NewEncoder(&in)
	for range 2 {
		if err := orders.Encode(order{Work: workHash, Clients: 1, Most: 1, For: time.Hour}); err != nil {
			t.Fatal(err)
		}
	}
	if err := followOrders(&in, &out); err != nil {
		t.Fatal(err)
	}
	answers := json.NewDecoder(&out)
	for range 2 {
		var s slice
		if err := answers.Decode(&s); err != nil || s.Done != 1 || s.Elapsed <= 0 || s.Median <= 0 {
			t.Errorf("answer %+v, %v", s, err)
		}
	}
	if err := followOrders(strings.NewReader(`{"Work":"sleep"}`), &out); err == nil {
		t.Error("unknown work was done")
	}
}
