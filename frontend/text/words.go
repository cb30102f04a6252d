package text

// The words that more than one of the browser's binaries draw.
func init() {
	Add("en", enCommon, enErrors, enDesk, enWays, enGrants, enGuard, enRequestWords, enShared)
}
