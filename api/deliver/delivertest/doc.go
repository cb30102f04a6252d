// Package delivertest is a provider of text messages that speaks Twilio's API
// well enough for Twilio's own library: it takes messages, refuses them by
// Twilio's codes, is busy or silent when told to, and reports what became of
// each by signed callbacks. Tests and journeys read the messages from it;
// nothing of it is in the product.
package delivertest
