package command

// nearest finds the known name that a mistyped one most likely meant, empty
// when none is near.
func nearest(typed string, known []string) string {
	best, least := "", len(typed)/3+2
	for _, k := range known {
		if d := distance(typed, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is how many letters must be added, dropped, changed or swapped with
// their neighbor.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	above := make([]int, len(b)+1) // the row before, and then the one before that
	for i := range len(a) {
		diagonal := row[0]
		before := above
		above = append([]int(nil), row...)
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
