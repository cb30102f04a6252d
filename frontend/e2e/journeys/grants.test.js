import assert from 'node:assert/strict';
import { give } from '../harness/desk.js';
import { journey } from '../harness/journey.js';
import { arrived, look } from '../harness/look.js';
import { shows } from '../harness/patience.js';
import { maria, settled } from './people.js';
import { allows, code } from './texts.js';

const number = '+447700900123';

journey('O18 O19 O20 O22 S22 a text message stands in for a lost phone, and the phone is replaced', async ({ service, open }) => {
  const owner = await withNumber(service, await open());
  await service.advance('25h');
  await give(service, owner, 'text');
  const other = await open();
  await owner.givePassword(other);
  await other.getByText('Open until').first().waitFor();
  await look(other, 'verify-granted');
  await other.getByRole('link', { name: 'Use a text message instead' }).click();
  await other.waitForURL(/[?&]way=/);
  await other.getByText('23').first().waitFor();
  await look(other, 'granted-will');
  assert.ok(!(await other.content()).includes('900123'), 'the number stands there whole');
  await other.getByRole('button', { name: 'Send code' }).click();
  await other.getByLabel('Code from the message').waitFor();
  await look(other, 'granted-code');
  const sendsItself = (await arrived(other)) === 'ready';
  await other.getByLabel('Code from the message').fill(await code(service, number));
  if (!sendsItself) await other.getByRole('button', { name: 'Continue' }).click();
  await other.getByRole('heading', { name: 'Replace your device' }).waitFor();
  await look(other, 'gate-lost');
  await other.goto(`${owner.home}/me/security`);
  await other.getByRole('heading', { name: 'Replace your device' }).waitFor();
});

journey('O23 O19 S22 the text message one minute before its 48 hours are over, and one second after', async ({ service, open }) => {
  const owner = await withNumber(service, await open());
  const page = await open();
  const link = page.getByRole('link', { name: 'Use a text message instead' });
  await owner.givePassword(page);
  await page.getByLabel(/^Code from/).waitFor();
  await shows(link, 0, 'open before it was given');

  await service.advance('25h');
  await give(service, owner, 'text');
  await service.advance('47h59m');
  await owner.givePassword(page);
  await link.click();
  await page.getByRole('button', { name: 'Send code' }).waitFor();
  const sent = (await service.outbox.messages(number)).length;
  await service.advance('61s');
  await page.getByRole('button', { name: 'Send code' }).click();
  await page.getByText('This is no longer open.').first().waitFor();
  await look(page, 'granted-over');
  assert.equal((await service.outbox.messages(number)).length, sent, 'a code was sent after 48 hours');
  await owner.givePassword(page);
  await page.getByLabel(/^Code from/).waitFor();
  await shows(link, 0, 'open after 48 hours');
  await page.goto(`${owner.home}/sign-in/verify?way=granted_text`);
  await page.getByLabel(/^Code from your/).waitFor();
  await shows(page.getByText('Open until'), 0);
});

// withNumber is the owner with an app, and a number that was verified too.
async function withNumber(service, page) {
  const owner = maria(service);
  await owner.startByAPI(page);
  await owner.enrollByAPI(page);
  await service.advance('30s');
  await allows(owner, page);
  await page.goto(`${owner.home}/setup/text`);
  await page.getByLabel('Country').selectOption('GB');
  await page.getByLabel('Phone number').fill('07700 900123');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Code from the message').fill(await code(service, number));
  await page.getByRole('button', { name: 'Verify code' }).click();
  await page.waitForURL(/\/setup\/done/);
  return owner;
}

journey('A28 F28 what support gave stands on My security, and its mail leads to a new password and the set-up', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.startByAPI(page);
  await owner.enrollByAPI(page);
  const link = await give(service, owner, 'unlock_mail');
  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  await page.locator('#grants').getByText('Given by Sue Support, support').first().waitFor();
  await look(page, 'security-grants');

  const other = await open();
  await other.goto(link);
  await other.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  await look(other, 'unlock');
  await other.getByLabel('New password', { exact: true }).fill('a new sentence to remember');
  await other.getByLabel('New password again').fill('another sentence');
  await other.getByRole('button', { name: 'Continue' }).click();
  await other.getByText('The two passwords differ').first().waitFor();
  owner.password = 'a new sentence to remember';
  await other.getByLabel('New password', { exact: true }).fill(owner.password);
  await other.getByLabel('New password again').fill(owner.password);
  await other.getByRole('button', { name: 'Continue' }).click();
  await other.getByRole('heading', { name: 'Replace your device' }).waitFor();
  await other.getByRole('link', { name: 'Set up now' }).click();
  await service.advance('30s');
  await other.goto(`${owner.home}/setup/app`);
  await owner.setUpApp(other);
  await owner.keepRecoveryCodes(other);
  await other.getByRole('heading', { name: 'Your new way to verify is set up' }).waitFor();
  await service.outbox.message(owner.email, /password was changed/);

  const late = await open({ script: false });
  await late.goto(link);
  await late.getByRole('heading', { name: 'This link was already used' }).waitFor();
  await look(late, 'unlock-used');
});
