import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look as check } from '../harness/look.js';
import { DemoPerson, demo, hold, look, refuse } from './demo.js';
import { settled } from './people.js';

journey('the checklist, invitations, the organization and the audit log, in every state', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await owner.signIn(page);
  await home(owner, page);
  await invite(owner, page);
  await organization(owner, page);
  await audit(owner, page);
}, demo);

journey('7.11 O7 the delivery log and the check of phone numbers, in every state', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await owner.signIn(page);
  await messages(owner, page);
  await numbers(owner, page);
}, demo);

async function messages(owner, page) {
  await owner.invite(page, 'one@northwind.example');
  await page.goto(`${owner.home}/admin/messages`);
  await page.getByRole('row', { name: /Invitation/ }).first().waitFor();
  await look(page, 'messages');
  await page.getByLabel('Sent by').selectOption('Text message');
  await page.getByText('No messages in the last 7 days.').first().waitFor();
  await look(page, 'messages-none');
  const heal = await refuse(page, '/messages');
  await page.reload();
  await page.getByText(/Something went wrong/).first().waitFor();
  await look(page, 'messages-error');
  await heal();
}

async function numbers(owner, page) {
  const go = await hold(page, '/numbers');
  await page.goto(`${owner.home}/admin/numbers`);
  await page.locator('[aria-busy=true]').waitFor();
  await check(page, 'admin-numbers-loading');
  await go();
  await page.getByRole('table', { name: "People whose number isn't ready" }).waitFor();
  await look(page, 'numbers');
  await page.getByLabel('Problem').selectOption('Not a phone number');
  await page.getByText('No one matches.').first().waitFor();
  await look(page, 'numbers-no-match');
}

const closed = (page) => page.waitForFunction(() => !document.querySelector('details.c-menu[open]'));

async function home(owner, page) {
  await page.getByRole('heading', { name: /^Get Northwind Traders ready/ }).waitFor();
  await look(page, 'home');
  await page.getByRole('button', { name: 'Dismiss this list' }).click();
  await page.getByText("Put away. You'll find it in the account menu.").first().waitFor();
  await page.waitForFunction(() => document.activeElement.id === 'title');
  await look(page, 'home-hidden');
  assert.equal(await page.getByRole('heading', { name: /^Get Northwind Traders ready/ }).count(), 0);
  await page.getByText('Account', { exact: true }).click();
  await page.getByRole('link', { name: 'Set-up checklist' }).click();
  await page.getByRole('heading', { name: /^Get Northwind Traders ready/ }).waitFor();
  await page.waitForFunction(() => document.activeElement.id === 'checklist-title');
  await closed(page);
  await look(page, 'home-asked');
  await page.getByRole('button', { name: 'Keep this list on Home' }).click();
  await page.getByRole('button', { name: 'Dismiss this list' }).waitFor();
  const heal = await refuse(page, '/checklist');
  await page.goto(`${owner.home}/admin`);
  await page.getByText(/Something went wrong/).first().waitFor();
  await look(page, 'home-error');
  await heal();
  const go = await hold(page, '/checklist');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('[aria-busy=true]').waitFor();
  await check(page, 'admin-home-loading');
  await go();
  await page.getByRole('heading', { name: /^Get Northwind Traders ready/ }).waitFor();
}

async function invite(owner, page) {
  await page.goto(`${owner.home}/admin/invite`);
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await page.getByText('Enter at least one email address').first().waitFor();
  await look(page, 'invite-empty');
  await page.getByLabel('Email addresses').fill('one@northwind.example; "Two" <two@northwind.example>\nthree@\nmaria@northwind.example');
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await owner.confirmInPlace(page);
  await page.getByRole('heading', { name: 'What became of them' }).waitFor();
  await look(page, 'invite-results');
  await owner.service.outbox.message('two@northwind.example', /invited you/);
}

