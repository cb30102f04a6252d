import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { DemoPerson, demo } from './demo.js';
import { settled } from './people.js';
import { settles } from './settings.js';

journey('F27 O14 P22 a lost phone: asked from the code page, checked, taken and declined; asked again, and stopped by mail', async ({ service, open }) => {
  const maria = await DemoPerson.of(service, 'northwind', 'maria', 'Maria Weber');
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await asks(page, maria, true);

  const admin = await open();
  await owner.signIn(admin);
  await answers(admin, service, owner, maria);
  await page.goto(`${maria.home}/help/sign-in`);
  await page.getByText('Declined: We could not reach you').first().waitFor();
  await look(page, 'help-sign-in-declined');

  await asks(page, maria, false);
  await stops(await open({ script: false }), service, maria);
  await admin.goto(`${owner.home}/admin/requests?ended=1`);
  await admin.getByText("Stopped: they say it wasn't them").first().waitFor();
  await settled(admin);
  await look(admin, 'requests-ended');
}, demo);

journey('O14 P22 F23 S17 asked where a text stands for the names; an administrator resets by the request, and the password alone signs in', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'blue-heron', 'ruth', 'Ruth Adeyemi');
  const greta = await DemoPerson.of(service, 'blue-heron', 'greta', 'Greta Hoffmann');
  const admin = await open();
  await owner.signIn(admin);
  await settles(owner, admin, async () => {
    const back = admin.locator('#back');
    await back.getByText('A text of yours', { exact: true }).click();
    await back.getByLabel('Text instead of names').fill('Ask at the front desk, ground floor.');
    await back.getByText('The password alone until they set it up', { exact: true }).click();
  });
  const page = await open();
  await asks(page, greta, false, 'Ask at the front desk, ground floor.');
  await resets(admin, owner, greta);
  await page.context().clearCookies();
  await greta.givePassword(page);
  await page.getByRole('link', { name: 'Not now' }).click();
  await page.waitForURL(/\/me\/security/);
  await settled(page);
  await page.getByText('2-step verification is off').first().waitFor();
  await look(page, 'signed-in-after-reset');
  await service.outbox.message(greta.email, /was reset/);
}, demo);

// resets takes the request and resets who sent it, without an access code.
async function resets(page, owner, greta) {
  await page.goto(`${owner.home}/admin/requests`);
  await page.getByRole('link', { name: /^R-\d+/ }).first().click();
  await page.getByText('It fell into the lake').first().waitFor();
  await page.getByRole('button', { name: 'Take', exact: true }).click();
  await page.getByText(`Taken by ${owner.name}`).first().waitFor();
  await page.getByRole('link', { name: 'Reset on their page' }).click();
  await page.getByRole('heading', { name: greta.name, level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Reset 2-step verification' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Called back on the number on file').click();
  await dialog.getByText('Sign in with the password only, and set up again after that').click();
  await look(page, 'reset-signs-in');
  await dialog.getByRole('button', { name: 'Reset', exact: true }).click();
  const done = page.getByText(`2-step verification was reset for ${greta.name}.`).first();
  await owner.confirmIfAsked(page, done);
  await page.goto(`${owner.home}/admin/requests?ended=1`);
  await page.getByText(`Done by ${owner.name}`).first().waitFor();
}

// asks gives the password and no code, and sends a request from there. told is
// what is said of whom to ask.
async function asks(page, maria, seen, told = 'Nora Lindqvist') {
  await maria.givePassword(page);
  await page.getByRole('link', { name: 'Lost your phone? Ask your administrator' }).click();
  await page.getByText(told).first().waitFor();
  if (told !== 'Nora Lindqvist') {
    await look(page, 'help-ask-text');
    assert.doesNotMatch(await page.locator('main').innerText(), /Adeyemi|Felix/, 'a name beside the text');
  }
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
  await page.getByText('Phone 4711').first().waitFor();
  await settled(page);
  await look(page, 'requests');
  await page.getByRole('link', { name: /^R-\d+/ }).first().click();
  await page.getByText('It fell into the lake').first().waitFor();
  await page.getByRole('button', { name: 'Take', exact: true }).click();
  await page.getByText('Taken by Nora Lindqvist').first().waitFor();
  await page.getByRole('button', { name: /^Send code to m/ }).click();
  await owner.confirmInPlace(page);
  await page.getByLabel('Code they read out').waitFor();
  const { subject } = await service.outbox.message(maria.email, /^\d{6} is your/);
  await page.getByLabel('Code they read out').fill(subject.slice(0, 6));
  await page.getByRole('button', { name: 'Check code' }).click();
  await page.getByText(/The code was right \(email/).first().waitFor();
  await look(page, 'request');
  await page.getByRole('button', { name: 'Decline' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('We could not reach you');
  await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
  await page.getByText('Declined by Nora Lindqvist').first().waitFor();
}

// stops reads the mail in another browser, without script.
async function stops(page, service, maria) {
  await page.goto(await service.outbox.link(maria.email, /Your request for help signing in/));
  await page.getByRole('heading', { name: 'Stop this request?' }).waitFor();
  await look(page, 'request-stop');
  await page.getByRole('button', { name: "This wasn't me: stop it" }).click();
  await page.getByRole('heading', { name: 'The request is stopped' }).waitFor();
  assert.match(page.url(), /\/request$/);
  await look(page, 'request-stopped');
}
