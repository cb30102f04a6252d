import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { maria, settled } from './people.js';
import { allows, code } from './texts.js';

const number = '+447700900123';

journey('R8 R11 R15 R16 O21 A4 a number is verified, asked first, waited for, answered wrong five times, unlocked; a code by email', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.start(page);
  await page.goto(`${owner.home}/setup`);
  await owner.confirm(page);
  await page.getByRole('heading', { name: 'How do you want to verify?' }).waitFor();
  await look(page, 'setup-choose');
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await owner.enroll(page);
  await allows(owner, page, look);

  await page.goto(`${owner.home}/setup/text`);
  await page.getByLabel('Country').selectOption('GB');
  await page.getByLabel('Phone number').fill('020 7946 0018');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Enter a mobile number').first().waitFor();
  await look(page, 'setup-text-landline');
  await page.getByLabel('Phone number').fill('07700 900123');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Check your phone' }).waitFor();
  await look(page, 'setup-text-code');
  await page.getByLabel('Code from the message').fill(await code(service, number));
  await page.getByRole('button', { name: 'Verify code' }).click();
  await page.waitForURL(/\/setup\/done/);

  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  await look(page, 'security-two-methods');
  await page.getByRole('button', { name: /^Ask first/ }).click();
  await page.getByText('This is now asked first.').first().waitFor();
  await owner.signOut(page);

  await service.advance('2h');
  await owner.givePassword(page);
  await page.getByRole('heading', { name: 'Check your phone' }).waitFor();
  await look(page, 'verify-text');
  const first = await code(service, number);
  await page.getByRole('link', { name: 'Didn\'t get it?' }).click();
  await page.getByRole('heading', { name: 'Didn\'t get the message?' }).waitFor();
  await look(page, 'resend');
  await service.advance('31s');
  await page.reload();
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('New code sent').first().waitFor();
  await look(page, 'verify-text-again');
  assert.notEqual(await code(service, number), first);
  await page.getByLabel('Code from the message').fill(first);
  await page.waitForURL(`${owner.home}/admin`);
  await owner.signOut(page);

  await service.advance('2h');
  const other = await open({ script: false });
  await owner.givePassword(other);
  const wrong = (await code(service, number)) === '000000' ? '111111' : '000000';
  for (let n = 0; n < 4; n++) await enter(other, wrong);
  await other.getByText('Verification failed').first().waitFor();
  await look(other, 'verify-text-wrong');
  await enter(other, wrong);
  await other.getByRole('heading', { name: 'Too many wrong codes' }).waitFor();
  await service.advance('31m');

  await owner.givePassword(page);
  await page.getByRole('link', { name: 'Try another way' }).click();
  await look(page, 'methods-all');
  await page.getByRole('button', { name: /^Authenticator app/ }).or(page.getByRole('link', { name: /^Authenticator app/ })).click();
  await page.getByLabel(/^Code from/).fill(await owner.code());
  await page.waitForURL(`${owner.home}/admin`);

  await service.advance('30s'); // a code works once
  await page.goto(`${owner.home}/setup/email`);
  await look(page, 'confirm-many-ways');
  await page.getByLabel(/^Code from/).fill(await owner.code());
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Check your email' }).waitFor();
  const mailed = await service.outbox.message(owner.email, /^\d{6} is your/);
  assert.doesNotMatch(mailed.text, /:\/\//, 'a link beside a code');
  await page.getByLabel('Code from the message').fill(mailed.subject.slice(0, 6));
  await page.getByRole('button', { name: 'Verify code' }).click();
  await page.waitForURL(/\/setup\/done/);
});

async function enter(page, value) {
  await page.getByLabel('Code from the message').fill(value);
  await page.getByRole('button', { name: 'Continue' }).click();
}