async function organization(owner, page) {
  await page.goto(`${owner.home}/admin/organization`);
  await page.getByLabel('Name', { exact: true }).waitFor();
  await look(page, 'organization');
  await page.getByLabel('Name', { exact: true }).fill('');
  await page.getByLabel('Email').fill('nonsense');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { name: /problem/ }).waitFor();
  await look(page, 'organization-errors');
  await page.getByLabel('Name', { exact: true }).fill('Northwind Traders');
  await page.getByLabel('Email').fill('help@northwind.example');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').first().waitFor();
}

async function audit(owner, page) {
  const go = await hold(page, '/audit');
  await page.goto(`${owner.home}/admin/audit`);
  await page.locator('[aria-busy=true]').waitFor();
  await page.locator('#status', { hasText: 'Loading' }).waitFor();
  await check(page, 'admin-audit-loading');
  await go();
  await page.getByRole('button', { name: 'Show more' }).waitFor();
  await page.locator('tbody summary').first().click();
  await page.getByText('As JSON').first().click();
  await look(page, 'audit');
  await page.getByLabel('Time range').selectOption('From … to …');
  await page.getByLabel('To').waitFor();
  await page.getByRole('searchbox').fill('nobody at all');
  await page.getByText('No event matches.').first().waitFor();
  await page.locator('#status', { hasText: 'No event matches.' }).waitFor();
  await look(page, 'audit-no-match');
}

journey('links between the administration and the account load the other part of the program, and so does Back', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await owner.signIn(page);
  const loaded = [];
  page.on('request', (request) => loaded.push(...(request.url().match(/\w+(?=\.\w+\.wasm$)/) ?? [])));
  const title = (name) => page.getByRole('heading', { level: 1, name }).waitFor();
  const filled = () => page.locator('html[data-app=ready]:not(:has(main [aria-busy=true]))').waitFor();
  const menu = async (entry) => {
    await page.getByText('Account', { exact: true }).click();
    await page.getByRole('link', { name: entry, exact: true }).click();
  };
  await filled();
  await page.getByRole('link', { name: 'People', exact: true }).first().click();
  await title('People');
  await page.setViewportSize({ width: 320, height: 800 });
  await page.locator('.c-nav-menu > summary').click();
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Policy' }).click();
  await title('Policy');
  await closed(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.deepEqual(loaded, [], 'a link inside the administration loads another document');
  await menu('My security');
  await title('My security');
  await filled();
  await menu('Administration');
  await title('Home');
  await filled();
  await page.goBack();
  await title('My security');
  await filled();
  assert.deepEqual(loaded, ['app', 'admin', 'app']);
}, demo);

journey('nothing typed is lost by Back, a section that an address names is shown, and what went wrong is gone to', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await owner.signIn(page);
  const title = (name) => page.getByRole('heading', { level: 1, name }).waitFor();
  const focus = (id) => page.waitForFunction((wanted) => document.activeElement.id === wanted, id);
  await settled(page);
  const heal = await refuse(page, '/checklist/hidden');
  await page.getByRole('button', { name: 'Dismiss this list' }).click();
  await focus('went-wrong');
  await look(page, 'went-wrong');
  await heal();

  await page.getByRole('link', { name: 'Organization', exact: true }).first().click();
  await title('Organization');
  await page.getByLabel('Name', { exact: true }).first().fill('Typed and not saved');
  await page.goBack();
  await page.getByRole('dialog', { name: 'Leave with unsaved changes?' }).waitFor();
  await page.getByRole('button', { name: 'Stay on this page' }).click();
  assert.equal(await page.getByLabel('Name', { exact: true }).first().inputValue(), 'Typed and not saved');
  assert.match(page.url(), /\/admin\/organization$/);
  await page.goBack();
  await page.getByRole('dialog').getByRole('button', { name: /Leave/ }).click();
  await title('Home');
  await page.getByRole('link', { name: 'People', exact: true }).first().click();
  await title('People');
  await page.goBack();
  await title('Home');
  await focus('title');

  await page.goto(`${owner.home}/me/security#change-password`);
  await focus('change-password-title');
  assert.ok(await page.locator('#change-password-title').evaluate((h) => h.getBoundingClientRect().top < innerHeight), 'the section is out of sight');
}, demo);
