package domain

// BacksUp reports whether a method of kind m can be the backup that p asks for.
func (p Policy) BacksUp(m Method) bool {
	return p.MayVerify(m) && (p.Backup == BackupAny || p.Backup == BackupPhone && m == MethodText)
}

// LacksBackup reports whether somebody with these verified methods, an entry
// for each, has to verify a backup before their two-step turns on (S5). It is
// a rule of set-up alone: whoever has two-step on when the setting comes goes
// on as they are.
func (p Policy) LacksBackup(have []Method) bool {
	switch p.Backup {
	case BackupPhone:
		return !contains(have, MethodText)
	case BackupAny:
		return len(have) < 2
	}
	return false
}

// OnlyVerifies reports whether setting up m adds a verified method and turns
// nothing on: where methods come first (S8, R13), and for a method that only
// helps somebody back in.
func (p Policy) OnlyVerifies(u User, m Method) bool {
	return u.TwoStep != TwoStepOn && (p.MethodsFirst || !p.Accepts(m))
}

// MayTurnOn reports whether two-step can be turned on with the verified
// methods there are (R7, R13).
func (p Policy) MayTurnOn(u User, methods []Method) bool {
	return u.TwoStep != TwoStepOn && len(p.AcceptedOf(methods)) > 0
}
