package wire

import (
	"time"

	"twofold/domain"
)

// The support desk, at the staff's own address. {short} is the organization
// a case belongs to.
var (
	ListCases       = tenant("GET", "/cases", "cases.read", "list-cases", "List the unsettled cases of all organizations, the one due first first")
	OpenCase        = tenant("POST", "/cases", "cases.write", "open-case", "Open a case about somebody who called")
	ReadCase        = tenant("GET", "/cases/{short}/{id}", "cases.read", "read-case", "Read a case; never an answer, a code or a whole number")
	SendCaseCode    = tenant("POST", "/cases/{short}/{id}/send", "cases.write", "send-case-code", "Send a code to the address or number on file, for the caller to read out")
	CheckCaseCode   = tenant("POST", "/cases/{short}/{id}/code", "cases.write", "check-case-code", "Check the code that the caller read out")
	CheckAnswers    = tenant("POST", "/cases/{short}/{id}/answers", "cases.write", "check-case-answers", "Check the caller's answers as one set: match or no match")
	NoteCallBack    = tenant("POST", "/cases/{short}/{id}/call-back", "cases.write", "note-call-back", "Note whether the person was reached at the number on file")
	DecideCase      = tenant("POST", "/cases/{short}/{id}/decision", "cases.write", "decide-case", "Decide to give something; where a second agent is needed it waits")
	EndCase         = tenant("POST", "/cases/{short}/{id}/end", "cases.write", "end-case", "Decline or close a case")
	StopGrantInCase = tenant("DELETE", "/cases/{short}/{id}/grants/{grant}", "cases.write", "stop-case-grant", "Stop something that was given to the person of a case")
)

// CaseQueue is the unsettled cases.
type CaseQueue struct {
	Data []CaseRow `json:"data" nullable:"false"`
}

// CaseRow is a case in the queue.
type CaseRow struct {
	ID           string           `json:"id"`
	Number       string           `json:"number"`
	Short        string           `json:"short" doc:"The organization's short name"`
	Organization string           `json:"organization"`
	Kind         domain.CaseKind  `json:"kind" enum:"lost_device,locked_out,owner_lost"`
	State        domain.CaseState `json:"state" enum:"open,waiting,granted,declined,stopped,closed"`
	Caller       string           `json:"caller"`
	CalledBy     string           `json:"called_by" doc:"How they called"`
	OpenedAt     time.Time        `json:"opened_at"`
	DueAt        time.Time        `json:"due_at"`
	Overdue      bool             `json:"overdue,omitempty"`
}

// CaseView is a case.
type CaseView struct {
	CaseRow
	Person    CasePerson       `json:"person"`
	Opener    string           `json:"opener"`
	Proofs    []CaseProof      `json:"proofs" nullable:"false"`
	Questions []string         `json:"questions" nullable:"false" doc:"To ask the caller; none where there is nothing to check"`
	Ways      []CaseCheck      `json:"ways" nullable:"false" doc:"How the caller can show who they are"`
	Offers    []CaseOffer      `json:"offers" nullable:"false" doc:"What can be given in the case"`
	TwoAgents bool             `json:"two_agents" doc:"A second agent has to decide too"`
	Mine      bool             `json:"mine" doc:"Whoever asks decided first"`
	Grants    []Grant          `json:"grants" nullable:"false"`
	Grant     domain.GrantKind `json:"grant,omitempty" doc:"What the first agent decided to give"`
	Reason    string           `json:"reason,omitempty"`
	First     string           `json:"first,omitempty" doc:"The agent who decided"`
	Second    string           `json:"second,omitempty" doc:"The agent who agreed"`
	WaitsTill time.Time        `json:"waits_until,omitzero" doc:"Nothing is given before"`
	Form      *CaseForm        `json:"form,omitempty" doc:"What the person wrote, where they opened the case themselves"`
}

