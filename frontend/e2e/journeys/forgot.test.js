import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { chooses, forgets, number, texts } from './forgotten.js';
import { maria, member, settled, takenOver } from './people.js';
import { settles } from './settings.js';
import { allows, code } from './texts.js';

journey('A29 A30 A31 A32 A5 A8 A9 A19 A23 A24 A25 A26 a forgotten password: without two-step and script, by a text, by a recovery code, by an email of its own; a link used twice and one too old', async ({ service, open }) => {
  const owner = maria(service);
  const admin = await open();
  await owner.startByAPI(admin);
  await owner.enrollByAPI(admin);
  await allows(owner, admin);
  await offers(owner, admin);

  const nora = member(owner, 'Nora Berg', 'nora@northwind.example');
  const lee = member(owner, 'Lee Wong', 'lee@northwind.example');
  await owner.invite(admin, nora.email);
  await owner.invite(admin, lee.email);
  await neverOn(nora, await open({ script: false }), service);

  const page = await open();
  await lee.join(page);
  await page.waitForURL(/\/me\/security/);
  await texts(lee, page, service);
  await trusts(lee, page, service);
  await byText(lee, page, await open(), service);
  await byRecoveryCode(lee, page, service);
  await afterTurningOff(lee, page, service);
});

// offers lets everybody turn two-step on, and trust a browser.
function offers(owner, page) {
  return settles(owner, page, async () => {
    await page.getByText('Optional', { exact: true }).click();
    await page.getByRole('button', { name: '14 days' }).click();
  });
}

async function neverOn(nora, page, service) {
  await nora.join(page);
  await page.waitForURL(/\/me\/security/);
  const link = await forgets(nora, page, service, (name) => look(page, name));
  await page.goto(link);
  assert.equal(new URL(page.url()).pathname, '/t/northwind/reset');
  await look(page, 'new-password');
  await page.getByRole('textbox', { name: 'New password', exact: true }).fill('one sentence that works');
  await page.getByRole('textbox', { name: 'New password again' }).fill('another sentence entirely');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('The two passwords differ').first().waitFor();
  await look(page, 'new-password-differs');
  await chooses(nora, page, 'a third sentence that works');
  await look(page, 'password-reset');
  await nora.givePassword(page);
  await page.waitForURL(/\/me\/security/);
  await page.goto(link);
  await page.getByText('This link has expired. Links work for 60 minutes and once.').first().waitFor();
  await look(page, 'reset-expired');

  await service.advance('1m');
  const late = await forgets(nora, page, service);
  await service.advance('61m');
  await page.goto(late);
  await page.getByText('This link has expired. Links work for 60 minutes and once.').first().waitFor();
  await page.getByRole('link', { name: 'Send a new link' }).click();
  await page.getByRole('button', { name: 'Send link' }).waitFor();
}

// trusts makes the browser one that isn't asked for codes any more.
async function trusts(lee, page, service) {
  await service.advance('1m');
  await page.goto(`${lee.home}/me/security`);
  await lee.signOut(page);
  await lee.givePassword(page);
  await takenOver(page);
  await page.locator('label', { hasText: "Don't ask again" }).click();
  await page.getByLabel('Code from the message').fill(await code(service, number));
  await page.waitForURL(/\/me\/security/);
  await lee.signOut(page);
  await lee.givePassword(page);
  await page.waitForURL(/\/me\/security/);
  await lee.signOut(page);
}

