import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { arrived } from '../harness/look.js';
import { painted, shifted, through, watchShifts, weight } from '../harness/paint.js';
import { maria } from './people.js';

const mostBytes = 40_000;
const mostRequests = 3;

// needed is what a browser waits for before it paints: everything else is held
// back, scripts, pictures and WebAssembly.
const needed = (request) => ['document', 'stylesheet'].includes(request.resourceType());

journey('the sign-in form can be used at first paint: with nothing there but the page and its style, within 40 kB and 3 requests', async ({ service, open }) => {
  const owner = maria(service);
  await owner.startByAPI(await open());
  const page = await open();
  const { passed, release } = await through(page, needed);
  await page.goto(`${owner.home}/sign-in`, { waitUntil: 'commit' });
  await painted(page);
  assert.ok(passed.length <= mostRequests, `it takes ${passed.length} requests: ${passed.map((one) => one.url()).join(', ')}`);
  assert.ok((await weight(passed)) <= mostBytes, `it takes ${await weight(passed)} bytes`);

  assert.equal(await page.evaluate(() => document.documentElement.dataset.app), undefined, 'a script ran that was held back');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'username');
  await page.keyboard.type(owner.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(owner.password);
  const typed = await page.evaluate(() => Object.fromEntries(new FormData(document.activeElement.form)));
  assert.deepEqual([typed.username, typed.password], [owner.email, owner.password]);
  assert.equal(await page.getByRole('button', { name: 'Sign in', exact: true }).isEnabled(), true);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${owner.home}/admin`, { waitUntil: 'commit' });
  release();
});

journey('nothing that the sign-in page shows moves when the rest comes and WebAssembly takes it over', async ({ service, open }) => {
  const owner = maria(service);
  await owner.startByAPI(await open());
  for (const width of [1280, 320]) {
    const page = await open({ width });
    await watchShifts(page);
    const { release } = await through(page, needed);
    await page.goto(`${owner.home}/sign-in`, { waitUntil: 'commit' });
    await painted(page);
    assert.equal(await shifted(page), 0, `it moves at ${width} px before anything else came`);
    release();
    await page.waitForLoadState();
    assert.equal(await arrived(page), 'ready');
    assert.equal(await shifted(page), 0, `it moves at ${width} px when the rest comes`);
  }
});
