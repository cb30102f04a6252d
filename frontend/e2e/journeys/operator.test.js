import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look as check } from '../harness/look.js';
import { shows } from '../harness/patience.js';
import { DemoPerson, demo } from './demo.js';
import { settled, takenOver } from './people.js';

// look waits for the screen to be drawn before it is checked.
async function look(page, name) {
  await settled(page);
  await check(page, `operator-${name}`);
}

// signedIn is the demo's operator, whose address is the company's own.
async function signedIn(service, page) {
  const olga = await DemoPerson.of(service, 'staff', 'olga', 'Olga Nilsson');
  olga.email = 'olga@company.example';
  await olga.givePassword(page);
  await olga.pasteCode(page);
  await page.waitForURL(`${olga.home}/organizations`);
  await settled(page);
  return olga;
}

journey('the first run says what is right about the public address, and what to change', async ({ service, open }) => {
  const page = await open();
  await page.goto(`${service.url}/setup/instance`);
  for (const words of ['is safe to sign in at', 'the address that this browser uses', 'A cookie came back', 'server and its database agree']) {
    await page.getByText(words).first().waitFor();
  }
  await shows(page.getByText('Change this'), 0);
  await takenOver(page);
  await page.getByText('server and this browser agree').first().waitFor();
  await check(page, 'operator-first-run');
  await page.goto(`${service.local}/setup/instance`);
  await page.getByText(`public_url is ${service.url}, but this browser came by ${new URL(service.local).host}.`).first().waitFor();
  await page.getByText('Change this').first().waitFor();
  await check(page, 'operator-first-run-address');
});

journey('an operator manages colleagues and reads what the staff did', async ({ service, open }) => {
  const page = await open();
  const olga = await signedIn(service, page);
  await page.getByLabel('Sections').getByRole('link', { name: 'Staff' }).click();
  await page.getByText('Dana Kowalski').first().waitFor();
  await shows(page.getByRole('button', { name: 'Actions for Olga Nilsson' }), 0);
  await page.getByRole('button', { name: 'Actions for Dana Kowalski' }).click();
  await look(page, 'staff-menu');
  await page.getByRole('button', { name: 'Change role' }).click();
  const role = page.getByRole('dialog', { name: /Dana Kowalski/ });
  await role.locator('label', { hasText: 'Operator' }).click();
  await look(page, 'staff-role');
  await role.getByRole('button', { name: 'Change role' }).click();
  await olga.confirmInPlace(page);
  await page.getByRole('row', { name: /Dana Kowalski/ }).getByText('Operator').first().waitFor();
  await page.getByRole('button', { name: 'Actions for Dana Kowalski' }).click();
  assert.equal(await page.getByRole('button', { name: /Reset 2-step/ }).isDisabled() || (await page.getByRole('button', { name: /Reset 2-step/ }).getAttribute('aria-disabled')) === 'true', true);
  await page.getByRole('button', { name: 'Change role' }).click();
  await role.locator('label', { hasText: 'Support' }).click();
  await role.getByRole('button', { name: 'Change role' }).click();
  await page.getByRole('row', { name: /Dana Kowalski/ }).getByText('Support').first().waitFor();

  await page.getByRole('button', { name: 'Actions for Dana Kowalski' }).click();
  await page.getByRole('button', { name: /Reset 2-step/ }).click();
  const reset = page.getByRole('dialog', { name: /Dana Kowalski/ });
  await reset.locator('label', { hasText: /in person/i }).click();
  await look(page, 'staff-reset');
  await reset.getByRole('button', { name: /Reset/ }).click();
  await reset.getByRole('button', { name: 'Done' }).click(); // a code to hand out was shown
  await page.getByText('2-step not set up').first().waitFor();
  await look(page, 'staff-after');

  await page.getByLabel('Sections').getByRole('link', { name: 'Audit log' }).click();
  await page.getByText('Olga Nilsson reset 2-step verification for Dana Kowalski').first().waitFor();
  await page.getByText('Olga Nilsson changed the role of Dana Kowalski').first().waitFor();
  await look(page, 'staff-audit');
}, demo);

journey('an operator sees how the installation stands and sends a test', async ({ service, open }) => {
  const page = await open();
  const olga = await signedIn(service, page);
  await page.getByLabel('Sections').getByRole('link', { name: 'Health' }).click();
  await page.getByText(/SQLite [\d.]+ answers|PostgreSQL [\d.]+.* answers/).first().waitFor();
  await page.getByText(/^All \d+ are applied/).first().waitFor();
  await page.getByText('The service makes none.').first().waitFor();
  await shows(page.getByText('Broken'), 0);
  await look(page, 'health');
  await page.getByRole('button', { name: 'Send me a test' }).click();
  await olga.confirmInPlace(page);
  await page.getByText(/A test is on its way to o•••@c/).first().waitFor();
  await service.outbox.message(olga.email, /./);
}, demo);

journey('an operator opens an organization for support, reads, and closes it', async ({ service, open }) => {
  const page = await open();
  const olga = await signedIn(service, page);
  await page.goto(`${olga.home}/organizations/northwind`);
  await page.getByText("This organization isn't open.").first().waitFor();
  await look(page, 'shut');
  await page.getByRole('button', { name: 'Open for support' }).click();
  const dialog = page.getByRole('dialog', { name: /for support/ });
  await dialog.getByRole('button', { name: 'Open for support' }).click();
  await dialog.getByText('Enter a reason.').first().waitFor();
  await dialog.getByLabel('Reason').fill('Ticket 7: mails are late');
  await look(page, 'open');
  await dialog.getByRole('button', { name: 'Open for support' }).click();
  await olga.confirmInPlace(page);
  await page.getByText(/Northwind Traders is open for support until/).first().waitFor();
  await page.getByRole('heading', { name: 'Northwind Traders' }).waitFor();
  await page.getByText(/opened the organization to look inside/).first().waitFor();
  await page.getByLabel('Search people').fill('maria');
  await page.getByText(/m•••@n•••/).first().waitFor();
  await shows(page.getByText('maria@northwind.example'), 0);
  await look(page, 'inside');
  await page.getByText(/^All settings/).click();
  await page.getByText('Accepted methods').first().waitFor();
  const mail = await service.outbox.message('owner@northwind.example', /Support is looking into/);
  assert.match(JSON.stringify(mail), /Ticket 7/);

  await page.getByLabel('Sections').getByRole('link', { name: 'Staff' }).click();
  await page.getByText('Dana Kowalski').first().waitFor();
  await page.getByText(/Northwind Traders is open for support until/).first().waitFor();
  await page.getByRole('button', { name: 'Close Northwind Traders' }).click();
  await page.getByText('Northwind Traders is closed.').first().waitFor();
  await shows(page.getByText(/is open for support until/), 0);
  await page.goto(`${olga.home}/organizations/northwind`);
  await page.getByText("This organization isn't open.").first().waitFor();
}, demo);
