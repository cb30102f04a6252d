// A forgotten password, as journeys go through it. see is called at each screen
// with its name.
import assert from 'node:assert/strict';
import { arrived } from '../harness/look.js';
import { code } from './texts.js';

export const number = '+447700900123';
const subject = /^Reset your Northwind password/;

// forgets asks for a link from the sign-in page on and answers its address.
export async function forgets(who, page, service, see = async () => {}) {
  await page.goto(`${who.home}/sign-in`);
  await arrived(page);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
  await see('forgot');
  const before = (await service.outbox.messages(who.email)).filter((m) => subject.test(m.subject)).length;
  await page.getByLabel('Email').fill(who.email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await page.getByText(`If ${who.email} has an account`).first().waitFor();
  await see('forgot-sent');
  return newest(who, service, before);
}

// newest waits for one more link than there were.
async function newest(who, service, before) {
  for (;;) {
    const all = (await service.outbox.messages(who.email)).filter((m) => subject.test(m.subject));
    if (all.length > before) {
      assert.doesNotMatch(all.at(-1).text, /\b\d{6}\b/, 'a code beside a link');
      return all.at(-1).text.match(/https?:\/\/\S+/)[0];
    }
  }
}

// chooses gives the new password twice, after which it is the person's.
export async function chooses(who, page, password) {
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  await page.getByRole('textbox', { name: 'New password', exact: true }).fill(password);
  await page.getByRole('textbox', { name: 'New password again' }).fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Your password is changed. Sign in with it.').first().waitFor();
  who.password = password;
}

// texts verifies a number as the one way to verify.
export async function texts(who, page, service) {
  await page.goto(`${who.home}/setup`);
  await who.confirm(page);
  await page.getByRole('button', { name: /^Text message/ }).click();
  await page.getByLabel('Country').selectOption('GB');
  await page.getByLabel('Phone number').fill('07700 900123');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Code from the message').fill(await code(service, number));
  await page.getByRole('button', { name: 'Verify code' }).click();
  await who.keepRecoveryCodes(page);
  await page.waitForURL(/\/setup\/done/);
}
