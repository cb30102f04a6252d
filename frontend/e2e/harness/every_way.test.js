import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './browser.js';
import { html, serve } from './example.js';
import { lookEveryWay, outside, turned } from './every_way.js';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

// shown hands a page with the body to look, and takes it away whatever comes.
async function shown(body, css, look) {
  const server = await serve({ '/': html(body), '/app.css': css });
  const page = await openPage(browser);
  try {
    await page.goto(server.url);
    await look(page);
  } finally {
    await page.context().close();
    server.close();
  }
}

const fine = '<p><a class="c-btn" href="/">Go on</a> with <code dir="ltr">k7m2-p9xw</code></p>';

test('a screen that stands every look', () =>
  shown(fine, 'a { display: inline-block; padding: 8px }', (page) => lookEveryWay(page, 'every-way')));

for (const [what, body, css, words] of [
  ['words cut off by a box that does not grow', '<p><a class="c-btn" href="/">Go on with it</a></p>', '.c-btn { display: inline-block; inline-size: 5.5rem; white-space: nowrap; padding: 8px 0 }', /long .*sticks out: "Gö/],
  ['a code from right to left', '<p><code>k7m2</code></p>', '', /rtl .*from right to left/],
  ['a place that does not turn', '<p class="put">Here</p>', '[dir=rtl] .put { position: relative; left: 2000px }', /rtl .*sticks out/],
]) {
  test(`it sees ${what}`, () =>
    shown(body, css, (page) => assert.rejects(lookEveryWay(page, 'every-way-wrong'), words)));
}

test('a screen read from left to right has nothing turned and nothing outside', () =>
  shown(fine, '', async (page) => assert.deepEqual([...(await turned(page)), ...(await outside(page))], [])));
