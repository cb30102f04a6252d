// Package door is what every request passes, pages and API alike: its id, its
// deadline and size, the headers of the answer, the organization of the path,
// the session of the cookie or bearer token, protection against other sites,
// the permission of the route and the gate of a required second step.
//
// A route can only be registered with a permission (Mount, Guard); "public" is
// one that has to be written. What a role may do is asked of policies alone,
// so the gate needs no list of exempt paths: a session that acts as pending
// simply lacks the permission.
package door
