// Prints as JSON how long Chromium takes to a sign-in page: node paint.js ADDRESS TIMES.
// make bench calls it. Each time is a browser profile that was never there; all
// are in ms since the page was asked for.
import { launch, openPage } from './harness/browser.js';
import { slow } from './harness/network.js';
import { painted } from './harness/paint.js';

const [address, times] = process.argv.slice(2);
const browser = await launch({ measured: true }).catch(({ message }) => console.log(JSON.stringify({ missing: message.split('\n')[0] })));
if (browser) {
  const paint = [];
  const usable = [];
  const takeover = [];
  for (let i = 0; i < Number(times); i++) {
    const came = await visit({ bitsPerSecond: 1_600_000, latency: 150 }, types);
    paint.push(came.first);
    usable.push(Math.max(came.first, came.then));
    takeover.push((await visit({ bitsPerSecond: 9_000_000, latency: 60 }, isTakenOver)).then);
  }
  await browser.close();
  console.log(JSON.stringify({ paint, usable, takeover }));
}

// visit opens the page over a line, and answers when it first showed something
// and when what is awaited was there.
async function visit(line, awaited) {
  const page = await openPage(browser);
  await slow(page, line);
  await page.addInitScript(() => {
    addEventListener('input', ({ timeStamp }) => (window.typed ??= timeStamp), true);
    new MutationObserver(() => {
      if (document.documentElement.dataset.app === 'ready') window.taken ??= performance.now();
    }).observe(document, { subtree: true, attributeFilter: ['data-app'] });
  });
  await page.goto(address, { waitUntil: 'commit' });
  const then = await awaited(page);
  const first = await painted(page);
  await page.context().close();
  return { first, then };
}

// types presses a key until the form takes it, and answers when that was.
async function types(page) {
  for (;;) {
    await page.keyboard.press('a');
    const typed = await page.evaluate(() => window.typed);
    if (typed) return typed;
  }
}

async function isTakenOver(page) {
  return (await page.waitForFunction(() => window.taken)).jsonValue();
}
