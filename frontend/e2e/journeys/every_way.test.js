import assert from 'node:assert/strict';
import { lookEveryWay } from '../harness/every_way.js';
import { journey } from '../harness/journey.js';
import { picture } from '../harness/look.js';
import { maria, member, settled } from './people.js';
import { settles } from './settings.js';

journey('O14 the whole set-up from right to left, in forced colors, with more contrast and with long words; recovery codes on one sheet', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  const seen = [];
  const see = (at) => async (name) => {
    seen.push(name);
    await lookEveryWay(at, `every-way-${name}`);
    if (name === 'recovery-codes') await prints(at);
  };
  await owner.start(page);
  await page.goto(`${owner.home}/setup`);
  await owner.confirm(page, see(page));
  await page.getByRole('heading', { name: 'How do you want to verify?' }).waitFor();
  await see(page)('setup-choose');
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await owner.enroll(page, see(page));
  assert.deepEqual(seen, ['confirm', 'setup-choose', 'choose-app', 'scan', 'code', 'recovery-codes', 'done']);
  for (const [path, words] of [['/me/security', '2-step verification is on'], ['/admin/policy', 'Required']]) {
    await page.goto(`${owner.home}${path}`);
    await page.getByText(words).first().waitFor();
    await settled(page);
    await lookEveryWay(page, `every-way${path.replaceAll('/', '-')}`);
  }

  const other = await open();
  await owner.givePassword(other, see(other));
  await other.getByRole('heading', { name: 'Enter the code from your app' }).waitFor();
  await see(other)('second-step');

  await service.advance('30s');
  await settles(owner, page, () => page.getByText('Required', { exact: true }).click());
  const lee = member(owner, 'Lee Wong', 'lee@northwind.example');
  await owner.invite(page, lee.email);
  const stopped = await open();
  await lee.join(stopped, see(stopped));
  await stopped.getByRole('link', { name: 'Set up now' }).waitFor();
  await see(stopped)('gate');
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
