import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { maria, settled } from './people.js';

// codeSent answers the code in the newest message of its kind to an address.
async function codeSent(service, to) {
  const { subject, text } = await service.outbox.message(to, /is your Northwind code/);
  const [code] = subject.match(/\d{6}/);
  assert.ok(text.includes(`\n${code}\n`), 'the code stands on a line of its own');
  assert.ok(!/https?:|www\./.test(text), 'no link beside a code');
  return code;
}

journey('F39 the address is changed by a code to the new one, and changed back from the old one', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.start(page);
  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  await page.getByRole('button', { name: 'Change the address' }).click();
  const field = page.getByLabel('New email address');
  await field.fill('maria');
  await page.getByRole('button', { name: 'Send code' }).click();
  await page.getByText('Enter an email address in the correct format').waitFor();
  await field.fill('maria@elsewhere.example');
  await page.getByRole('button', { name: 'Send code' }).click();
  await owner.confirmInPlace(page);
  await page.getByText('Waiting for you to confirm maria@elsewhere.example.').waitFor();
  await settled(page);
  await look(page, 'contact-waiting');

  const right = await codeSent(service, 'maria@elsewhere.example');
  const code = page.getByLabel('Code from the message');
  await code.fill(right === '000000' ? '111111' : '000000');
  await page.getByRole('button', { name: 'Change the address' }).click();
  await page.getByText('That code is not correct').first().waitFor();
  await code.fill(right);
  await page.getByRole('button', { name: 'Change the address' }).click();
  await owner.confirmInPlace(page);
  await page.locator('#contact').getByText('maria@elsewhere.example').waitFor();

  await service.outbox.message('maria@elsewhere.example', /email address was changed/);
  const link = await service.outbox.link(owner.email, /email address was changed/);
  const other = await open({ script: false });
  await other.goto(link);
  await other.getByRole('heading', { name: "Wasn't this you?" }).waitFor();
  await look(other, 'objection');
  await other.getByRole('button', { name: "This wasn't me" }).click();
  await other.getByRole('heading', { name: 'We stopped it' }).waitFor();
  await look(other, 'objection-done');
  await other.goto(link);
  await other.getByText('already used').first().waitFor();

  await page.goto(`${owner.home}/sign-in?next=${encodeURIComponent(`/t/${owner.short}/me/security`)}`);
  await page.getByLabel('Email').fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${owner.home}/me/security`);
  await page.getByText('Choose a new password').first().waitFor();
  await settled(page);
  await look(page, 'account-objected');
});
