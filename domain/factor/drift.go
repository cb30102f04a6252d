package factor

// typing is the longest a person takes from reading a code to sending it, in
// seconds. A code that comes later than that hints at a slow clock.
const typing = 20

// measure takes the drift from the first code. A code of the future proves a
// fast clock. A code one step old may be slow typing, so it counts as none.
func measure(_, offset, _ int) int {
	if offset < 0 {
		offset++
	}
	return clampDrift(offset)
}

// learn moves the drift by at most one step towards an accepted code (RFC 6238
// section 6). A code ahead of the drift proves that the phone is faster than
// thought. One behind it counts only where typing can't explain the delay.
// second is the server's second within its own step.
func learn(drift, offset, second int) int {
	late := (drift-offset-1)*Period + second
	switch {
	case offset > drift:
		return clampDrift(drift + 1)
	case late >= typing:
		return clampDrift(drift - 1)
	}
	return drift
}

func clampDrift(drift int) int { return min(max(drift, -MaxDrift), MaxDrift) }
