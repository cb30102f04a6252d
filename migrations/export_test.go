package migrations

// UpFrom and PendingFrom are Up and Pending with other files.
var (
	UpFrom      = up
	PendingFrom = pending
	Files       = files
)
