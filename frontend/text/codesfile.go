package text

import "strings"

// CodesFile is the text file of a set of recovery codes, UTF-8 with
// CRLF: organization, account, address of the sign-in page, date, the codes
// with empty boxes, and how to use them.
func CodesFile(lang, org, account, address, date string, codes []string) []byte {
	args := Args{"org": org, "account": account, "address": address, "date": date}
	line := func(key string) string { return strings.Join(strings.Fields(T(lang, key, args)), " ") }
	lines := []string{line("codes.file"), "", line("codes.file.account"), line("codes.file.address"), line("codes.file.made"), ""}
	for _, c := range codes {
		lines = append(lines, "[ ] "+c)
	}
	lines = append(lines, "", line("codes.file.use"), line("codes.file.keep"), "")
	return []byte(strings.Join(lines, "\r\n"))
}

// CodesFileName is the file's name: {organization}-recovery-codes-{date}.txt,
// where date is yyyy-mm-dd. short is the organization's short name.
func CodesFileName(short, date string) string {
	return short + "-recovery-codes-" + date + ".txt"
}
