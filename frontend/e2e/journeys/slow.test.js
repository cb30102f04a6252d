import assert from 'node:assert/strict';
import { Composition } from '../harness/ime.js';
import { journey } from '../harness/journey.js';
import { arrived } from '../harness/look.js';
import { slow } from '../harness/network.js';
import { focuses } from '../harness/patience.js';
import { maria } from './people.js';

const field = (page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    return { name: e.name, value: e.value };
  });

journey('typing over a slow line while WebAssembly arrives loses nothing: text, caret, focus and undo stay', async ({ service, open }) => {
  const owner = maria(service);
  await owner.startByAPI(await open());
  const page = await open();
  await slow(page);
  await page.goto(`${owner.home}/sign-in`, { waitUntil: 'domcontentloaded' });
  assert.equal(await page.evaluate(() => document.documentElement.dataset.app), 'loading', 'the page was taken over before anybody could type');
  await focuses(page, 'username'); // which comes with the first picture, before which nobody types
  await page.keyboard.type(owner.email, { delay: 30 });
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  const caret = await page.evaluate(() => document.activeElement.type);
  assert.equal(caret, 'email');
  assert.equal(await arrived(page), 'left', 'a page somebody types into was taken over');
  assert.deepEqual(await field(page), { name: 'username', value: owner.email });
  await page.keyboard.type('X');
  const at = owner.email.length - 2;
  assert.equal((await field(page)).value, `${owner.email.slice(0, at)}X${owner.email.slice(at)}`, 'the caret moved');
  await page.keyboard.press('Control+z');
  assert.equal((await field(page)).value, owner.email, 'undo was lost');
  await undone(page, owner.email);
  await page.keyboard.press('Tab');
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${owner.home}/admin`, { timeout: 60_000 });
});

// undone takes back what was typed before the arrival, and brings it again.
async function undone(page, typed) {
  await page.keyboard.press('Control+z');
  assert.equal((await field(page)).value, '', 'what was typed before the arrival is not undone');
  await page.keyboard.press('Control+Shift+Z');
  assert.equal((await field(page)).value, typed, 'what was undone does not come again');
}

journey('an open composition survives the arrival of WebAssembly', async ({ service, open }) => {
  const owner = maria(service);
  await owner.startByAPI(await open());
  const page = await open();
  await slow(page);
  await page.goto(`${owner.home}/sign-in`, { waitUntil: 'domcontentloaded' });
  await focuses(page, 'username');
  const composition = await Composition.open(page, 'まりあ');
  assert.equal(await arrived(page), 'left', 'a page with an open composition was taken over');
  await composition.commit('maria');
  assert.deepEqual(await field(page), { name: 'username', value: 'maria' });
});

journey('a link that is being pressed when WebAssembly arrives is followed', async ({ service, open }) => {
  const owner = maria(service);
  await owner.startByAPI(await open());
  const page = await open();
  await slow(page);
  await page.goto(`${owner.home}/sign-in`, { waitUntil: 'domcontentloaded' });
  await page.getByRole('link', { name: 'Forgot your password?' }).hover();
  await page.mouse.down();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.app), 'loading', 'the page was taken over before the link was pressed');
  assert.equal(await arrived(page), 'left', 'a page with a link under way was taken over');
  await page.mouse.up();
  await page.waitForURL(`${owner.home}/forgot`);
});

journey('an address that was selected when WebAssembly arrives is replaced by what is typed then', async ({ service, open }) => {
  const owner = maria(service);
  await owner.startByAPI(await open());
  const page = await open();
  await slow(page);
  await page.goto(`${owner.home}/sign-in`, { waitUntil: 'domcontentloaded' });
  await page.getByLabel('Email').fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill('not her password');
  await page.keyboard.press('Enter');
  await page.getByText('Email or password is not correct.').first().waitFor();
  await page.getByLabel('Email').selectText();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.app), 'loading', 'the page was taken over before anything was selected');
  assert.equal(await arrived(page), 'ready');
  assert.deepEqual(await field(page), { name: 'username', value: owner.email });
  await page.keyboard.type('lee@northwind.example');
  assert.deepEqual(await field(page), { name: 'username', value: 'lee@northwind.example' });
});

journey('an untouched page is taken over with its focus', async ({ service, open }) => {
  const owner = maria(service);
  await owner.startByAPI(await open());
  const page = await open();
  await page.goto(`${owner.home}/sign-in`);
  assert.equal(await arrived(page), 'ready');
  assert.equal((await field(page)).name, 'username');
});
