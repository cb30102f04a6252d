package command

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// forgetProgram lets go of the pages of the program's own file. The start
// touches most of them once, and nothing else would ever unmap them; what is
// needed again comes back from the file a page at a time. Failing is harmless.
func forgetProgram() {
	self, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return
	}
	defer maps.Close()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		if from, size, ok := readOnly(lines.Text(), self); ok {
			syscall.Syscall(syscall.SYS_MADVISE, from, size, syscall.MADV_DONTNEED)
		}
	}
}

// readOnly reads a line of proc(5) maps, and reports whether it is a mapping
// of the file that nobody can have written to.
func readOnly(line, file string) (from, size uintptr, ok bool) {
	fields := strings.Fields(line)
	if len(fields) != 6 || fields[5] != file || fields[1] != "r-xp" && fields[1] != "r--p" {
		return 0, 0, false
	}
	low, high, _ := strings.Cut(fields[0], "-")
	begin, err1 := strconv.ParseUint(low, 16, 64)
	end, err2 := strconv.ParseUint(high, 16, 64)
	return uintptr(begin), uintptr(end - begin), err1 == nil && err2 == nil && end > begin
}
