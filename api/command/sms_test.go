package command

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTextMessageSettings(t *testing.T) {
	token := written(t, "token", "0123456789abcdef\n")
	c, err := configured(t, nil, []string{"TWOFOLD_SMS_ACCOUNT=AC1", "TWOFOLD_SMS_TOKEN_FILE=" + token, "TWOFOLD_SMS_FROM=Northwind", "TWOFOLD_SMS_COUNTRIES=gb,de",
		"TWOFOLD_SMS_PRICES=GB=0.04,sa=1", "TWOFOLD_SMS_SECOND_ACCOUNT=AC2", "TWOFOLD_SMS_SECOND_TOKEN=abc", "TWOFOLD_SMS_SECOND_FROM=+15005550006"})
	if err != nil {
		t.Fatal(err)
	}
	prices, _ := c.SMS.prices()
	if !c.SMS.offered() || c.SMS.First.Token != "0123456789abcdef" || !slices.Equal(c.SMS.Countries, []string{"GB", "DE"}) || prices["GB"] != 40_000 || prices["SA"] != 1_000_000 {
		t.Errorf("%+v, %v", c.SMS, prices)
	}
	texts, byName, err := c.newTexts(time.Now)
	if err != nil || texts == nil || len(byName) != 2 || byName["second"].Provider() != "second" {
		t.Errorf("%v, %v, %v", texts, byName, err)
	}
	c, err = configured(t, nil, nil)
	if err != nil || c.SMS.offered() || c.SMS.Daily != 500 || len(c.SMS.Countries) < 20 {
		t.Errorf("%+v, %v", c.SMS, err)
	}
	if texts, _, err := c.newTexts(time.Now); texts != nil || err != nil {
		t.Error("a sender of nothing")
	}
}

func TestWrongTextMessageSettingsAreToldAllAtOnce(t *testing.T) {
	_, err := configured(t, nil, []string{"TWOFOLD_SMS_ACCOUNT=AC1", "TWOFOLD_SMS_ADDRESS=http://api.example", "TWOFOLD_SMS_COUNTRIES=GB,Germany", "TWOFOLD_SMS_PRICE=5 cents",
		"TWOFOLD_SMS_PRICES=GB:1", "TWOFOLD_SMS_BUDGET=-1", "TWOFOLD_SMS_DAILY=0", "TWOFOLD_SMS_CURRENCY=$", "TWOFOLD_SMS_SECOND_FROM=x", "TWOFOLD_METRICS_LISTEN=9090"})
	var p Problems
	if !errors.As(err, &p) {
		t.Fatal(err)
	}
	var keys []string
	for _, one := range p {
		keys = append(keys, one.Key)
		if one.Fix == "" || one.Where == "" {
			t.Errorf("%+v", one)
		}
	}
	want := "metrics_listen sms_address sms_budget sms_countries sms_currency sms_daily sms_from sms_price sms_prices sms_second_from sms_token"
	if got := strings.Join(keys, " "); got != want {
		t.Errorf("told of %s\nwant %s", got, want)
	}
	_, err = configured(t, nil, []string{"TWOFOLD_SMS_ACCOUNT=AC1", "TWOFOLD_SMS_TOKEN=a", "TWOFOLD_SMS_FROM=b", "TWOFOLD_SMS_SECOND_ACCOUNT=AC1", "TWOFOLD_SMS_SECOND_TOKEN=a", "TWOFOLD_SMS_SECOND_FROM=b"})
	if !errors.As(err, &p) || len(p) != 1 || p[0].Key != "sms_second_account" {
		t.Errorf("%v", err)
	}
}

func TestPrices(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "1": 1_000_000, "0.05": 50_000, "0.000001": 1, "12.5": 12_500_000} {
		if got, ok := millionths(text); !ok || got != want {
			t.Errorf("%s: %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", ".5", "-1", "1e3", "0.0000001", "1,5", "9999999999"} {
		if got, ok := millionths(text); ok {
			t.Errorf("%s: %d", text, got)
		}
	}
}
