import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look as check } from '../harness/look.js';
import { DemoPerson, demo } from './demo.js';
import { Person, settled } from './people.js';

// look waits for the screen to be drawn before it is checked.
async function look(page, name) {
  await settled(page);
  await check(page, `desk-${name}`);
}

journey('first run from nothing: code, person, second step, organizations, and never again', async ({ service, open }) => {
  const page = await open();
  const olga = new Person(service, { short: 'staff', name: 'Olga Nilsson', email: 'olga@company.example', password: 'nine quiet rivers at dusk' });
  await page.goto(`${service.url}/setup/instance`);
  await check(page, 'desk-first-run');
  await fill(page, olga, '0000-0000-0000-0000');
  await page.getByText(/isn't a set-up code/).first().waitFor();
  await check(page, 'desk-first-run-wrong');
  const code = service.server.log.match(/"enter":"([0-9a-z-]{19})"/)[1];
  await fill(page, olga, code);
  await page.waitForURL(`${olga.home}/setup`);
  for (const path of ['/organizations', '/staff', '/']) {
    await page.goto(`${olga.home}${path}`);
    assert.match(page.url(), /\/setup$/, `${path} did not lead to set-up`);
  }
  await page.getByRole('link', { name: 'Set up now' }).click();
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await olga.enroll(page);
  await page.getByRole('link', { name: /Continue/ }).click();
  await page.waitForURL(`${olga.home}/organizations`);
  await page.getByText('No organizations yet.').first().waitFor();
  await look(page, 'organizations-none');

  await page.getByRole('button', { name: 'New organization' }).click();
  const dialog = page.getByRole('dialog', { name: 'New organization' });
  await dialog.getByLabel('Organization name').fill('Northwind Traders');
  await dialog.getByLabel('Short name').fill('northwind');
  await dialog.getByLabel("Owner's name").fill('Maria Weber');
  await dialog.getByLabel("Owner's email").fill('maria@northwind.example');
  await look(page, 'organization-new');
  await dialog.getByRole('button', { name: 'New organization' }).click();
  await confirm(olga, page);
  await page.getByText('Northwind Traders was made.').first().waitFor();
  await page.getByText('northwind', { exact: true }).first().waitFor();
  assert.match(await service.outbox.link('maria@northwind.example', /./), /\/t\/northwind\/invite\//);

  const other = await open();
  await other.goto(`${service.url}/setup/instance`);
  await other.getByRole('heading', { name: 'This instance is already set up.' }).waitFor();
  await check(other, 'desk-first-run-ready');
  await other.getByRole('link', { name: 'Sign in' }).click();
  await other.waitForURL(`${olga.home}/sign-in`);
});

// confirm proves by the app that it's them, over the dialog that asked for it.
async function confirm(who, page) {
  const dialog = page.getByRole('dialog', { name: /Confirm it's you/ });
  await dialog.waitFor();
  await who.service.advance('30s');
  await dialog.getByLabel(/^Code from/).fill(await who.code());
  await dialog.waitFor({ state: 'detached' });
}

async function fill(page, who, code) {
  await page.getByLabel('Set-up code').fill(code);
  await page.getByLabel('Your name').fill(who.name);
  await page.getByLabel('Your email').fill(who.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(who.password);
  await page.getByRole('button', { name: 'Continue' }).click();
}

journey('an operator suspends an organization, and invites to the staff', async ({ service, open }) => {
  const olga = await operator(service);
  const page = await open();
  await olga.givePassword(page);
  await olga.pasteCode(page);
  await page.waitForURL(`${olga.home}/organizations`);
  await page.getByText('Blue Heron Books').first().waitFor();
  await look(page, 'organizations');
  await page.getByRole('button', { name: 'Suspend Northwind Traders' }).click();
  const dialog = page.getByRole('dialog', { name: 'Suspend Northwind Traders?' });
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await dialog.getByText('Enter a reason.').first().waitFor();
  await dialog.getByLabel('Reason').fill('Unpaid since May');
  await look(page, 'suspend');
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await confirm(olga, page);
  await page.getByText('Northwind Traders is suspended.').first().waitFor();

  const maria = await DemoPerson.of(service, 'northwind', 'maria');
  const out = await open();
  await maria.givePassword(out);
  await out.getByRole('heading', { name: 'Your account is paused' }).waitFor();
  await service.outbox.message('owner@northwind.example', /is paused/);

  await page.getByLabel('Sections').getByRole('link', { name: 'Staff' }).click();
  await page.getByText('Dana Kowalski').first().waitFor();
  await look(page, 'staff');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const invite = page.getByRole('dialog', { name: 'Invite to the staff' });
  await invite.getByLabel('Email').fill('new@company.example');
  await look(page, 'staff-invite');
  await invite.getByRole('button', { name: 'Invite' }).click();
  await page.getByText('new@company.example was invited.').first().waitFor();
  assert.match(await service.outbox.link('new@company.example', /./), /\/t\/staff\/invite\//);
}, demo);

// operator is the demo's, whose address is the company's own.
async function operator(service) {
  const olga = await DemoPerson.of(service, 'staff', 'olga', 'Olga Nilsson');
  olga.email = 'olga@company.example';
  return olga;
}
