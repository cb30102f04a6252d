// Package wire holds the JSON types the server and the browser share: requests
// and answers of the API, and the data of server-drawn pages. It imports the
// standard library and the root of domain only, because it is compiled into
// the browser binary.
package wire
