import { once } from 'node:events';
import { createServer } from 'node:http';
import { after } from 'node:test';
import { Authenticator } from '../harness/authenticator.js';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { shows } from '../harness/patience.js';
import { maria, settled, takenOver } from './people.js';
import { allows, code } from './texts.js';

// A provider of text messages that refuses some numbers for good.
const refused = new Set();
const provider = createServer(async (request, answer) => {
  let body = '';
  for await (const part of request) body += part;
  const gone = refused.has(new URLSearchParams(body).get('To'));
  answer.writeHead(gone ? 400 : 201, { 'Content-Type': 'application/json' });
  answer.end(JSON.stringify(gone
    ? { code: 21211, message: 'not a valid number', more_info: '', status: 400 }
    : { sid: `SM${'0'.repeat(32)}`, status: 'queued', num_segments: '1', error_code: null }));
}).listen(0, '127.0.0.1');
await once(provider, 'listening');
after(() => provider.close());

const env = {
  TWOFOLD_SMS_ACCOUNT: `AC${'0'.repeat(32)}`,
  TWOFOLD_SMS_TOKEN: 'token',
  TWOFOLD_SMS_FROM: '+15005550006',
  TWOFOLD_SMS_ADDRESS: `http://127.0.0.1:${provider.address().port}`,
};
const dead = '+447700900199';
const alive = '+447700900123';
const undelivered = 'We couldn\'t deliver the text message. Try another way, or try again in a few minutes.';

journey('R12 R15 a wallet kept healthy: a backup offered, a number that can\'t be texted told, what to do next, the check-up after a year', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.startByAPI(page);
  await chooses(owner, page);
  await owner.enroll(page);
  await page.getByRole('heading', { name: 'Add a backup way (recommended)' }).waitFor();
  await look(page, 'done-backup');

  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  await page.getByText('Good: authenticator app').first().waitFor();
  await page.getByRole('link', { name: 'Add a backup way to verify' }).waitFor();
  await look(page, 'security-to-do');
  await allows(owner, page);
  await addsNumber(owner, page, service);
  await signsInByText(owner, page, service);
  await checksUp(owner, page, service);
}, { env });

// chooses a method, with a device that keeps passkeys and one that doesn't.
async function chooses(owner, page) {
  await page.goto(`${owner.home}/setup`);
  await owner.confirm(page);
  await page.getByRole('heading', { name: 'How do you want to verify?' }).waitFor();
  await takenOver(page);
  await shows(page.getByText('Recommended'), 0, 'nothing here keeps passkeys');
  const device = await Authenticator.plugIn(page);
  await page.reload();
  await page.getByText('Recommended').first().waitFor();
  await look(page, 'setup-recommended');
  await device.unplug();
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
}

// addsNumber learns on the page that a number can't be texted, and takes
// another.
async function addsNumber(owner, page, service) {
  refused.add(dead);
  await page.goto(`${owner.home}/setup/text`);
  await page.getByLabel('Country').selectOption('GB');
  await page.getByLabel('Phone number').fill(dead);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText(undelivered).first().waitFor(); // without a reload
  await look(page, 'setup-text-lost');
  await page.getByRole('link', { name: 'Change number' }).click();
  await page.getByLabel('Phone number').fill(alive);
  await service.advance('31s');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Code from the message').fill(await code(service, alive));
  await page.getByRole('button', { name: 'Verify code' }).click();
  await page.waitForURL(/\/setup\/done/);
  await shows(page.getByText('Add a backup way'), 0);
  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  await page.getByText('Good: authenticator app and text message').first().waitFor();
  await shows(page.getByText('What to do next'), 0, 'all is well');
}

// signsInByText asks for a text message that the provider refuses meanwhile.
async function signsInByText(owner, page, service) {
  await owner.signOut(page);
  refused.add(alive);
  await service.advance('2h');
  await owner.givePassword(page);
  await page.getByRole('link', { name: 'Try another way' }).click();
  await page.getByRole('button', { name: /^Text message/ }).click();
  await page.getByText(undelivered).first().waitFor();
  await look(page, 'verify-text-lost');
  await page.getByRole('link', { name: 'Didn\'t get it?' }).click();
  await page.getByText(undelivered).first().waitFor();
  await look(page, 'resend-lost');
}

// checksUp is asked a year later whether the app works.
async function checksUp(owner, page, service) {
  await service.advance('8784h');
  await owner.givePassword(page);
  await owner.pasteCode(page);
  await page.waitForURL(`${owner.home}/admin`);
  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  await page.getByRole('heading', { name: /^Quick check/ }).waitFor();
  await look(page, 'check-up');
  const field = page.getByLabel(/^Code from/);
  await service.advance('30s');
  const right = await owner.code();
  await field.fill(right === '000000' ? '111111' : '000000');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText('That code is not correct.').first().waitFor();
  await look(page, 'check-up-wrong');
  await page.getByRole('button', { name: 'It doesn\'t' }).click();
  await page.getByRole('dialog', { name: 'Set up your authenticator app again?' }).waitFor();
  await page.keyboard.press('Escape');
  await field.fill(await owner.code());
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText('Thank you. Your authenticator app works.').first().waitFor();
  await page.getByText('Quick check').first().waitFor({ state: 'detached' });
}
