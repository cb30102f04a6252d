import assert from 'node:assert/strict';
import { ask } from '../harness/database.js';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { eventually, shows } from '../harness/patience.js';
import { DemoPerson, demo } from './demo.js';
import { settled } from './people.js';

const addresses = ['203.0.113.7', '203.0.113.8', '198.51.100.9'];

journey('A15 A16 three browsers from two networks on two days: the person and the administrator are advised, and a colleague is invited from the banner', async ({ service, open }) => {
  const maria = await DemoPerson.of(service, 'northwind', 'maria', 'Maria Weber');
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const browsers = [];
  for (const address of addresses) {
    const page = await open();
    await page.context().setExtraHTTPHeaders({ 'X-Forwarded-For': address });
    browsers.push(page);
  }
  await areBusy(maria, browsers, service, 1);
  await unadvised(maria, browsers[0]);
  await service.advance('24h');
  await areBusy(maria, browsers, service, 2);
  await advised(maria, browsers[0]);

  const admin = await open();
  await owner.signIn(admin);
  await invites(owner, admin, service);
}, { ...demo, env: { TWOFOLD_TRUSTED_PROXIES: '127.0.0.0/8,::1/128' } });

// areBusy signs in from every browser within some minutes, and waits until the
// service has looked and noted so many days.
async function areBusy(maria, browsers, service, days) {
  for (const page of browsers) {
    await page.context().clearCookies();
    await service.advance('1m');
    await maria.givePassword(page);
    await maria.pasteCode(page);
    await page.waitForURL(/\/me\/security/);
  }
  await service.advance('6m');
  const noted = `SELECT CASE WHEN shared_before > 0 THEN 2 WHEN shared_on > 0 THEN 1 END FROM users WHERE email_key = '${maria.email}'`;
  await eventually(async () => (await ask(service, noted)).trim() === String(days), `not ${days} days are noted`);
}

// unadvised finds nothing said.
async function unadvised(maria, page) {
  await page.goto(`${maria.home}/me/security`);
  await settled(page);
  await shows(page.getByText('Keep your account log-in details private.'), 0, 'one day is no pattern');
}

async function advised(maria, page) {
  await page.goto(`${maria.home}/me/security`);
  await page.getByText('Keep your account log-in details private.').first().waitFor();
  await page.getByText('Ask your administrator to invite your colleague.').first().waitFor();
  await look(page, 'shared-own');
}

async function invites(owner, page, service) {
  await page.goto(`${owner.home}/admin/people`);
  await page.getByText('1 account looks like a log-in that several people share.').first().waitFor();
  await settled(page);
  await page.getByText('Maria Weber').first().waitFor();
  await look(page, 'shared-admin');
  await page.getByRole('link', { name: 'Invite colleague' }).click();
  await page.waitForURL(`${owner.home}/admin/invite`);
  await settled(page);
  assert.doesNotMatch(await page.locator('main').innerText(), /plan|price|seat|billing|upgrade|€|\$/i);
  await look(page, 'shared-invite');
  await page.getByLabel('Email addresses').fill('colleague@northwind.example');
  await page.getByRole('button', { name: 'Send invitations' }).click();
  await owner.confirmInPlace(page);
  await page.getByText('Invited', { exact: true }).first().waitFor();
  await service.outbox.message('colleague@northwind.example', /invited you/);
}
