// Command faketwilio is a provider of text messages for journeys and for
// trying things out: it speaks Twilio's API, sends nothing, and lists what it
// took at /messages. It prints the settings that make Twofold use it.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"twofold/api/deliver/delivertest"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	fake := delivertest.New()
	fmt.Printf("TWOFOLD_SMS_ADDRESS=http://%s\nTWOFOLD_SMS_ACCOUNT=%s\nTWOFOLD_SMS_TOKEN=%s\nTWOFOLD_SMS_FROM=+15005550006\n", l.Addr(), fake.Account, fake.Token)
	server := &http.Server{Handler: fake, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.Serve(l))
}
