//go:build sandbox

package sandbox

import "twofold/domain"

// State is what a demo person is there to show.
type State string

const (
	On        State = "on"
	NotSetUp  State = "not set up"
	TurnedOff State = "turned off"
	Reset     State = "reset"
	Locked    State = "locked"
	Invited   State = "invited"
	Suspended State = "suspended"
)

// Demo is one organization of the demo.
type Demo struct {
	Name, Short, Domain string
	Mode                domain.Mode
	Contact             domain.Contact
	People              []DemoPerson
}

// DemoPerson is one person of it. Local is the part of the address before the
// @, which names them on the command line.
type DemoPerson struct {
	Local, Name string
	Role        domain.Role
	State       State
}

// Demos are the organizations: one requires a second step, one leaves it to
// its people, and the company's own staff works at the last.
var Demos = []Demo{northwind, blueHeron, staff}

var staff = Demo{
	Name: "Staff", Short: domain.StaffShort, Domain: "company.example", Mode: domain.ModeRequired,
	People: []DemoPerson{
		{"olga", "Olga Nilsson", domain.RoleOperator, On},
		{"sven", "Sven Aalto", domain.RoleSupport, On},
		{"dana", "Dana Kowalski", domain.RoleSupport, On},
	},
}

var northwind = Demo{
	Name: "Northwind Traders", Short: "northwind", Domain: "northwind.example", Mode: domain.ModeRequired,
	Contact: domain.Contact{Name: "Northwind IT", Email: "it@northwind.example", Phone: "+49 30 5550 1234", Hours: "Mon–Fri 8:00–18:00"},
	People: []DemoPerson{
		{"owner", "Nora Lindqvist", domain.RoleOwner, On},
		{"admin", "Amir Haddad", domain.RoleAdmin, On},
		{"helga", "Helga Straßer", domain.RoleAdmin, On},
		{"maria", "Maria Weber", domain.RoleUser, On},
		{"sam", "Sam Okafor", domain.RoleUser, On},
		{"lee", "Lee Wong", domain.RoleUser, NotSetUp},
		{"jonas", "Jonas Brückner", domain.RoleUser, Locked},
		{"rana", "Rana Youssef", domain.RoleUser, Reset},
		{"otto", "Otto Grünwald", domain.RoleUser, Suspended},
		{"juergen", "Jürgen Groß", domain.RoleUser, On},
		{"kaethe", "Käthe Müller-Lüdenscheidt", domain.RoleUser, On},
		{"layla", "ليلى حداد", domain.RoleUser, On},
		{"mohammed", "محمد العلي", domain.RoleUser, On},
		{"fatima", "فاطمة الزهراء المنصوري", domain.RoleUser, NotSetUp},
		{"soeren", "Sören Übelhör", domain.RoleUser, On},
		{"annegret", "Annegret Schäfer", domain.RoleUser, On},
		{"ines", "Inês Carvalho", domain.RoleUser, On},
		{"tomasz", "Tomasz Wiśniewski", domain.RoleUser, On},
		{"yuki", "Yuki Tanaka", domain.RoleUser, On},
		{"priya", "Priya Raghunathan", domain.RoleUser, On},
		{"chidi", "Chidi Eze", domain.RoleUser, On},
		{"marta", "Marta Kovács", domain.RoleUser, On},
		{"liam", "Liam O’Brien", domain.RoleUser, On},
		{"noemie", "Noémie Lefèvre", domain.RoleUser, On},
		{"khalid", "خالد بن سعيد", domain.RoleUser, On},
		{"birgit", "Birgit Weiß", domain.RoleUser, On},
		{"dmitri", "Dmitri Sokolov", domain.RoleUser, On},
		{"elif", "Elif Yıldız", domain.RoleUser, On},
		{"hanna", "Hanna Virtanen", domain.RoleUser, On},
		{"carlos", "Carlos Peña", domain.RoleUser, On},
		{"grace", "Grace Mbeki", domain.RoleUser, NotSetUp},
		{"wolfgang", "Wolfgang Jäger", domain.RoleUser, NotSetUp},
		{"aisha", "عائشة بوزيد", domain.RoleUser, NotSetUp},
		{"peter", "Peter Novák", domain.RoleUser, NotSetUp},
		{"sofia", "Sofía Herrera", domain.RoleUser, NotSetUp},
		{"kim", "Kim Seo-yeon", domain.RoleUser, NotSetUp},
		{"bruno", "Bruno Costa", domain.RoleUser, Locked},
		{"vera", "Vera Petrova", domain.RoleUser, Suspended},
		{"new.hire", "", domain.RoleUser, Invited},
		{"intern", "", domain.RoleUser, Invited},
		{"auditor", "", domain.RoleUser, Invited},
		{"second.admin", "", domain.RoleAdmin, Invited},
	},
}

var blueHeron = Demo{
	Name: "Blue Heron Books", Short: "blue-heron", Domain: "blueheron.example", Mode: domain.ModeOptional,
	Contact: domain.Contact{Name: "Ruth at the front desk", Email: "desk@blueheron.example"},
	People: []DemoPerson{
		{"ruth", "Ruth Adeyemi", domain.RoleOwner, On},
		{"felix", "Felix Böhm", domain.RoleAdmin, On},
		{"greta", "Greta Hoffmann", domain.RoleUser, On},
		{"hassan", "حسن الرشيد", domain.RoleUser, On},
		{"mei", "Mei Chen", domain.RoleUser, On},
		{"oskar", "Oskar Nyström", domain.RoleUser, On},
		{"paula", "Paula Ferreira", domain.RoleUser, On},
		{"nadia", "نادية قاسم", domain.RoleUser, TurnedOff},
		{"theo", "Theo van Dijk", domain.RoleUser, NotSetUp},
		{"ulrike", "Ulrike Kühn", domain.RoleUser, NotSetUp},
		{"zoe", "Zoë Martin", domain.RoleUser, NotSetUp},
		{"ivan", "Ivan Horvat", domain.RoleUser, NotSetUp},
		{"abena", "Abena Mensah", domain.RoleUser, NotSetUp},
		{"rosa", "Rosa Delgado", domain.RoleUser, NotSetUp},
		{"heinz", "Heinz Vogel", domain.RoleUser, Locked},
		{"lars", "Lars Eriksen", domain.RoleUser, Suspended},
		{"weekend", "", domain.RoleUser, Invited},
		{"holiday", "", domain.RoleUser, Invited},
	},
}

// Address is the person's e-mail address.
func (d Demo) Address(p DemoPerson) string { return p.Local + "@" + d.Domain }

// hasApp reports whether a person in this state has an authenticator app.
func (s State) hasApp() bool { return s == On || s == Locked || s == Suspended }

// hadApp reports whether they ever had one.
func (s State) hadApp() bool { return s.hasApp() || s == TurnedOff || s == Reset }
