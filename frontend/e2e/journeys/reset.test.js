import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { shows } from '../harness/patience.js';
import { ask } from './api.js';
import { DemoPerson, demo, look, openPerson } from './demo.js';
import { settles } from './settings.js';

journey('P24 F23 F26 a reset after a code that the caller reads out, and its access code shown once', async ({ service, open }) => {
  const admin = await DemoPerson.of(service, 'northwind', 'admin', 'Amir Haddad');
  const page = await open();
  await admin.signIn(page);
  await openPerson(admin, page, 'Maria Weber');
  await page.getByRole('button', { name: 'Reset 2-step verification' }).click();
  await page.getByText('One-time code to their email').click();
  await look(page, 'reset-caller');
  await page.getByRole('button', { name: /Send a code to m•••@/ }).click();
  await admin.confirmInPlace(page);
  const sent = await service.outbox.message('maria@northwind.example', /code/);
  await page.getByLabel('Code they read to you').fill('000000');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await page.getByText(/That code is not correct/).first().waitFor();
  await page.getByLabel('Code they read to you').fill(sent.subject.match(/[0-9]{6}/)[0]);
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('heading', { name: 'Access code for Maria Weber' }).waitFor();
  const code = (await page.locator('#access-code').textContent()).replaceAll(' ', '');
  assert.match(code, /^[0-9]{8}$/);
  await look(page, 'reset-code');
  await page.keyboard.press('Escape');
  await page.locator('#access-code').waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Must set up').first().waitFor();
  assert.ok(!(await page.content()).includes(code), 'the access code is still on the page');
}, demo);

journey('F23 O12 a reset of many: who and how many before its button works', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await owner.signIn(page);
  await page.goto(`${owner.home}/admin/people?two_step=on`);
  await page.getByLabel('Choose Maria Weber').check();
  await page.getByLabel('Choose Amir Haddad').check();
  await page.getByText('2 people chosen').first().waitFor();
  await look(page, 'resets-bar');
  await page.getByRole('region', { name: /changes/i }).or(page.locator('.c-savebar')).first().getByRole('button', { name: 'Reset 2-step verification' }).click();
  await page.getByText('2 of 2 will be reset.').first().waitFor();
  await page.getByLabel('Reason').fill('Stolen laptops');
  await look(page, 'resets-review');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await owner.confirmInPlace(page);
  await page.getByRole('heading', { name: '2 people were reset.' }).waitFor();
  await look(page, 'resets-done');
}, demo);

journey('A20 O14 O15 S16 S17 reset to sign in first: asked to set up again at that sign-in and on every page; the form to support, its number, state and due time', async ({ service, open }) => {
  const ruth = await DemoPerson.of(service, 'blue-heron', 'ruth', 'Ruth Adeyemi');
  const page = await open();
  await ruth.signIn(page);
  await page.goto(`${ruth.home}/admin/policy`);
  const section = page.locator('#back');
  await section.getByText('The password alone until they set it up', { exact: true }).click();
  await section.getByLabel('A form to the support desk of the company that runs this service').check();
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByRole('dialog', { name: 'Review changes' }).getByRole('button', { name: 'Apply' }).click();
  await ruth.confirmInPlace(page);
  await page.getByText(/Support by email, A form to the support desk/).first().waitFor();

  const who = await DemoPerson.of(service, 'blue-heron', 'mei', 'Mei Chen');
  const theirs = await open();
  await who.givePassword(theirs);
  await theirs.goto(`${who.home}/help/sign-in`);
  await theirs.getByRole('link', { name: 'Write to support' }).click();
  await look(theirs, 'help-support');
  await theirs.locator('label', { hasText: 'I lost my phone' }).click();
  await theirs.getByLabel('How can they reach you?').fill('Phone 4711');
  await theirs.getByRole('button', { name: 'Send request' }).click();
  await theirs.getByText(/C-\d{6}/).first().waitFor();
  await look(theirs, 'help-supported');
  await theirs.goto(`${who.home}/help/sign-in`);
  await theirs.getByText('Answer due').first().waitFor();
  await look(theirs, 'help-case');

  await openPerson(ruth, page, who.name);
  await page.getByRole('button', { name: 'Reset 2-step verification' }).click();
  await page.getByText('In person', { exact: true }).click();
  await page.getByText('Sign in with the password only, and set up again after that').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  const back = await open();
  await who.givePassword(back);
  await back.getByRole('heading', { name: 'Set up 2-step verification again' }).waitFor();
  await look(back, 'gate-asked');
  await back.getByRole('link', { name: 'Not now' }).click();
  await back.waitForURL(`${who.home}/me/security`);
  await back.getByRole('link', { name: 'Set up 2-step verification again' }).waitFor();
  await look(back, 'banner-again');
}, demo);

journey('P23 resets kept to the owners: an administrator finds no button, and the API refuses', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const admin = await DemoPerson.of(service, 'northwind', 'admin', 'Amir Haddad');
  const [page, other] = [await open(), await open()];
  await owner.signIn(page);
  await settles(owner, page, () => page.getByLabel('Administrators and the help desk may reset people').uncheck());
  await admin.signIn(other);
  await openPerson(admin, other, 'Maria Weber');
  await look(other, 'person-no-reset');
  await shows(other.getByRole('button', { name: /Reset/ }), 0);
  const id = new URL(other.url()).pathname.split('/').at(-1);
  await other.goto(`${admin.home}/admin/people`);
  await other.getByRole('button', { name: 'Actions for Maria Weber' }).click();
  await other.getByText('Change role').first().waitFor();
  await shows(other.getByRole('button', { name: /Reset/ }), 0);
  const reset = { checked: 'in_person', next: 'access_code' };
  const refused = await ask(admin, other, 'POST', `/people/${id}/reset`, reset);
  assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);

  await openPerson(owner, page, 'Maria Weber');
  await page.getByRole('button', { name: 'Reset 2-step verification' }).waitFor();
}, demo);
