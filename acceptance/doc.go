// Package acceptance holds the acceptance cases of the requirements as tests
// that drive the whole service over HTTP, pages and API, on both databases.
// Each carries its case's id as a word in its name. What only a browser shows
// is in frontend/e2e.
package acceptance