// CaseForm is what a person wrote to support's desk.
type CaseForm struct {
	Reason   domain.RequestReason `json:"reason" enum:"lost_phone,new_phone,app_deleted,other"`
	Message  string               `json:"message,omitempty"`
	Reach    string               `json:"reach" doc:"How they say they can be reached; it is on no file and proves nothing"`
	Known    bool                 `json:"known_browser,omitempty" doc:"The browser signed in to the account before"`
	ByMail   bool                 `json:"by_mail,omitempty" doc:"Sent behind a link to the mailbox, not after a right password"`
	Outdated bool                 `json:"outdated,omitempty" doc:"The account changed since: nothing is given in this case"`
}

// CasePerson is whom a case is about.
type CasePerson struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email"`
}

// CaseProof is one way the caller showed who they are.
type CaseProof struct {
	ID     string             `json:"id"`
	Way    domain.CaseWay     `json:"way" enum:"answers,mail,phone_code,call_back,owner_vouched"`
	Result domain.ProofResult `json:"result" enum:"open,passed,failed"`
	By     string             `json:"by"`
	At     time.Time          `json:"at"`
}

// CaseCheck is a way in which the caller can show who they are.
type CaseCheck struct {
	Way     domain.CaseWay `json:"way" enum:"answers,mail,phone_code,call_back,owner_vouched"`
	Hint    string         `json:"hint,omitempty" doc:"Of what is on file, masked"`
	Problem domain.Code    `json:"problem,omitempty" doc:"Why it isn't open now"`
	At      time.Time      `json:"at,omitzero" doc:"When it is open again"`
}

// CaseOffer is something that can be given in a case.
type CaseOffer struct {
	Grant   domain.GrantKind `json:"grant" enum:"unlock_mail,text"`
	Proofs  int              `json:"proofs" doc:"How many proofs count towards it; two are needed"`
	Problem domain.Code      `json:"problem,omitempty" doc:"Why it can't be given now"`
	At      time.Time        `json:"at,omitzero" doc:"When it can be given"`
}

// OpenCaseRequest is the body of OpenCase.
type OpenCaseRequest struct {
	Organization string          `json:"organization" maxLength:"100" doc:"Short name"`
	Email        string          `json:"email" maxLength:"1000" doc:"Address of the account"`
	Kind         domain.CaseKind `json:"kind" enum:"lost_device,locked_out,owner_lost"`
	Caller       string          `json:"caller" maxLength:"1000" doc:"As they name themselves"`
	CalledBy     string          `json:"called_by" maxLength:"1000" doc:"How they called"`
	Reason       string          `json:"reason,omitempty" maxLength:"1000"`
}

// CaseOpened is the answer of OpenCase.
type CaseOpened struct {
	ID     string `json:"id"`
	Number string `json:"number" doc:"To tell the caller"`
}

// CaseSendRequest is the body of SendCaseCode.
type CaseSendRequest struct {
	Way domain.CaseWay `json:"way" enum:"mail,phone_code"`
}

// CaseSent is the answer of SendCaseCode.
type CaseSent struct {
	Proof string `json:"proof" doc:"Id of the proof the code is for"`
}

// CaseCodeRequest is the body of CheckCaseCode.
type CaseCodeRequest struct {
	Proof string `json:"proof" maxLength:"100"`
	Code  string `json:"code" maxLength:"200"`
}

// CaseAnswersRequest is the body of CheckAnswers.
type CaseAnswersRequest struct {
	Answers []string `json:"answers" maxItems:"10" nullable:"false" doc:"In the order of the questions"`
}

// CasePassed is what came of a proof.
type CasePassed struct {
	Passed bool `json:"passed"`
}

// CaseCallBackRequest is the body of NoteCallBack.
type CaseCallBackRequest struct {
	Reached bool `json:"reached"`
}

// CaseDecisionRequest is the body of DecideCase.
type CaseDecisionRequest struct {
	Grant  domain.GrantKind `json:"grant" enum:"unlock_mail,text"`
	Reason string           `json:"reason" maxLength:"1000"`
}

// CaseDecided is the answer of DecideCase.
type CaseDecided struct {
	Verdict string `json:"verdict" enum:"give,wait"`
}

// EndCaseRequest is the body of EndCase.
type EndCaseRequest struct {
	State  domain.CaseState `json:"state" enum:"declined,closed"`
	Reason string           `json:"reason,omitempty" maxLength:"1000"`
}
