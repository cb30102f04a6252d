// Package client calls the JSON API of the organization a page belongs to. A
// call is a function of one type, Transport: fetch in the browser, the real
// router in tests.
package client
