package geoip

import (
	"fmt"
	"net/netip"

	"github.com/oschwald/maxminddb-golang/v2"
)

// File is an open file of places. A nil File knows none.
type File struct{ reader *maxminddb.Reader }

// Open opens the file at path. It is mapped into memory and stays as it was
// opened: a newer one in its place is read after the next start.
func Open(path string) (*File, error) {
	r, err := maxminddb.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the file of places: %w", err)
	}
	return &File{r}, nil
}

// Close ends the use of the file.
func (f *File) Close() error {
	if f == nil {
		return nil
	}
	return f.reader.Close()
}

// record is what is read of an address. Names are by language.
type record struct {
	City    named `maxminddb:"city"`
	Country named `maxminddb:"country"`
}

type named struct {
	Names map[string]string `maxminddb:"names"`
}

func (n named) in(lang string) string {
	if name := n.Names[lang]; name != "" {
		return name
	}
	return n.Names["en"]
}

// Of is the city and country of an IP address in a language, or in English
// where the file lacks it; the country alone where no city is known; empty for
// an address that is none or that the file doesn't know.
func (f *File) Of(ip, lang string) string {
	if f == nil {
		return ""
	}
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return ""
	}
	var r record
	if f.reader.Lookup(address).Decode(&r) != nil {
		return ""
	}
	city, country := r.City.in(lang), r.Country.in(lang)
	if city == "" || country == "" {
		return city + country
	}
	return city + ", " + country
}
