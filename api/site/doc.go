// Package site draws the HTML pages and takes their form posts. A page is the
// same components the browser has, drawn on the server with its data beside
// it; a form post does one job of api/flow and leads on by a redirect, or
// draws the page again with what was wrong. It also serves the static files,
// by hashed name.
package site
