import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './browser.js';
import { html, serve } from './example.js';
import { painted, shifted, through, watchShifts, weight } from './paint.js';

const css = '.late { height: 200px }';
const pushes = `document.querySelector('h1').insertAdjacentHTML('beforebegin', '<div class="late"></div>')`;

let browser, site;
before(async () => {
  browser = await launch();
  site = await serve({ '/': html('<p>Stays</p>'), '/pushed': html('<p>Goes</p>', '<script defer src="/late.js"></script>'), '/app.css': css, '/late.js': pushes });
});
after(() => Promise.all([browser.close(), site.close()]));

const needed = (request) => !request.url().endsWith('.js');

for (const [path, moves] of [['/', false], ['/pushed', true]]) {
  test(`what is pushed down by what comes late has shifted: ${path}`, async () => {
    const page = await openPage(browser);
    await watchShifts(page);
    const { passed, release } = await through(page, needed);
    await page.goto(site.url + path, { waitUntil: 'commit' });
    assert.ok((await painted(page)) > 0);
    assert.equal(await shifted(page), 0);
    release();
    await page.waitForLoadState();
    assert.equal((await shifted(page)) > 0, moves);
    const [document, style] = passed;
    assert.ok((await weight([document, style])) > css.length + (await document.sizes()).responseBodySize, 'the headers have no weight');
  });
}
