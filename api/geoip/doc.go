// Package geoip tells about where an IP address is, from a file of the
// operator's in the MaxMind DB format (GeoIP2 or GeoLite2 City, or another with
// the same fields). Without a file nothing is known and addresses stand for
// themselves. What it tells is for reading alone: nothing is ever decided by it,
// and nothing of it is stored.
package geoip
