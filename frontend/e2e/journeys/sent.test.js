import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { maria, member, settled, takenOver } from './people.js';
import { settles } from './settings.js';
import { allows, code } from './texts.js';

const number = '+447700900123';

journey('R8 R11 R15 R16 O21 A4 O6 O7 a number is verified, asked first, waited for, answered wrong five times, unlocked; a code by email; a number asked for in the set-up', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.startByAPI(page);
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
  await takenOver(page);
  await page.getByLabel('Code from the message').fill(first);
  await page.waitForURL(`${owner.home}/admin`);
  await waitsLong(owner, page, service);
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
  await takenOver(page);
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
  await asksForNumber(owner, page, service);
  await backsUp(owner, page, await open(), service);
});

// waitsLong signs in where messages may take a quarter of an hour: the page says
// so, counts down, and sends the next one then.
async function waitsLong(owner, page, service) {
  await settles(owner, page, async (policy) => {
    await policy.getByLabel('Minutes a code can be used').fill('15');
    await policy.getByLabel('Seconds before “Send again”').fill('900');
  });
  await owner.signOut(page);
  await service.advance('2h');
  await owner.givePassword(page);
  await page.getByRole('heading', { name: 'Check your phone' }).waitFor();
  await page.getByText(/We sent a code to the number ending 23 at/).first().waitFor();
  await page.getByRole('button', { name: /^Send again in 14:\d\d$/ }).waitFor();
  await look(page, 'verify-text-slow');
  const first = await code(service, number);
  await page.getByRole('link', { name: 'Didn\'t get it?' }).click();
  await page.getByText('Wait up to 15 minutes.').first().waitFor();
  await page.getByRole('button', { name: /^Send again in 14:\d\d$/ }).waitFor();
  await look(page, 'resend-slow');
  await service.advance('15m');
  await page.reload();
  await page.getByRole('button', { name: 'Send again', exact: true }).click();
  await page.getByText('New code sent').first().waitFor();
  await takenOver(page);
  await page.getByLabel('Code from the message').fill(first);
  await page.getByText('That code has expired. Enter the newest one, or ask for another when you can.').first().waitFor();
  await takenOver(page);
  const [sent] = (await service.outbox.messages(number)).slice(-1);
  await page.getByLabel('Code from the message').fill(sent.code);
  await page.waitForURL(`${owner.home}/admin`);
}

// asksForNumber lets the set-up ask for a mobile number, as an administrator does.
async function asksForNumber(owner, page, service) {
  await page.goto(`${owner.home}/admin/policy`);
  await settled(page);
  await page.getByText('Required', { exact: true }).click();
  await page.getByText('A mobile number', { exact: true }).click();
  await page.getByRole('button', { name: 'Review changes' }).waitFor();
  await look(page, 'policy-backup');
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await service.advance('30s');
  await owner.confirmIfAsked(page, page.getByText(/Version 4/).first());
}

// backsUp is the set-up of somebody invited, with a number after the app.
async function backsUp(owner, admin, page, service) {
  const lee = member(owner, 'Lee Wong', 'lee@northwind.example');
  const mobile = '+447700900456';
  await owner.invite(admin, lee.email);
  await lee.join(page);
  await page.getByRole('link', { name: 'Set up now' }).click();
  await page.getByText('Step 1 of 5').first().waitFor();
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await lee.setUpApp(page);
  await page.getByRole('heading', { name: 'Verify your mobile number' }).waitFor();
  await page.getByText('Step 4 of 5').first().waitFor();
  await look(page, 'setup-backup');
  await page.getByLabel('Country').selectOption('GB');
  await page.getByLabel('Phone number').fill('07700 900456');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Check your phone' }).waitFor();
  await page.reload();
  await look(page, 'setup-backup-code');
  await page.goto(`${lee.home}/setup/codes`);
  await page.waitForURL(/\/setup\/text/); // not before the number
  await page.getByLabel('Code from the message').fill(await code(service, mobile));
  await page.getByRole('button', { name: 'Verify code' }).click();
  await page.getByText('Step 5 of 5').first().waitFor();
  await lee.keepRecoveryCodes(page);
  await page.getByRole('heading', { name: '2-step verification is on' }).waitFor();
  await page.getByRole('link', { name: /Continue/ }).click();
  await settled(page);
  await look(page, 'security-backed-up');
}

async function enter(page, value) {
  await page.getByLabel('Code from the message').fill(value);
  await page.getByRole('button', { name: 'Continue' }).click();
}

journey('M6 F41 a number entered with an invitation lets in by its first code, and is verified by it', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.startByAPI(page);
  await owner.enrollByAPI(page);

  await page.goto(`${owner.home}/admin/policy`);
  await settled(page);
  await page.getByText('Required', { exact: true }).click();
  await page.getByText('Text message', { exact: true }).click();
  await page.getByText('A number on the profile needs no set-up').click();
  await look(page, 'policy-profile-numbers');
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Allow text messages all the same').click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText(/Version 2/).first().waitFor();

  const lee = { email: 'lee@northwind.example', password: owner.password };
  await page.goto(`${owner.home}/admin/invite`);
  await settled(page);
  await page.getByLabel('Email addresses').fill(lee.email);
  await page.getByLabel('Mobile number (optional)').fill('12');
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await page.getByText('Enter a phone number with its country').first().waitFor();
  await look(page, 'invite-number-wrong');
  await page.getByLabel('Mobile number (optional)').fill(number);
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await page.getByText('Invited', { exact: true }).first().waitFor();

  const other = await open({ script: false });
  await other.goto(await service.outbox.link(lee.email, /invited you/));
  await other.getByLabel('Your name').fill('Lee Wong');
  await other.getByRole('textbox', { name: 'Password' }).fill(lee.password);
  await other.getByRole('button', { name: /^Join/ }).click();
  await other.getByRole('heading', { name: 'Check your phone' }).waitFor();
  await enter(other, await code(service, number));
  await other.getByRole('heading', { name: 'Save your recovery codes' }).waitFor();
  await look(other, 'first-codes');
  await other.getByRole('button', { name: 'Get recovery codes' }).click();
  await other.locator('label', { hasText: 'saved these codes' }).click();
  await other.getByRole('button', { name: 'Done' }).click();

  await page.goto(`${owner.home}/admin/people`);
  await settled(page);
  await page.getByRole('link', { name: 'Lee Wong', exact: true }).click();
  await page.getByText('2-step verification is on.').first().waitFor();
  await page.getByRole('link', { name: 'Profile' }).click();
  await page.getByText('Ends in 23').first().waitFor();
  await look(page, 'person-number');
});
