import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { DemoPerson, demo } from './demo.js';
import { settled } from './people.js';

journey('F27 O14 P22 a lost phone: asked from the code page, checked, taken and declined; asked again, and stopped by mail', async ({ service, open }) => {
  const maria = await DemoPerson.of(service, 'northwind', 'maria', 'Maria Weber');
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await asks(page, maria, true);

  const admin = await open();
  await owner.signIn(admin);
  await answers(admin, service, owner, maria);
  await page.goto(`${maria.home}/help/sign-in`);
  await page.getByText('Declined: We could not reach you').waitFor();
  await look(page, 'help-sign-in-declined');

  await asks(page, maria, false);
  await stops(await open({ script: false }), service, maria);
  await admin.goto(`${owner.home}/admin/requests?ended=1`);
  await admin.getByText("Stopped: they say it wasn't them").waitFor();
  await settled(admin);
  await look(admin, 'requests-ended');
}, demo);

// asks gives the password and no code, and sends a request from there.
async function asks(page, maria, seen) {
  await maria.givePassword(page);
  await page.getByRole('link', { name: 'Lost your phone? Ask your administrator' }).click();
  await page.getByText('Nora Lindqvist').first().waitFor();
  if (seen) await look(page, 'help-ask');
  await page.locator('label', { hasText: 'I lost my phone' }).click();
  await page.getByLabel('Message').fill('It fell into the lake');
  await page.getByLabel('How can they reach you?').fill('Phone 4711');
  await page.getByRole('button', { name: 'Send request' }).click();
  await page.getByRole('heading', { name: 'Request sent' }).waitFor();
  if (seen) await look(page, 'help-asked');
}

async function answers(page, service, owner, maria) {
  await page.goto(`${owner.home}/admin/requests`);
  await page.getByText('Phone 4711').waitFor();
  await settled(page);
  await look(page, 'requests');
  await page.getByRole('link', { name: /^R-\d+/ }).first().click();
  await page.getByText('It fell into the lake').waitFor();
  await page.getByRole('button', { name: 'Take', exact: true }).click();
  await page.getByText('Taken by Nora Lindqvist').waitFor();
  await page.getByRole('button', { name: /^Send code to m/ }).click();
  await owner.confirmInPlace(page);
  await page.getByLabel('Code they read out').waitFor();
  const { subject } = await service.outbox.message(maria.email, /^\d{6} is your/);
  await page.getByLabel('Code they read out').fill(subject.slice(0, 6));
  await page.getByRole('button', { name: 'Check code' }).click();
  await page.getByText(/The code was right \(email/).waitFor();
  await look(page, 'request');
  await page.getByRole('button', { name: 'Decline' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('We could not reach you');
  await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
  await page.getByText('Declined by Nora Lindqvist').waitFor();
}

// stops reads the mail in another browser, without script.
async function stops(page, service, maria) {
  await page.goto(await service.outbox.link(maria.email, /Your request for help signing in/));
  await page.getByRole('heading', { name: 'Stop this request?' }).waitFor();
  await look(page, 'request-stop');
  await page.getByRole('button', { name: "This wasn't me: stop it" }).click();
  await page.getByRole('heading', { name: 'The request is stopped' }).waitFor();
  assert.match(page.url(), /\/request$/);
}
