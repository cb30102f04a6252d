package command

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// newRegistry holds the metrics of one service beside those of its process.
func newRegistry() *prometheus.Registry {
	reg := prometheus.NewRegistry()
	reg.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return reg
}

// listenMetrics takes the address for metrics, which must not fail once the
// service said that it is ready. Where the address was not asked for and is
// taken, it goes without.
func (a *App) listenMetrics() error {
	address := a.config.MetricsListen
	if address == "" {
		return nil
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		if _, asked := a.config.from["metrics_listen"]; asked {
			return &Refusal{Exit: ExitListen, What: "the address " + address + " can't be listened on", Where: a.config.where("metrics_listen"), Fix: "choose another, or leave it empty", Cause: err}
		}
		a.log.Warn("metrics are not served", "address", address, "error", err)
		return nil
	}
	a.metricsAt = l
	return nil
}

// serveMetrics answers /metrics on the address that listenMetrics took, which is
// for the operator's network, until the returned function is called. Without one
// it does nothing.
func (a *App) serveMetrics() (stop func()) {
	if a.metricsAt == nil {
		return func() {}
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.registry, promhttp.HandlerOpts{Timeout: 10 * time.Second, MaxRequestsInFlight: 3}))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 15 * time.Second, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelWarn)}
	go func() {
		if err := server.Serve(a.metricsAt); !errors.Is(err, http.ErrServerClosed) {
			a.log.Error("metrics are not served any more", "error", err)
		}
	}()
	return func() { server.Close() }
}
