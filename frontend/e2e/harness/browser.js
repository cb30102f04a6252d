import { chromium } from 'playwright-core';
import { find } from './command.js';
import { patience } from './patience.js';
import { watch } from './watch.js';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// A page lives for seconds here: better compilations of its WebAssembly and of
// the scripts that look at it would take the processor for what is not run again.
const once = '--js-flags=--liftoff-only,--always-sparkplug,--no-maglev,--no-turbofan';

// Chromium without the window around its pages is the same engine and takes two
// thirds of the time.
const bare = 'chromium-headless-shell';
const whole = ['chromium', 'chromium-browser', 'google-chrome'];

// launch starts a Chromium that is installed; TWOFOLD_CHROMIUM names another.
//
//   measured   true for one as people have it, window and all, which is slower
export function launch({ measured = false } = {}) {
  const executablePath = process.env.TWOFOLD_CHROMIUM || find(...(measured ? [...whole, bare] : [bare, ...whole]));
  return chromium.launch({ executablePath, args: measured ? flags : [...flags, once] });
}

// openPage gives a person a browser profile of their own (cookies, trust) and a
// page in it. What the page does wrong by itself is collected in page.problems.
//
//   width   of the window in CSS pixels, 1280 unless told
//   dark    true for a dark system appearance
//   script  false switches JavaScript off
export async function openPage(browser, { width = 1280, dark = false, script = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: script,
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.script = script;
  watch(page);
  return page;
}
