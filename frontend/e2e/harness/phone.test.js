import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './browser.js';
import { html, qr, serve } from './example.js';
import { Authenticator, scan } from './phone.js';

let browser, site;
before(async () => {
  browser = await launch();
  site = await serve({ '/': html(qr()), '/none': html('no code'), '/app.css': '' });
});
after(() => Promise.all([browser.close(), site.close()]));

test('a QR code is read from the screen and gives the codes of RFC 6238', async () => {
  const page = await openPage(browser);
  await page.goto(site.url);
  const app = Authenticator.fromURI(await scan(page));
  assert.equal(app.label, 'Northwind:maria@northwind.example');
  assert.equal(app.issuer, 'Northwind');
  assert.equal(await app.code(new Date(59_000)), '287082');
  assert.equal(await app.code(new Date(1_111_111_109_000)), '081804');
});

test('a screen without a QR code is an error', async () => {
  const page = await openPage(browser);
  await page.goto(`${site.url}/none`);
  await assert.rejects(scan(page));
});
