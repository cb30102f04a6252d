package work

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"twofold/tenancy/store"
)

// Metrics measure messages. No tenant, person or number is in a label.
type Metrics struct {
	messages *prometheus.CounterVec
	delivery *prometheus.HistogramVec
	cost     *prometheus.CounterVec
}

// Results of a message that the counter tells apart.
const (
	resultSent      = "sent"      // somebody took it
	resultDelivered = "delivered" // the phone has it
	resultFailed    = "failed"    // it was taken and never arrived
	resultAgain     = "again"     // it will be tried again
	resultRefused   = "refused"   // given up: refused for good
	resultExpired   = "expired"   // given up: too late
)

// NewMetrics registers the metrics of messages.
func NewMetrics(reg prometheus.Registerer) *Metrics {
	m := &Metrics{
		messages: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "twofold_messages_total", Help: "Messages by what became of a try."}, []string{"channel", "provider", "result"}),
		delivery: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "twofold_message_delivery_seconds", Help: "From the cause of a message until somebody took it or, where that is reported, the phone had it.",
			Buckets: []float64{.25, .5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 900}}, []string{"channel", "provider", "until"}),
		cost: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "twofold_message_cost_total", Help: "What text messages cost by the price list, in its currency."}, []string{"provider", "country"}),
	}
	reg.MustRegister(m.messages, m.delivery, m.cost)
	return m
}

// WatchQueue registers the age of the oldest message of each channel that
// should have gone out by now; it is read when it is asked for.
func WatchQueue(reg prometheus.Registerer, db *store.DB, now func() time.Time) {
	for _, channel := range []store.Channel{store.ChannelMail, store.ChannelText} {
		reg.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "twofold_queue_oldest_seconds", Help: "Age of the oldest message that is due.",
			ConstLabels: prometheus.Labels{"channel": string(channel)}}, func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
			defer cancel()
			at := now()
			oldest, err := db.OldestDue(ctx, channel, at)
			switch {
			case err != nil:
				return -1 // the database doesn't answer
			case oldest.IsZero():
				return 0
			}
			return at.Sub(oldest).Seconds()
		}))
	}
}

func (m *Metrics) count(c store.Channel, provider, result string) {
	m.messages.WithLabelValues(string(c), provider, result).Inc()
}

func (m *Metrics) took(c store.Channel, provider, until string, d time.Duration) {
	m.delivery.WithLabelValues(string(c), provider, until).Observe(max(0, d.Seconds()))
}

// Reported counts what a provider reported of a text message.
func (m *Metrics) Reported(t store.Mail, at time.Time) {
	switch t.State {
	case resultDelivered:
		m.count(store.ChannelText, t.Provider, resultDelivered)
		m.took(store.ChannelText, t.Provider, resultDelivered, at.Sub(t.CreatedAt))
	case resultFailed:
		m.count(store.ChannelText, t.Provider, resultFailed)
	}
}
