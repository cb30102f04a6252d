import assert from 'node:assert/strict';
import { lookEveryWay } from '../harness/every_way.js';
import { journey } from '../harness/journey.js';
import { picture } from '../harness/look.js';
import { maria, settled } from './people.js';

journey('O14 from right to left, in forced colors, with more contrast and with long words; recovery codes on one sheet', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.start(page);
  await page.goto(`${owner.home}/setup/app`);
  await owner.confirm(page);
  const seen = [];
  await owner.enroll(page, async (name) => {
    if (name !== 'scan' && name !== 'recovery-codes') return;
    seen.push(name);
    await lookEveryWay(page, `every-way-${name}`);
    await page.reload();
    if (name === 'recovery-codes') await prints(page);
  });
  assert.deepEqual(seen, ['scan', 'recovery-codes']);
  for (const [path, words] of [['/me/security', '2-step verification is on'], ['/admin/policy', 'Required']]) {
    await page.goto(`${owner.home}${path}`);
    await page.getByText(words).first().waitFor();
    await settled(page);
    await lookEveryWay(page, `every-way${path.replaceAll('/', '-')}`);
  }

  const other = await open();
  await owner.givePassword(other, async (name) => {
    await lookEveryWay(other, `every-way-${name}`);
    await other.reload();
  });
  await other.getByRole('heading', { name: 'Enter the code from your app' }).waitFor();
  await lookEveryWay(other, 'every-way-second-step');
});

// prints looks at the codes as paper, from a dark screen: one page, black on
// white, nothing else on it.
async function prints(page) {
  await settled(page);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const text = await page.evaluate(() => document.body.innerText);
  assert.match(text, /Northwind/);
  assert.match(text, /m•••@northwind\.example/);
  assert.match(text, /Keep this page where you keep your passport/);
  assert.doesNotMatch(text, /Download|Turn on|Help|outbox/);
  const colors = await page.locator('#codes code').first().evaluate((code) => {
    const behind = [];
    for (let e = code; e; e = e.parentElement) behind.push(getComputedStyle(e).backgroundColor);
    return [getComputedStyle(code).color, behind.find((color) => color !== 'rgba(0, 0, 0, 0)')];
  });
  assert.deepEqual(colors, ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  await picture(page, 'recovery-codes-paper');
  for (const format of ['A4', 'Letter']) {
    const pdf = (await page.pdf({ format })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1, `more than one page of ${format}`);
  }
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
}
