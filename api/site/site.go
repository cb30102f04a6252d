package site

import (
	"net/http"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/policies"
)

// Config is what pages need to know of the installation.
type Config struct {
	PublicURL  string
	OpenSignUp bool
	Sandbox    bool   // messages go to the outbox; the top bar says so
	MailFrom   string // address that messages come from, empty where none is sent
}

// Site draws pages.
type Site struct {
	config Config
	files  *files
	door   *door.Door
	flows  *flow.Flows
}

// New prepares the static files. Mount adds the routes.
func New(c Config) (*Site, error) {
	files, err := loadFiles()
	return &Site{config: c, files: files}, err
}

// Build is one word for the browser's part of this build, empty where there is
// none: pages carry it, and by it they learn that a newer build answers.
func (s *Site) Build() string { return s.files.assets.Build }

// handler draws a page or takes a form.
type handler = door.Handler

const org = "/t/:org"

// Mount registers every page. It is the whole site on one screen.
func (s *Site) Mount(d *door.Door) {
	s.door, s.flows = d, d.Flows()
	get := func(p policies.Permission, path string, h handler) { d.Mount(p, http.MethodGet, path, h) }
	post := func(p policies.Permission, path string, h handler) { d.Mount(p, http.MethodPost, path, h) }

	get(policies.Public, "/static/:name", s.static)
	get(policies.Public, "/favicon.ico", s.favicon)

	get(policies.Public, "/.well-known/passkey-endpoints", s.passkeyEndpoints)
	d.TakeReports()

	get(policies.Public, "/", s.front)
	post(policies.Public, "/", s.findOrg)
	post(policies.Public, "/find", s.findMine)
	get(policies.Public, "/start", s.start)
	post(policies.Public, "/start", s.startOrg)
	post(policies.Public, "/start/again", s.startAgain)
	get(policies.Public, "/setup/instance", s.firstRun)
	post(policies.Public, "/setup/instance", s.firstRunNow)
	get(policies.Public, org+"/confirm-email/:token", s.linkTo("/confirm-email"))
	get(policies.Public, org+"/confirm-email", s.confirmEmail)
	post(policies.Public, org+"/confirm-email", s.confirmEmailNow)

	get(policies.Public, org, s.home)
	get(policies.Public, org+"/", s.home)
	get(policies.Public, org+"/sign-in", s.signIn)
	post(policies.Public, org+"/sign-in", s.signInNow)
	post(policies.Public, org+"/sign-in/passkey", s.passkeySignIn)
	get(policies.Public, org+"/sign-in/organization", s.organizations)
	get(policies.Public, org+"/sign-in/verify", s.verify)
	post(policies.Public, org+"/sign-in/verify", s.verifyNow)
	get(policies.Public, org+"/sign-in/verify/passkey", s.verifyPasskey)
	post(policies.Public, org+"/sign-in/verify/passkey", s.verifyPasskeyNow)
	post(policies.Public, org+"/sign-in/verify/send", s.sendNow)
	get(policies.Public, org+"/sign-in/verify/resend", s.resend)
	get(policies.Public, org+"/sign-in/verify/methods", s.methods)
	get(policies.Public, org+"/sign-in/verify/recovery", s.recovery)
	post(policies.Public, org+"/sign-in/verify/recovery", s.recoveryNow)
	get(policies.Public, org+"/forgot", s.forgot)
	post(policies.Public, org+"/forgot", s.forgotNow)
	get(policies.Public, org+"/reset/:token", s.linkTo("/reset"))
	get(policies.Public, org+"/reset", s.reset)
	post(policies.Public, org+"/reset", s.resetNow)
	get(policies.Public, org+"/sign-in/verify/access-code", s.accessCode)
	post(policies.Public, org+"/sign-in/verify/access-code", s.accessCodeNow)
	get(policies.Public, org+"/signed-out", s.signedOut)
	post(policies.Public, org+"/signed-out", s.forgetBrowser)
	get(policies.Public, org+"/invite/:token", s.linkTo("/invite"))
	get(policies.Public, org+"/invite", s.invite)
	post(policies.Public, org+"/invite", s.inviteNow)
	get(policies.Public, org+"/unlock/:token", s.linkTo("/unlock"))
	get(policies.Public, org+"/unlock", s.unlock)
	post(policies.Public, org+"/unlock", s.unlockNow)
	get(policies.Public, org+"/objection/:token", s.linkTo("/objection"))
	get(policies.Public, org+"/objection", s.objection)
	post(policies.Public, org+"/objection", s.objectionNow)
	get(policies.Public, org+"/help", s.help)
	get(policies.Public, org+"/help/sign-in", s.helpSignIn)
	get(policies.Public, org+"/help/sign-in/ask", s.askHelp)
	post(policies.Public, org+"/help/sign-in/ask", s.askHelpNow)
	post(policies.Public, org+"/help/sign-in/unlock", s.askUnlock)
	get(policies.Public, org+"/help/sign-in/support", s.askSupport)
	post(policies.Public, org+"/help/sign-in/support", s.askSupportNow)
	get(policies.Public, org+"/request/:token", s.linkTo("/request"))
	get(policies.Public, org+"/request", s.stopRequest)
	post(policies.Public, org+"/request", s.stopRequestNow)
	post(policies.Public, org+"/appearance", s.appearance)

	post(policies.SessionEnd, org+"/sign-out", s.signOut)
	get(policies.SessionConfirm, org+"/confirm", s.confirm)
	post(policies.SessionConfirm, org+"/confirm", s.confirmNow)
	get(policies.OwnSetup, org+"/sign-in/recovery-used", s.recoveryUsed)
	post(policies.OwnSecurityRead, org+"/sign-in/recovery-used", s.phoneKept)
	get(policies.OwnSetup, org+"/setup", s.setup)
	get(policies.OwnSetup, org+"/setup/app", s.setupApp)
	post(policies.OwnSetup, org+"/setup/app", s.setupAppNow)
	get(policies.OwnSetup, org+"/setup/passkey", s.setupPasskey)
	post(policies.OwnSetup, org+"/setup/passkey", s.setupPasskeyNow)
	get(policies.OwnSetup, org+"/setup/passkey/name", s.namePasskey)
	post(policies.OwnSetup, org+"/setup/passkey/name", s.namePasskeyNow)
	get(policies.OwnSetup, org+"/setup/code", s.setupCode)
	post(policies.OwnSetup, org+"/setup/code", s.setupCodeNow)
	get(policies.OwnSetup, org+"/setup/text", s.setupSent(domain.MethodText))
	post(policies.OwnSetup, org+"/setup/text", s.setupSentNow(domain.MethodText))
	get(policies.OwnSetup, org+"/setup/email", s.setupSent(domain.MethodEmail))
	post(policies.OwnSetup, org+"/setup/email", s.setupSentNow(domain.MethodEmail))
	post(policies.OwnSetup, org+"/setup", s.setupChosen)
	get(policies.OwnSetup, org+"/setup/backup", s.setupBackup)
	post(policies.OwnSetup, org+"/setup/turn-on", s.turnOnKept)
	post(policies.OwnSetup, org+"/setup/turn-off", s.turnOffLost)
	get(policies.OwnSetup, org+"/setup/questions", s.questions)
	post(policies.OwnSetup, org+"/setup/questions", s.questionsNow)
	post(policies.OwnSetup, org+"/setup/new-codes", s.newCodes)
	get(policies.OwnSetup, org+"/setup/codes", s.setupCodes)
	get(policies.OwnSetup, org+"/setup/codes/download", s.downloadCodes)
	post(policies.OwnSetup, org+"/setup/codes", s.setupCodesNow)
	get(policies.OwnSetup, org+"/setup/done", s.setupDone)
	post(policies.OwnSetup, org+"/setup/done", s.endOthers)

	get(policies.PeopleRead, org+"/admin/numbers.csv", s.numbersCSV)
	for _, p := range s.screens() {
		get(p.permission, org+p.path, s.screen(p))
	}
}

// links are the footer's addresses, none until the operator sets them.
func (s *Site) links() wire.SiteLinks { return wire.SiteLinks{} }
