package wire

// Requests for help: of somebody locked out, and of those who answer.
var (
	ReadHelp        = tenant("GET", "/sign-in/help", "public", "read-help", "Read the ways back in, and what became of this browser's request; who administers is told after a right password alone")
	AskForHelp      = tenant("POST", "/sign-in/help", "public", "ask-for-help", "Ask those who administer for help, by a half-finished sign-in")
	AskSupport      = tenant("POST", "/sign-in/help/support", "public", "ask-support", "Open a case at support's desk, by a half-finished sign-in, where the organization's ladder has the form; a case under way is answered again")
	ReadStop        = tenant("POST", "/help-request/read", "public", "read-stop", "Read which request a \"this wasn't me\" link stops, without spending it")
	StopHelpRequest = tenant("POST", "/help-request/stop", "public", "stop-request", "Say \"this wasn't me\" to a request by the link's token: it ends, and those who administer are told")

	ListRequests    = tenant("GET", "/requests", "requests.read", "list-requests", "List the requests that wait, oldest first, or those that have ended, newest first")
	ReadRequest     = tenant("GET", "/requests/{id}", "requests.read", "read-request", "Read a request with what is known about it")
	TakeRequest     = tenant("POST", "/requests/{id}/take", "requests.answer", "take-request", "Say that one is on a request; with over also where somebody else is")
	SendCallerCode  = tenant("POST", "/requests/{id}/caller/send", "requests.answer", "send-caller-code", "Send a code to the address or number on file, for the caller to read out")
	CheckCaller     = tenant("POST", "/requests/{id}/caller/check", "requests.answer", "check-caller", "Check the code a caller read out; three tries a request")
	DeclineRequest  = tenant("POST", "/requests/{id}/decline", "requests.answer", "decline-request", "Decline a request with a reason, which the person reads")
	ApproveReset    = tenant("POST", "/requests/{id}/approve", "requests.answer", "approve-reset", "Approve somebody else's reset: it happens then, or after the wait")
	UnlockByRequest = tenant("POST", "/requests/{id}/unlock", "requests.answer", "unlock-by-request", "Let somebody who asked for it enter codes again")
)
