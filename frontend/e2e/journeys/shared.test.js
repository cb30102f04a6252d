import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
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
  await areBusy(maria, browsers, service);
  await unadvised(maria, browsers[0]);
  await service.advance('24h');
  await areBusy(maria, browsers, service);
  await advised(maria, browsers[0]);

  const admin = await open();
  await owner.signIn(admin);
  await invites(owner, admin, service);
}, { ...demo, env: { TWOFOLD_TRUSTED_PROXIES: '127.0.0.0/8,::1/128' } });

// areBusy signs in from every browser within some minutes, and lets the service
// look.
async function areBusy(maria, browsers, service) {
  for (const page of browsers) {
    await page.context().clearCookies();
    await service.advance('1m');
    await maria.givePassword(page);
    await maria.pasteCode(page);
    await page.waitForURL(/\/me\/security/);
  }
  await service.advance('6m');
}

// unadvised waits until the service has looked, and finds nothing said.
async function unadvised(maria, page) {
  await page.goto(`${maria.home}/me/security`);
  await settled(page);
  assert.equal(await page.getByText('Keep your account log-in details private.').count(), 0, 'one day is no pattern');
}

// advised reads the advice, which comes when the service has looked.
async function advised(maria, page) {
  await until(page, `${maria.home}/me/security`, page.getByText('Keep your account log-in details private.'));
  await page.getByText('Ask your administrator to invite your colleague.').waitFor();
  await look(page, 'shared-own');
}

async function invites(owner, page, service) {
  await until(page, `${owner.home}/admin/people`, page.getByText('1 account looks like a log-in that several people share.'));
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

// until opens a page again and again until what it waits for is on it.
async function until(page, address, found) {
  for (let n = 0; n < 40; n++) {
    await page.goto(address);
    await settled(page);
    if (await found.count()) return;
  }
  throw new Error(`${address} never said it`);
}
