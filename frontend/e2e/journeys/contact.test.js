import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { shows } from '../harness/patience.js';
import { savesPolicy } from './api.js';
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
  await owner.startByAPI(page);
  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  await page.getByRole('button', { name: 'Change the address' }).click();
  const field = page.getByLabel('New email address');
  await field.fill('maria');
  await page.getByRole('button', { name: 'Send code' }).click();
  await page.getByText('Enter an email address in the correct format').first().waitFor();
  await field.fill('maria@elsewhere.example');
  await page.getByRole('button', { name: 'Send code' }).click();
  await owner.confirmInPlace(page);
  await page.getByText('Waiting for you to confirm maria@elsewhere.example.').first().waitFor();
  await settled(page);
  await look(page, 'contact-waiting');

  const right = await codeSent(service, 'maria@elsewhere.example');
  const code = page.getByLabel('Code from the message');
  await code.fill(right === '000000' ? '111111' : '000000');
  await page.getByRole('button', { name: 'Change the address' }).click();
  await page.getByText('That code is not correct').first().waitFor();
  await code.fill(right);
  await page.getByRole('button', { name: 'Change the address' }).click();
  await page.locator('#contact').getByText('maria@elsewhere.example').first().waitFor();

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

// verify gives the wizard a number and the code that goes to it.
async function verify(service, page, number, to) {
  await page.getByLabel('Country').selectOption('GB');
  await page.getByLabel('Phone number').fill(number);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Check your phone' }).waitFor();
  const { text } = await service.outbox.message(to, /./);
  await page.getByLabel('Code from the message').fill(text.match(/\d{6}/)[0]);
  await page.getByRole('button', { name: 'Verify code' }).click();
  await page.waitForURL(/\/setup\/done/);
}

journey('F39 R4 a number is changed in its place, and changed back by the notice', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.startByAPI(page);
  await owner.enrollByAPI(page);
  await savesPolicy(owner, page, (was) => ({ ...was, methods: [...was.methods, 'text'] }));
  await page.goto(`${owner.home}/setup/text`);
  await verify(service, page, '07700 900123', '+447700900123');

  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  const method = page.locator('#methods li', { hasText: '•••' });
  await method.filter({ hasText: '•••23' }).waitFor();
  await method.getByRole('link', { name: /^Replace/ }).click();
  await page.getByRole('button', { name: /^Text message/ }).or(page.getByLabel('Country')).first().waitFor();
  if (!(await page.getByLabel('Country').count())) await page.getByRole('button', { name: /^Text message/ }).click();
  await verify(service, page, '07700 900456', '+447700900456');
  await page.goto(`${owner.home}/me/security`);
  await method.filter({ hasText: '•••56' }).waitFor();
  await shows(method, 1);

  const told = await service.outbox.message(owner.email, /number for text messages was changed/);
  assert.match(told.text, /old one ended 23, the new one ends 56/);
  const other = await open({ script: false });
  await other.goto(await service.outbox.link(owner.email, /number for text messages was changed/));
  await other.getByText('your number for text messages was changed').first().waitFor();
  await other.getByRole('button', { name: "This wasn't me" }).click();
  await other.getByText('the change is undone').first().waitFor();

  await page.goto(`${owner.home}/me/security`);
  await page.waitForURL(/\/sign-in/);
  await service.advance('31s');
  await owner.givePassword(page);
  await owner.pasteCode(page);
  await page.waitForURL(`${owner.home}/admin`);
  await page.goto(`${owner.home}/me/security`);
  await method.filter({ hasText: '•••23' }).waitFor();
});

journey("F10 F39 a number on one's own profile waits for the code that goes to it", async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.startByAPI(page);
  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  const section = page.locator('#number');
  await section.getByRole('button', { name: 'Add a number' }).click();
  await section.getByLabel('Mobile number').fill('+44 20 7946 0018');
  await section.getByRole('button', { name: 'Save the number' }).click();
  await section.getByText('Enter a mobile number').first().waitFor();
  await section.getByLabel('Mobile number').fill('+44 7700 900123');
  await section.getByRole('button', { name: 'Save the number' }).click();
  await owner.confirmInPlace(page);
  await section.getByText('Waiting for you to confirm the number ending 23.').first().waitFor();
  await section.getByText('None').first().waitFor();
  await settled(page);
  await look(page, 'number-waiting');
  await section.getByRole('button', { name: 'Cancel the change' }).click();
  await section.getByRole('button', { name: 'Add a number' }).click();
  await section.getByLabel('Mobile number').fill('+44 7700 900456');
  await section.getByRole('button', { name: 'Save the number' }).click();
  await section.getByText('Waiting for you to confirm the number ending 56.').first().waitFor();

  const { text } = await service.outbox.message('+447700900456', /./);
  const [right] = text.match(/\d{6}/);
  const code = section.getByLabel('Code from the message');
  await code.fill(right === '000000' ? '111111' : '000000');
  await section.getByRole('button', { name: 'Save the number' }).click();
  await section.getByText('That code is not correct').first().waitFor();
  await code.fill(right);
  await section.getByRole('button', { name: 'Save the number' }).click();
  await section.getByText('Ends in 56').first().waitFor();
  await section.getByText('Verified', { exact: true }).first().waitFor();

  const other = await open({ script: false });
  await other.goto(await service.outbox.link(owner.email, /phone number on your profile was changed/));
  await other.getByRole('button', { name: "This wasn't me" }).click();
  await other.getByText('the change is undone').first().waitFor();
});
