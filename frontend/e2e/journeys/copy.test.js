import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { eventually } from '../harness/patience.js';
import { Authenticator, scan } from '../harness/phone.js';
import { maria } from './people.js';

journey('P6 A6 the key and the recovery codes are copied, and the codes printed', async ({ service, open }) => {
  const { owner, page } = await atKey(service, open, ['clipboard-read', 'clipboard-write']);
  await page.addInitScript(() => {
    window.printed = 0;
    window.print = () => (window.printed += 1);
  });
  await page.reload();
  const { secret } = Authenticator.fromURI(await scan(page));
  await owner.readKey(page);
  assert.equal(owner.app.secret, secret, 'the key is not the one in the QR code');
  await copies(page);
  assert.equal(await clipboard(page), secret);

  await atCodes(owner, page);
  const shown = await page.locator('#codes code').allInnerTexts();
  assert.equal(shown.length, 10);
  await copies(page);
  assert.deepEqual((await clipboard(page)).split(/\r?\n/), shown);
  assert.equal(await page.evaluate(() => window.printed), 0, 'it prints unasked');
  await page.getByRole('button', { name: 'Print' }).click();
  await eventually(() => page.evaluate(() => window.printed === 1), 'Print asked for no paper, or more than once');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText("Tick the box when you've saved the codes").first().waitFor();
  await owner.keepRecoveryCodes(page);
  assert.deepEqual(owner.recoveryCodes, shown, 'the file holds other codes than the page');
  await page.getByRole('heading', { name: '2-step verification is on' }).waitFor();
});

journey('P6 A6 a browser that refuses the clipboard: the key and the codes are selected, and how to copy them is said', async ({ service, open }) => {
  const { owner, page } = await atKey(service, open, ['notifications']);
  await refuses(page, 'key-copy-refused');
  assert.equal(await byKeys(page), await page.locator('#secret').innerText());
  await owner.readKey(page);
  await atCodes(owner, page);
  await refuses(page, 'codes-copy-refused');
  const codes = await page.locator('#codes code').allInnerTexts();
  assert.deepEqual((await byKeys(page)).trim().split(/\s+/), codes);
});

// atKey is the owner at the page with the key, in a browser that allows sites
// no more than this.
async function atKey(service, open, permissions) {
  const owner = maria(service);
  const page = await open();
  await page.context().grantPermissions(permissions);
  await owner.startByAPI(page);
  await page.goto(`${owner.home}/setup/app`);
  await owner.confirm(page);
  await owner.chooseApp(page);
  await page.getByRole('heading', { name: /to your authenticator app/ }).waitFor();
  return { owner, page };
}

async function atCodes(owner, page) {
  await page.getByRole('link', { name: 'Continue' }).click();
  await owner.giveFirstCode(page);
  await page.getByRole('heading', { name: 'Save your recovery codes' }).waitFor();
}

// copies presses Copy, which says that it did for a while.
async function copies(page) {
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('button', { name: 'Copied', exact: true }).waitFor();
  await page.locator('#status', { hasText: 'Copied to clipboard' }).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Copy', exact: true }).waitFor();
}

async function refuses(page, name) {
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  const words = 'Press Ctrl+C (⌘C) to copy';
  await page.locator('main').getByText(words).waitFor();
  await page.locator('#status', { hasText: words }).waitFor({ state: 'attached' });
  await look(page, name);
}

// byKeys copies what is selected, as the page says, and answers it. The browser
// goes on refusing the page the clipboard.
async function byKeys(page) {
  await page.keyboard.press('Control+c');
  const context = page.context();
  await context.grantPermissions(['clipboard-read']);
  const text = await clipboard(page);
  await context.clearPermissions();
  await context.grantPermissions(['notifications']);
  return text;
}

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
