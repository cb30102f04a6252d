package rest

import (
	"encoding/base64"
	"encoding/json"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor/passkey"
)

func challenge(asked flow.Asked, err error) (*body[wire.PasskeyChallenge], error) {
	if err != nil {
		return nil, err
	}
	return ok(wire.PasskeyChallenge{Ceremony: asked.Ceremony, Options: json.RawMessage(asked.Options)}), nil
}

func answered(a wire.PasskeyAnswer) flow.PasskeyAnswer {
	return flow.PasskeyAnswer{Ceremony: a.Ceremony, Response: a.Response}
}

func (s *Server) askAnyPasskey(c *door.Call, in *body[wire.PasskeyAskRequest]) (*body[wire.PasskeyChallenge], error) {
	if err := asBearer(c, in.Body.Bearer); err != nil {
		return nil, err
	}
	return challenge(c.Flows().AskAnyPasskey(c, c.Request))
}

func (s *Server) signInPasskey(c *door.Call, in *body[wire.PasskeySignInRequest]) (*body[wire.SignInAnswer], error) {
	if err := asBearer(c, in.Body.Bearer); err != nil {
		return nil, err
	}
	out, err := c.Flows().SignInByPasskey(c, c.Request, answered(in.Body.PasskeyAnswer))
	if err != nil {
		return nil, err
	}
	return verified(c, out, wire.SignInAnswer{})
}

func (s *Server) askPasskey(c *door.Call, _ *none) (*body[wire.PasskeyChallenge], error) {
	return challenge(c.Flows().AskPasskey(c, c.Request, c.Half))
}

func (s *Server) verifyPasskey(c *door.Call, in *body[wire.PasskeyVerifyRequest]) (*body[wire.SignInAnswer], error) {
	out, err := c.Flows().VerifyPasskey(c, c.Request, c.Half, answered(in.Body.PasskeyAnswer), in.Body.Trust)
	if err != nil {
		return nil, err
	}
	return verified(c, out, wire.SignInAnswer{TrustToken: trusted(c, out.Trust, "")})
}

func (s *Server) askToConfirm(c *door.Call, _ *none) (*body[wire.PasskeyChallenge], error) {
	return challenge(c.Flows().AskToConfirm(c, c.Request, c.Visit))
}

func (s *Server) createPasskey(c *door.Call, in *body[wire.CreatePasskeyRequest]) (*body[wire.PasskeyChallenge], error) {
	return challenge(c.Flows().CreatePasskey(c, c.Request, c.Visit, passkey.Kind(in.Body.Kind)))
}

func (s *Server) passkeyCreated(c *door.Call, in *body[wire.PasskeyCreatedRequest]) (*body[wire.Setup], error) {
	view, err := c.Flows().PasskeyCreated(c, c.Request, c.Visit, answered(in.Body.PasskeyAnswer), in.Body.Replaces)
	if err != nil {
		return nil, err
	}
	return setup(c, view)
}

func (s *Server) namePasskey(c *door.Call, in *body[wire.NamePasskeyRequest]) (*body[wire.SetupConfirmed], error) {
	on, err := c.Flows().FinishPasskey(c, c.Request, c.Visit, in.Body.Name)
	if err != nil {
		return nil, err
	}
	if on == nil {
		return ok(wire.SetupConfirmed{Step: wire.SetupStepCodes}), nil
	}
	finished, err := turnedOn(c, on)
	return ok(wire.SetupConfirmed{Step: wire.SetupStepDone, Finished: &finished}), err
}

// passkeySignal is what the browser's password manager is told of the
// passkeys that are left, nil where the person never had one.
func passkeySignal(c *door.Call, all flow.Security) *wire.PasskeySignal {
	site, handle, ids := c.Flows().PasskeysLeft(c.Request, c.Visit, all)
	if site == "" {
		return nil
	}
	return &wire.PasskeySignal{RPID: site, UserID: base64.RawURLEncoding.EncodeToString(handle), Credentials: list(ids)}
}

// synced reports whether a passkey's provider copies it between devices.
func synced(kind domain.Method, detail string) bool {
	if kind != domain.MethodPasskey {
		return false
	}
	own, err := passkey.Parse(detail)
	return err == nil && own.Synced()
}