// byText: the code comes by itself and for this alone; a wrong one keeps the old
// password (A24), and the sign-in after it asks for a code, trusted or not (A9).
async function byText(lee, page, other, service) {
  await service.advance('1m');
  const link = await forgets(lee, page, service);
  const sent = (await service.outbox.messages(number)).length;
  await page.goto(link);
  await page.getByRole('heading', { name: 'First, verify it\'s you' }).waitFor();
  await page.getByRole('link', { name: 'I don\'t have a code' }).waitFor();
  await page.getByRole('link', { name: 'I can\'t verify' }).waitFor();
  await look(page, 'reset-verify-text');
  await page.reload();
  const all = await service.outbox.messages(number);
  assert.equal(all.length, sent + 1, 'the code is sent once, by itself');
  assert.doesNotMatch(all.at(-1).text, /\/reset/, 'a link beside a code');
  const right = await code(service, number);

  await service.advance('31s');
  await lee.givePassword(other);
  await other.getByRole('heading', { name: 'Check your phone' }).waitFor();
  const wrong = await code(service, number); // of another purpose
  assert.notEqual(wrong, right);
  await takenOver(page);
  await page.getByLabel('Code from the message').fill(wrong);
  await page.getByText('Verification failed').first().waitFor();
  await page.getByRole('link', { name: 'I don\'t have a code' }).waitFor();
  await look(page, 'reset-verify-wrong');
  await page.goto(`${lee.home}/reset`);
  await page.getByRole('heading', { name: 'First, verify it\'s you' }).waitFor();
  await lee.givePassword(other); // the old one
  await other.getByRole('heading', { name: 'Check your phone' }).waitFor();

  await takenOver(page);
  await page.getByLabel('Code from the message').fill(right);
  await chooses(lee, page, 'a fourth sentence that works');
  await service.advance('61m');
  await lee.givePassword(page);
  await page.getByRole('heading', { name: 'Check your phone' }).waitFor();
  await takenOver(page);
  await page.getByLabel('Code from the message').fill(await code(service, number));
  await page.waitForURL(/\/me\/security/);
}

async function byRecoveryCode(lee, page, service) {
  await service.advance('1m');
  await page.goto(await forgets(lee, page, service));
  await page.getByRole('link', { name: 'I don\'t have a code' }).click();
  await page.getByRole('heading', { name: 'Enter a recovery code' }).waitFor();
  await look(page, 'reset-recovery');
  await page.getByLabel('Recovery code').fill(lee.recoveryCodes[0]);
  await page.getByRole('button', { name: 'Continue' }).click();
  await chooses(lee, page, 'a fifth sentence that works');
  const told = await service.outbox.message(lee.email, /A recovery code was used/);
  assert.match(told.text, /to choose a new password/);
  await service.advance('1m');
  await page.goto(await forgets(lee, page, service));
  await page.getByRole('link', { name: 'I don\'t have a code' }).click();
  await page.getByLabel('Recovery code').fill(lee.recoveryCodes[0]);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText(/That code was already used on/).first().waitFor();
  await look(page, 'reset-recovery-used');
}

async function afterTurningOff(lee, page, service) {
  await service.advance('25h');
  await lee.givePassword(page);
  await takenOver(page);
  await page.getByLabel('Code from the message').fill(await code(service, number));
  await page.waitForURL(/\/me\/security/);
  await settled(page);
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
  await service.advance('31s');
  const before = (await service.outbox.messages(number)).length;
  await page.getByRole('dialog').getByRole('button', { name: 'Send code' }).click();
  while ((await service.outbox.messages(number)).length === before);
  await page.getByRole('dialog').getByLabel('Code from the message').fill(await code(service, number));
  await page.getByText('2-step verification is off').first().waitFor();

  await service.advance('1m');
  await page.goto(await forgets(lee, page, service));
  await page.getByRole('heading', { name: 'First, verify it\'s you' }).waitFor();
  await page.getByText('We sent a code to l•••@n•••.example').first().waitFor();
  await look(page, 'reset-verify-mail');
  const mail = await service.outbox.message(lee.email, /^\d{6} is your/);
  assert.doesNotMatch(mail.text, /:\/\//, 'a link beside a code');
  await takenOver(page);
  await page.getByLabel('Code from the message').fill(mail.subject.slice(0, 6));
  await chooses(lee, page, 'a sixth sentence that works');
  await lee.givePassword(page);
  await page.waitForURL(/\/me\/security/);
}
