package site

import (
	"slices"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// Places in the wizard, in their order. The three last are only there where a
// backup, security questions or recovery codes are due.
const (
	stepChoose = iota + 1
	stepMethod
	stepProve
	stepBackup
	stepQuestions
	stepCodes
)

// wizardStep is a place in the wizard that sets up main, or a backup beside it.
// Turning on with the methods there are has the three last places only.
func wizardStep(c *door.Call, view flow.SetupView, main domain.Method, at int) wire.Step {
	kept := view.OnlyCodes
	if view.Backup || at >= stepQuestions {
		main, kept = view.Main, view.Main == ""
	}
	first, of := 0, stepProve
	switch {
	case kept:
		first, of = stepProve, 0
	case c.Visit.Policy.Picked() != "" && len(c.Visit.Policy.AcceptedOf(c.Visit.Person.Methods)) == 0:
		first, of = stepChoose, stepProve-stepChoose // nobody chooses
	}
	if view.Backs(main) {
		of++
	}
	turnsOn := kept || !c.Visit.Policy.OnlyVerifies(c.Visit.Person.User, main)
	if view.AsksQuestions && turnsOn {
		of++
	}
	if at == stepQuestions {
		at = of + first
	}
	if view.NeedCodes && turnsOn {
		of++
	}
	if at == stepCodes {
		at = of + first
	}
	if of < 2 {
		return wire.Step{} // nothing to count
	}
	return wire.Step{At: at - first, Of: of}
}

// pageStep is a place on the pages of m, which may be the backup.
func pageStep(c *door.Call, view flow.SetupView, m domain.Method, at int) wire.Step {
	if backing(view, m) {
		return wizardStep(c, view, view.Main, stepBackup)
	}
	return wizardStep(c, view, m, at)
}

// backing reports whether m is set up as the backup, or would be.
func backing(view flow.SetupView, m domain.Method) bool {
	return view.Backup && view.Method == m || slices.Contains(view.Due, m)
}

// ownSetup is the set-up in progress as the pages of m see it: not found where
// it is another method's. place is where to go instead, once it has moved past
// those pages.
func ownSetup(c *door.Call, view flow.SetupView, m domain.Method) (own flow.SetupView, place string) {
	switch {
	case len(view.Due) > 0 && !slices.Contains(view.Due, m):
		return view, c.Base() + "/setup/backup"
	case view.Method == m && len(view.Codes) > 0 && !view.OnlyCodes:
		return view, c.Base() + "/setup/codes"
	case view.Method != m || view.OnlyCodes || view.Confirmed:
		view.Found = false // it goes on until one of m is started
	}
	return view, ""
}

// setupBackup asks for the backup that a confirmed set-up waits for: straight
// for the number, where it has to be one.
func (s *Site) setupBackup(c *door.Call) error {
	view, done, err := s.liveSetup(c)
	if done || err != nil {
		return err
	}
	switch {
	case len(view.Due) == 0:
		return see(c, c.Base()+"/setup")
	case view.Backup && c.Gin.Query("choose") == "":
		return see(c, c.Base()+setupPlace(view))
	case len(view.Due) == 1:
		return see(c, c.Base()+"/setup/"+string(view.Due[0]))
	}
	screen := wire.SetupMethods{Step: wizardStep(c, view, view.Main, stepBackup), Backup: true}
	for _, m := range setupOrder {
		if slices.Contains(view.Due, m.method) {
			screen.Methods = append(screen.Methods, wire.SetupMethod{Kind: m.card})
		}
	}
	return s.draw(c, screen)
}

// goOnSetup goes where a confirmation leads: to the backup it leaves to be
// verified, else to the security questions, else to the recovery codes.
func (s *Site) goOnSetup(c *door.Call) error {
	view, err := s.flows.Setup(c, c.Request, c.Visit)
	if err != nil {
		return err
	}
	switch {
	case len(view.Due) > 0:
		return see(c, c.Base()+"/setup/backup")
	case view.Questions:
		return see(c, c.Base()+"/setup/questions")
	}
	return see(c, c.Base()+"/setup/codes")
}
