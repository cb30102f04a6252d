package site

import (
	"twofold/api/door"
	"twofold/api/wire"
	"twofold/domain"
)

// unlock is the page behind the link that support mailed. Opening it spends
// nothing.
func (s *Site) unlock(c *door.Call) error { return s.unlockScreen(c, nil) }

func (s *Site) unlockScreen(c *door.Call, failed error) error {
	found, err := s.flows.ReadUnlock(c, c.Request, c.Link())
	if err != nil {
		return err
	}
	screen := wire.Unlock{State: string(found.State), Email: found.Email, PasswordMin: found.PasswordMin}
	if found.State == domain.InvitationOpen {
		screen.State = ""
		if failed != nil {
			return s.again(c, failed, screen)
		}
	}
	return s.draw(c, screen)
}

func (s *Site) unlockNow(c *door.Call) error {
	entry, err := s.flows.AcceptUnlock(c, c.Request, c.Link(), c.Gin.PostForm("password"), c.Gin.PostForm("again"))
	if err != nil {
		return s.unlockScreen(c, err)
	}
	c.SetLink("")
	return s.entered(c, entry)
}
