import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './browser.js';
import { html, serve } from './example.js';
import { inspect } from './inspect.js';
import { look, still } from './look.js';

const css = `
:root { color-scheme: light dark }
body { margin: 1rem; color: #222; background: #fff }
a.main, button, input { display: inline-block; min-height: 44px; min-width: 44px }
.tiny { min-height: 10px; min-width: 10px; padding: 0; border: 0; font-size: 8px }
.moves { transition: color 1s } .beats { animation: beat 1s infinite } @keyframes beat { to { opacity: .5 } }
.wide { width: 600px } .pale { color: #ccc }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #111 } .night { color: #222 } }`;

// What axe alone finds, which needs timers where a page has none.
const axes = ['/pale', '/alt'];

const good = `<form><label for="e">E-mail</label> <input id="e" type="email" autocomplete="email">
<button>Go on</button></form><p>Read <a href="/help">the help</a> first.</p>`;

// Each fault and what must be said of it.
const faults = {
  '/label': [`<input aria-label="E-mail" placeholder="E-mail">`, /no visible label/],
  '/target': [`<button class="tiny">x</button>`, /target of/],
  '/h1': [`<h1>Again</h1>`, /2 h1/],
  '/wide': [`<div class="wide">wide</div>`, /320 px: scrolls sideways/],
  '/pale': [`<p class="pale">pale</p>`, /color-contrast/],
  '/night': [`<p class="night">dark on dark</p>`, /dark 1280 px: color-contrast/],
  '/moves': [`<p class="moves">moves</p>`, /it moves: <p class="moves">/],
  '/beats': [`<p class="beats">beats</p>`, /it moves: <p class="beats">/],
  '/alt': [`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`, /image-alt/],
};

let browser, site;
before(async () => {
  browser = await launch();
  const pages = Object.entries(faults).map(([path, [body]]) => [path, html(good + body)]);
  const blurred = html(good).replace(' autofocus', '');
  const halves = html(`<p>First words</p>|${good.replace('<input', '<input autofocus')}`).replace(' autofocus', '').split('|');
  site = await serve({ '/': html(good), '/blurred': blurred, '/halves': halves, '/app.css': css, ...Object.fromEntries(pages) });
});
after(() => Promise.all([browser.close(), site.close()]));

test('a screen without a fault passes, with script and without', async () => {
  for (const script of [true, false]) {
    const page = await openPage(browser, { script });
    await page.goto(site.url);
    await still(page);
    assert.deepEqual(await inspect(page), []);
    await look(page, 'good');
    assert.deepEqual(page.problems, []);
  }
});

test('a page whose second half is still to come is looked at as a whole', async () => {
  for (const script of [true, false]) {
    const page = await openPage(browser, { script });
    await page.goto(`${site.url}/halves`, { waitUntil: 'commit' });
    await page.getByText('First words').waitFor();
    assert.deepEqual(await inspect(page), ['focus is on the body']);
    await look(page, 'halves');
  }
});

for (const [path, [, says]] of Object.entries(faults)) {
  for (const script of axes.includes(path) ? [true, false] : [true]) {
    test(`a fault is found, script ${script ? 'on' : 'off'}: ${path.slice(1)}`, async () => {
      const page = await openPage(browser, { script });
      await page.goto(site.url + path);
      await assert.rejects(look(page, path.slice(1)), says);
    });
  }
}

test('focus on the body is found', async () => {
  const page = await openPage(browser);
  await page.goto(`${site.url}/blurred`);
  assert.deepEqual(await inspect(page), ['focus is on the body']);
});
