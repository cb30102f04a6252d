import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { DemoPerson, demo, openPerson } from './demo.js';

const refusals = {
  wrong: 'That code is not correct. Enter the 8 digits your administrator gave you.',
  used: 'That code was already used. Ask your administrator for a new one.',
  over: 'That code no longer works. Ask your administrator for a new one.',
};

journey('S17 F23 P24 an access code at sign-in: wrong, right and to the set-up alone, used twice', async ({ service, open }) => {
  const { owner, admin, maria } = await people(service, open);
  const code = await given(owner, admin);
  const page = await open();
  await maria.givePassword(page);
  await page.getByRole('heading', { name: 'Enter your access code' }).waitFor();
  await look(page, 'access-code');
  await enters(page, code[0] === '9' ? `1${code.slice(1)}` : `9${code.slice(1)}`);
  await page.getByText(refusals.wrong).first().waitFor();
  await look(page, 'access-code-wrong');
  await enters(page, `${code.slice(0, 4)} ${code.slice(4)}`);
  await page.getByRole('heading', { name: 'Set up your second step again' }).waitFor();
  await look(page, 'access-code-gate');
  for (const path of ['/me/security', '/me/activity', '/admin', '/']) {
    await page.goto(`${maria.home}${path}`);
    await page.waitForURL(`${maria.home}/setup`);
  }
  const refused = await page.evaluate((at) => fetch(at).then((answer) => answer.status), `${maria.home}/api/v1/me/security`);
  assert.equal(refused, 403);

  const again = await open({ script: false });
  await maria.givePassword(again);
  await enters(again, code);
  await again.getByText(refusals.used).first().waitFor();
  await look(again, 'access-code-used');

  await page.getByRole('link', { name: 'Set up now' }).click();
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await maria.enroll(page);
  await page.getByRole('link', { name: /Continue/ }).click();
  await page.waitForURL(/\/me\/security/);
}, demo);

journey('S17 an access code one minute before its 48 hours are over, and one second after', async ({ service, open }) => {
  const { owner, admin, maria } = await people(service, open);
  const code = await given(owner, admin);
  await service.advance('47h59m');
  const page = await open();
  await maria.givePassword(page);
  await enters(page, code);
  await page.getByRole('heading', { name: 'Set up your second step again' }).waitFor();

  const newer = await given(owner, admin);
  await service.advance('48h1s');
  const late = await open();
  await maria.givePassword(late);
  await enters(late, newer);
  await late.getByText(refusals.over).first().waitFor();
  await look(late, 'access-code-over');
}, demo);

// people are the owner, signed in, and maria, whose phone is an app that the
// journey holds after she set up again.
async function people(service, open) {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const maria = await DemoPerson.of(service, 'northwind', 'maria', 'Maria Weber');
  maria.code = async () => maria.app.code(await service.now());
  return { owner, maria, admin: await open() };
}

// given is the code that the owner gives Maria, as the dialog shows it.
async function given(owner, page) {
  await page.context().clearCookies();
  await owner.service.advance('30s');
  await owner.signIn(page);
  await openPerson(owner, page, 'Maria Weber');
  await page.getByRole('button', { name: 'Reset 2-step verification' }).click();
  await page.getByText('In person', { exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^(Reset|Give a code)$/ }).click();
  const shown = page.locator('#access-code');
  await owner.confirmIfAsked(page, shown);
  const code = (await shown.textContent()).replaceAll(' ', '');
  assert.match(code, /^[0-9]{8}$/);
  await page.getByRole('button', { name: 'Done' }).click();
  return code;
}

async function enters(page, code) {
  await page.getByLabel('Access code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}
