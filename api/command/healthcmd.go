package command

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

func newHealth() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "health",
		Short:   "Ask a server on this machine whether it lives",
		Long:    "Asks /livez of the address the server listens on, and exits with 1 when there is no\ngood answer. It is for the health check of a container.",
		Example: "  twofold health --listen :8080",
		Args:    noArgs,
	}
	settings := withConfig(cmd, "listen")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := settings()
		if err != nil {
			return err
		}
		return askHealth(c.Listen)
	}
	return cmd
}

func askHealth(listen string) error {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	client := http.Client{Timeout: 2 * time.Second}
	answer, err := client.Get("http://" + net.JoinHostPort(host, port) + "/livez")
	if err != nil {
		return err
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answered %s", answer.Status)
	}
	return nil
}
