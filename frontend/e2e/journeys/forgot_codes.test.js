import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { arrived, look } from '../harness/look.js';
import { shows } from '../harness/patience.js';
import { chooses, forgets } from './forgotten.js';
import { maria, settled } from './people.js';
import { settles } from './settings.js';

journey('A26 A31 A25 A27 A20 one recovery code: no code, the page for it, a new one before going on, a new password by the last one, and then support by phone alone', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.startByAPI(page);
  await settles(owner, page, () => allowsOne(page));
  await page.goto(`${owner.home}/setup`); // the confirmation a moment ago counts
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await owner.enroll(page);
  assert.equal(owner.recoveryCodes.length, 1);
  await page.goto(`${owner.home}/me/security`);
  await owner.signOut(page);

  await signsInByIt(owner, page, service);
  await forgetsThePassword(owner, page, service);
  await hasNoneLeft(owner, await open(), service);
});

// allowsOne: a set of one code, the link to it in words of their own, and after
// it nothing but a number to call.
async function allowsOne(page) {
  await page.getByText('Optional', { exact: true }).click();
  await page.getByLabel('Recovery codes in a set').fill('1');
  const back = page.locator('#back');
  for (const other of ['Another way to verify', 'Your administrators', 'Support by email']) {
    await back.getByLabel(other, { exact: true }).uncheck();
  }
  await back.getByLabel('Who answers').fill('The Northwind desk');
  await back.getByLabel('Hours', { exact: true }).fill('Mon–Fri 9:00–17:00');
  await back.getByLabel('Support phone').fill('+44 20 7946 0018');
  await back.getByLabel('Support email').fill('desk@northwind.example');
  await back.getByLabel('Link to the recovery codes, English').fill('No code');
}

// noCode goes from the code page to the recovery code's own page.
async function noCode(page, name) {
  await page.getByRole('link', { name: 'No code' }).click();
  await page.getByRole('heading', { name: 'Enter a recovery code' }).waitFor();
  await look(page, name);
}

async function gives(owner, page) {
  await page.getByLabel('Recovery code').fill(owner.recoveryCodes[0]);
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function signsInByIt(owner, page, service) {
  await service.advance('1m');
  await owner.givePassword(page);
  await page.getByRole('link', { name: 'No code' }).waitFor();
  const sendsItself = (await arrived(page)) === 'ready';
  await page.getByLabel(/^Code from/).fill((await owner.code()) === '000000' ? '111111' : '000000');
  if (!sendsItself) await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Verification failed').first().waitFor();
  await look(page, 'no-code-wrong');
  await noCode(page, 'no-code-recovery');
  await gives(owner, page);
  await page.getByText('No codes left. Get new ones before you go on.').first().waitFor();
  await look(page, 'recovery-last');
  await shows(page.getByRole('button', { name: 'No, continue' }), 0, 'it goes on without a code');
  await page.goto(`${owner.home}/me/security`);
  await page.getByText('No codes left. Get new ones before you go on.').first().waitFor();
  const before = owner.recoveryCodes;
  await page.getByRole('button', { name: 'Get new codes' }).click();
  await owner.keepRecoveryCodes(page, undefined, 'Done');
  await page.waitForURL(/\/(admin|me\/security)/);
  assert.notDeepEqual(owner.recoveryCodes, before);
  await settled(page);
  await owner.signOut(page);
}

async function forgetsThePassword(owner, page, service) {
  await page.goto(await forgets(owner, page, service));
  await page.getByRole('heading', { name: "First, verify it's you" }).waitFor();
  await look(page, 'reset-verify-app');
  await noCode(page, 'no-code-reset');
  await gives(owner, page);
  await look(page, 'no-code-new-password');
  await chooses(owner, page, 'a second sentence that works');
}

// hasNoneLeft finds the number to call at the end of the ladder, and no form.
async function hasNoneLeft(owner, page, service) {
  await service.advance('1m');
  await owner.givePassword(page);
  await page.getByLabel(/^Code from/).waitFor();
  await page.goto(`${owner.home}/sign-in/verify/recovery`);
  await page.getByText('You have used all your recovery codes.').first().waitFor();
  await look(page, 'no-code-none');
  await page.getByRole('link', { name: 'Contact support' }).click();
  await page.getByText('Call +44 20 7946 0018').first().waitFor();
  await page.getByText('Mon–Fri 9:00–17:00').first().waitFor();
  await look(page, 'phone-only');
  await shows(page.locator('main form'), 0, 'a form beside the number');
  await shows(page.getByText('Use a recovery code'), 0, 'a way out that leads nowhere');
  assert.ok(!(await page.content()).includes('desk@northwind.example'), 'an address beside the number');
}
