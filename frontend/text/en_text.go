package text

// enText is what text messages say; the line that binds a code to its host
// follows it. Words of the seven-bit alphabet keep it one message.
var enText = map[string]string{
	"text.code":       "{code} is your {org} code. Don't share it.",
	"text.code_plain": "{code} is your sign-in code. Don't share it.",
}
