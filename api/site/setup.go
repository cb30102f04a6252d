package site

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/frontend/text"
)

// setup opens the wizard: the card of the gate, or straight on where there is
// one method to choose from.
func (s *Site) setup(c *door.Call) error {
	c.SetReplaces(c.Gin.Query("replace"))
	if c.Visit.Session.Renew {
		return see(c, c.Base()+"/sign-in/recovery-used")
	}
	if c.Visit.Policy.AskedAgain(c.Visit.Person.User) && c.Gin.Query("choose")+c.Gin.Query("replace") == "" {
		return s.draw(c, s.gate(c))
	}
	if err := s.flows.MaySetUp(c, c.Request, c.Visit); err != nil {
		if asked, err := confirmed(c, err, s.setupReason(c), setupHere(c)); asked || err != nil {
			return err
		}
	}
	view, err := s.flows.Setup(c, c.Request, c.Visit)
	if err != nil {
		return err
	}
	switch {
	case view.Found && (view.App != "" || view.Method != domain.MethodApp) && !view.OnlyCodes && c.Gin.Query("choose") == "":
		return s.draw(c, wire.SetupInterrupted{Method: string(view.Method), Started: view.Started, Next: c.Base() + setupPlace(view)})
	case c.Visit.ActsAs == domain.RolePending && c.Gin.Query("choose") == "":
		return s.draw(c, s.gate(c))
	}
	return s.choose(c)
}

// gate says why somebody sets up now.
func (s *Site) gate(c *door.Call) wire.Gate {
	out := wire.Gate{SetUp: c.Base() + "/setup?choose=1", Method: string(c.Visit.Policy.Picked()),
		AppOnly: slices.Equal(s.flows.Choices(c.Visit), []domain.Method{domain.MethodApp})}
	switch {
	case c.Visit.Session.LostDevice:
		out.Why = wire.GateLost
		if c.Visit.Policy.MayTurnOff() {
			out.TurnOff = c.Base() + "/setup/turn-off"
		}
	case c.Visit.Person.TwoStep == domain.TwoStepReset:
		out.Why = wire.GateAgain
	case c.Visit.ActsAs != domain.RolePending:
		out.Why, out.Later = wire.GateAsked, safeNext(c, c.Gin.Query("next"), s.landing(c, c.Visit.Person.Role, signin.Grant))
	}
	return out
}

func (s *Site) setupReason(c *door.Call) string {
	if c.Gin.Query("replace") != "" || c.Replaces() != "" {
		return "replace"
	}
	return "set_up"
}

// setupHere is this page with its question, to come back to.
func setupHere(c *door.Call) string {
	if id := c.Gin.Query("replace"); id != "" {
		return c.Base() + "/setup?replace=" + id
	}
	return c.Base() + "/setup"
}

func setupPlace(view flow.SetupView) string {
	switch {
	case view.Method == domain.MethodPasskey:
		return "/setup/passkey/name"
	case len(view.Due) > 0 && !view.Backup:
		return "/setup/backup"
	case view.Questions:
		return "/setup/questions"
	case view.Confirmed:
		return "/setup/codes"
	case view.Method != "":
		return "/setup/" + string(view.Method)
	}
	return "/setup/app"
}

// liveSetup reads the set-up in progress for one of its pages. done reports
// that the answer was given: somebody must confirm first, or nothing is there.
func (s *Site) liveSetup(c *door.Call) (view flow.SetupView, done bool, err error) {
	if err = s.flows.MaySetUp(c, c.Request, c.Visit); err == nil {
		view, err = s.flows.Setup(c, c.Request, c.Visit)
		return view, false, err
	}
	if domain.CodeOf(err) != domain.CodeStepUpRequired {
		return view, false, err
	}
	// The wizard lasts longer than a confirmation: what this session started
	// it may finish.
	if view, err = s.flows.Setup(c, c.Request, c.Visit); err == nil && view.Found {
		return view, false, nil
	}
	here := c.Base() + "/setup/app"
	for _, page := range []string{"/setup/text", "/setup/email", "/setup/passkey", "/setup/backup"} {
		if c.Gin.Request.URL.Path == c.Base()+page {
			here = c.Base() + page
		}
	}
	return view, true, see(c, confirmPath(c, s.setupReason(c), here))
}

func (s *Site) setupApp(c *door.Call) error {
	view, done, err := s.liveSetup(c)
	if done || err != nil {
		return err
	}
	view, place := ownSetup(c, view, domain.MethodApp)
	if place != "" {
		return see(c, place)
	}
	return s.draw(c, s.appScreen(c, view))
}

