import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './browser.js';
import { html, serve } from './example.js';
import { reach } from './keyboard.js';

const css = `:focus-visible { outline: 3px solid blue } .bare:focus-visible { outline: none }
.away { position: absolute; left: -2000px }`;
const body = '<p><a href="/">First</a> <button type="button">Second</button></p>';

let browser, site;
before(async () => {
  browser = await launch();
  site = await serve({
    '/': html(body),
    '/bare': html(body.replace('<a', '<a class="bare"')),
    '/away': html(body.replace('<a', '<a class="away"')),
    '/app.css': css,
  });
});
after(() => Promise.all([browser.close(), site.close()]));

const to = async (path, name) => {
  const page = await openPage(browser);
  await page.goto(site.url + path);
  await reach(page, page.getByRole('button', { name }));
  return page;
};

test('Tab leads to a button, and Shift+Tab back', async () => {
  const page = await to('/', 'Second');
  const link = page.getByRole('link', { name: 'First' });
  await reach(page, link, 'Shift+Tab');
  assert.ok(await link.evaluate((e) => e === document.activeElement));
});

test('a stop that is not seen is an error', async () => {
  await assert.rejects(to('/bare', 'Second'), /a "First": the focus is not seen/);
  await assert.rejects(to('/away', 'Second'), /outside of the window/);
});

test('so is what Tab does not come to', async () => {
  const page = await openPage(browser);
  await page.goto(site.url);
  await assert.rejects(reach(page, page.locator('p')), /the focus left the page/);
});
