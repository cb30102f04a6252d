import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './browser.js';
import { html, serve } from './example.js';
import { Composition } from './ime.js';
import { slow } from './network.js';

const form = '<form><label for="e">E-mail</label> <input id="e"></form>';
const late = `<script async src="/late.js"></script>`;

let browser, site;
before(async () => {
  browser = await launch();
  site = await serve({
    '/': html(form),
    '/slow': html(form, late),
    '/late.js': `document.title = 'Arrived'; //${'x'.repeat(400_000)}`,
    '/throws': html('', '<script src="/throws.js"></script>'),
    '/throws.js': 'throw new Error("oops")',
    '/inline': html('', '<script>1</script>'),
    '/elsewhere': html('<img alt="" src="https://elsewhere.example/x.png">'),
    '/app.css': '',
  });
});
after(() => Promise.all([browser.close(), site.close()]));

test('a slow line lets a person type before a large script arrives', async () => {
  const page = await openPage(browser);
  await slow(page);
  await page.goto(`${site.url}/slow`, { waitUntil: 'commit' });
  await page.getByLabel('E-mail').pressSequentially('maria');
  assert.equal(await page.title(), 'Example');
  await page.waitForFunction(() => document.title === 'Arrived');
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'maria');
});

test('an input method composes, and commits what was picked', async () => {
  const page = await openPage(browser);
  await page.goto(site.url);
  const field = page.getByLabel('E-mail');
  await field.evaluate((element) => {
    window.seen = [];
    for (const type of ['compositionstart', 'compositionend']) {
      element.addEventListener(type, () => window.seen.push(type));
    }
  });
  await field.focus();
  const composition = await Composition.open(page, 'に');
  await composition.show('にほ');
  assert.equal(await field.inputValue(), 'にほ');
  assert.deepEqual(await page.evaluate(() => window.seen), ['compositionstart']);
  await composition.commit('日本');
  assert.equal(await field.inputValue(), '日本');
  assert.deepEqual(await page.evaluate(() => window.seen), ['compositionstart', 'compositionend']);
});

for (const [path, problem] of Object.entries({
  '/throws': /threw oops/,
  '/inline': /content security policy/i,
  '/elsewhere': /asked elsewhere\.example/,
})) {
  test(`what a page does wrong is noted: ${path.slice(1)}`, async () => {
    const page = await openPage(browser);
    await page.goto(site.url + path);
    assert.match(page.problems.join('\n'), problem);
  });
}

test('secure cookies with the __Host- prefix are kept on http://localhost', async () => {
  const page = await openPage(browser);
  await page.goto(site.url);
  const answer = await page.goto(site.url);
  assert.equal(answer.headers()['x-cookies'], '__Host-b=kept');
});