func (s *Site) appScreen(c *door.Call, view flow.SetupView) wire.SetupApp {
	backup := backing(view, domain.MethodApp)
	out := wire.SetupApp{Step: pageStep(c, view, domain.MethodApp, stepMethod), Backup: backup, HadApp: c.Visit.Person.Labels > 0 && !backup, Replaced: c.Gin.Query("expired") != ""}
	for i, a := range c.Visit.Policy.Apps {
		out.Apps = append(out.Apps, wire.AppChoice{ID: a.Name, Name: a.Name, Note: a.Note, IOS: a.Apple, Android: a.Android, Help: a.Help, First: i == 0})
	}
	out.Apps = append(out.Apps, wire.AppChoice{ID: enroll.OtherApp})
	if view.Found && view.App != "" && c.Gin.Query("choose") == "" {
		out.App, out.Account, out.Key, out.URI = view.App, view.Account, view.Key.Base32(), view.URI
		out.QR = qr(view.URI)
	}
	switch {
	case backup:
		out.Back = c.Base() + "/setup/backup?choose=1"
	case c.Visit.ActsAs != domain.RolePending:
		out.Back = c.Base() + "/me/security"
	}
	return out
}

func qr(uri string) wire.QR {
	modules, err := factor.QR(uri)
	if err != nil {
		return wire.QR{} // the key to type stands beside it
	}
	path, size := factor.QRPath(modules)
	return wire.QR{Path: path, Size: size}
}

func (s *Site) setupAppNow(c *door.Call) error {
	app, over := c.Gin.PostForm("app"), c.Gin.PostForm("action") == "over"
	restart := over || c.Gin.PostForm("action") == "restart"
	view, done, err := s.liveSetup(c)
	if done || err != nil {
		return err
	}
	if restart && view.Found && (view.Method != domain.MethodApp || over && (view.Backup || view.Confirmed)) {
		if err := s.flows.DropSetup(c, c.Request, c.Visit); err != nil {
			return err
		}
		return see(c, c.Base()+"/setup?choose=1")
	}
	if restart {
		app = view.App
	}
	if app == "" {
		if restart {
			return see(c, c.Base()+"/setup/app")
		}
		view.Found = false
		return s.again(c, domain.RefuseField(domain.Invalid, domain.CodeRequiredApp, "app"), s.appScreen(c, view))
	}
	started, err := s.flows.StartSetup(c, c.Request, c.Visit, c.Replaces(), restart)
	if asked, err := confirmed(c, err, s.setupReason(c), c.Base()+"/setup/app"); asked || err != nil {
		return err
	}
	if err := s.flows.ChooseApp(c, c.Request, c.Visit, app); err != nil {
		view.Found = false
		return s.again(c, err, s.appScreen(c, view))
	}
	if started.Expired {
		return see(c, c.Base()+"/setup/app?expired=1")
	}
	return see(c, c.Base()+"/setup/app")
}

func (s *Site) setupCode(c *door.Call) error {
	view, done, err := s.liveSetup(c)
	if done || err != nil {
		return err
	}
	if !view.Found || view.App == "" || view.Confirmed {
		return see(c, c.Base()+setupPlace(view))
	}
	return s.draw(c, codeScreen(c, view, defaultName(c, view)))
}

func defaultName(c *door.Call, view flow.SetupView) string {
	if view.App == enroll.OtherApp || view.App == "" {
		return text.T(c.Language(), "app.name", nil)
	}
	name := []rune(view.App)
	return string(name[:min(len(name), enroll.NameMost)])
}

func codeScreen(c *door.Call, view flow.SetupView, name string) wire.SetupCode {
	out := wire.SetupCode{Step: pageStep(c, view, domain.MethodApp, stepProve), Name: name, Digits: factor.Digits, Wrong: view.Tries}
	out.Only = c.Visit.Policy.OnlyVerifies(c.Visit.Person.User, domain.MethodApp) || !view.Backup && view.Backs(domain.MethodApp)
	if view.WaitUntil.After(c.Now) {
		out.Wait = int(view.WaitUntil.Sub(c.Now) / time.Second)
	}
	return out
}

func (s *Site) setupCodeNow(c *door.Call) error {
	code, name := c.Gin.PostForm("code"), c.Gin.PostForm("name")
	if strings.TrimSpace(name) == "" {
		name = text.T(c.Language(), "app.name", nil)
	}
	turned, err := s.flows.ConfirmSetup(c, c.Request, c.Visit, code, name)
	if err != nil {
		return s.setupCodeAgain(c, err, code, name)
	}
	if turned != nil {
		return s.turnedOn(c, turned)
	}
	return s.goOnSetup(c)
}

func (s *Site) setupCodeAgain(c *door.Call, err error, code, name string) error {
	view, done, viewErr := s.liveSetup(c)
	if done || viewErr != nil {
		return viewErr
	}
	if !view.Found {
		return see(c, c.Base()+"/setup/app?expired=1")
	}
	screen := codeScreen(c, view, name)
	screen.Typed = code
	return s.again(c, err, screen)
}

