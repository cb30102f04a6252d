import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { maria, member, settled } from './people.js';

journey('the pages beside the way: the door, help, pages that are not there or not allowed, the outbox', async ({ service, open }) => {
  const owner = maria(service);
  const admin = await open();
  await owner.startByAPI(admin);
  const link = await service.outbox.link(owner.email, /Confirm your email/);
  const lee = member(owner, 'Lee Wong', 'lee@northwind.example');
  await owner.invite(admin, lee.email);
  const invitation = await service.outbox.link(lee.email, /invited you/);
  const page = await open();
  await lee.join(page);
  await page.waitForURL(`${lee.home}/me/security`);

  for (const [name, address, status] of [
    ['not-found', `${owner.home}/nowhere`, 404],
    ['not-found-outside', `${service.url}/nowhere`, 404],
    ['no-organization', `${service.url}/t/nobody-here/sign-in`, 404],
    ['forbidden', `${owner.home}/admin/people`, 403],
    ['link-used', link, 0],
    ['invitation-used', invitation, 0],
    ['help', `${owner.home}/help`, 200],
    ['door', `${service.url}/`, 200],
    ['organizations', `${owner.home}/sign-in/organization`, 200],
  ]) {
    const answer = await page.goto(address);
    if (status && answer.status() !== status) throw new Error(`${name} answered ${answer.status()}`);
    await look(page, name);
  }
  await page.goto(`${lee.home}/me/security`);
  await settled(page);
  await lee.signOut(page);
  await look(page, 'signed-out-plain');
  await page.goto(`${owner.home}/help/sign-in`);
  await look(page, 'help-sign-in');
  await finds(page, service, lee);
  await readsOutbox(page, service);
});

async function finds(page, service, lee) {
  await page.goto(service.url);
  await page.getByLabel(/^Your email|^Email/).fill(lee.email);
  await page.getByLabel(/^Your email|^Email/).press('Enter');
  await page.getByText(lee.email).first().waitFor();
  // The answer is written after the page, and would come into the outbox cleared below.
  await service.outbox.message(lee.email, /organizations/);
  await look(page, 'find-sent');
}

async function readsOutbox(page, service) {
  await page.goto(`${service.url}/sandbox/outbox`);
  await page.getByRole('heading', { name: 'Outbox' }).focus();
  await look(page, 'outbox');
  await page.getByRole('link', { name: /invited you/ }).click();
  await page.getByRole('heading', { name: /invited you/ }).focus();
  await look(page, 'outbox-message');
  await page.getByRole('link', { name: 'Clear' }).click();
  await page.getByText('Nothing new since the list was cleared.').waitFor();
  await page.getByRole('heading', { name: 'Outbox' }).focus();
  await look(page, 'outbox-cleared');
}
