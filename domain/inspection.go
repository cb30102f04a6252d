package domain

import "time"

// InspectionMost is the longest an operator can look into an organization
// before they have to open it again.
const InspectionMost = 60 * time.Minute

// Inspection is an organization that an operator opened for support, to read in
// it and nothing else. It ends by itself.
type Inspection struct {
	Tenant          string
	ID              string
	AgentID, Agent  string
	SecurityVersion int64 // of the agent when they opened it
	Reason          string
	OpenedAt        time.Time
	EndsAt          time.Time
}