// newCodes makes a new set of recovery codes, to be kept by the last button.
func (s *Site) newCodes(c *door.Call) error {
	err := s.flows.StartNewCodes(c, c.Request, c.Visit)
	if asked, err := confirmed(c, err, "new_codes", c.Base()+"/me/security"); asked || err != nil {
		return err
	}
	return see(c, c.Base()+"/setup/codes")
}

func (s *Site) setupCodes(c *door.Call) error {
	view, done, err := s.liveSetup(c)
	if done || err != nil {
		return err
	}
	switch {
	case len(view.Due) > 0:
		return see(c, c.Base()+"/setup/backup")
	case view.Questions:
		return see(c, c.Base()+"/setup/questions")
	case len(view.Codes) == 0:
		return see(c, c.Base()+"/setup/app")
	}
	return s.draw(c, s.codesScreen(c, view))
}

func (s *Site) codesScreen(c *door.Call, view flow.SetupView) wire.SetupCodes {
	out := wire.SetupCodes{Codes: view.Codes, Account: c.Visit.Person.Email, Made: view.Started, Download: c.Base() + "/setup/codes/download",
		Action: c.Base() + "/setup/codes", Renewed: view.OnlyCodes && c.Visit.Person.TwoStep == domain.TwoStepOn}
	if !out.Renewed {
		out.Step = wizardStep(c, view, view.Main, stepCodes)
	}
	return out
}

func (s *Site) downloadCodes(c *door.Call) error {
	view, done, err := s.liveSetup(c)
	if done || err != nil {
		return err
	}
	if len(view.Codes) == 0 {
		return notFound()
	}
	date := view.Started.Format(time.DateOnly)
	body := text.CodesFile(c.Language(), c.Org.Name, c.Visit.Person.Email, s.config.PublicURL+c.Base()+"/sign-in", date, view.Codes)
	c.Gin.Header("Content-Disposition", fmt.Sprintf("attachment; filename=%q", text.CodesFileName(c.Org.ShortName, date)))
	c.Gin.Data(http.StatusOK, "text/plain; charset=utf-8", body)
	return nil
}

func (s *Site) setupCodesNow(c *door.Call) error {
	turned, err := s.flows.TurnOn(c, c.Request, c.Visit, c.Gin.PostForm("saved") != "")
	if domain.CodeOf(err) == domain.CodeTickRequired {
		view, done, viewErr := s.liveSetup(c)
		if done || viewErr != nil {
			return viewErr
		}
		return s.again(c, err, s.codesScreen(c, view))
	}
	if domain.CodeOf(err) == domain.CodeBackupRequired {
		return see(c, c.Base()+"/setup/backup")
	}
	if domain.CodeOf(err) == domain.CodeQuestionsRequired {
		return see(c, c.Base()+"/setup/questions")
	}
	if err != nil {
		return err
	}
	return s.turnedOn(c, turned)
}

func (s *Site) turnedOn(c *door.Call, turned *flow.TurnedOn) error {
	if turned.Token != "" {
		if err := c.SetSession(turned.Token); err != nil {
			return err
		}
	}
	c.SetReplaces("")
	switch {
	case turned.OnlyCodes && !turned.First:
		return see(c, c.Base()+"/me/security")
	case turned.Replaced:
		return see(c, c.Base()+"/setup/done?replaced=1")
	case turned.OnlyCodes, turned.Backup != nil:
		return see(c, c.Base()+"/setup/done?first=1")
	}
	return see(c, c.Base()+"/setup/done")
}

func (s *Site) setupDone(c *door.Call) error {
	own, err := s.flows.Security(c, c.Request, c.Visit)
	if err != nil {
		return err
	}
	if len(own.Factors) == 0 {
		return see(c, c.Base()+"/setup")
	}
	shown := own.Factors[len(own.Factors)-1]
	if c.Gin.Query("first") != "" {
		shown = flow.NextAsked(c.Visit, own.Factors)
	}
	var backups []string
	for _, m := range s.flows.Wallet(c.Visit, own).Backups() {
		backups = append(backups, string(m))
	}
	p := c.Visit.Person
	return s.draw(c, wire.SetupDone{Backups: backups, Kind: string(shown.Method), Method: shown.Name, Verified: p.TwoStep != domain.TwoStepOn,
		TurnOn: c.Visit.Policy.MayTurnOn(p.User, p.Methods), Pending: c.Visit.ActsAs == domain.RolePending, Others: max(0, len(own.Sessions)-1), Replaced: c.Gin.Query("replaced") != "",
		Next: c.Base() + "/"})
}

func (s *Site) endOthers(c *door.Call) error {
	if _, err := s.flows.EndOtherSessions(c, c.Request, c.Visit); err != nil {
		return err
	}
	return see(c, c.Base()+"/setup/done")
}
