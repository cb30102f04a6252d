import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look as check } from '../harness/look.js';
import { maria, member, settled } from './people.js';

// look waits for the screen to be drawn before it is checked.
async function look(page, name) {
  await settled(page);
  await check(page, name);
}

journey('the main job: P2 P3 P5 P6 P8 P9 P10 P12 P16 P24 O2 O3 O4 O5 A6 F2 F3 F8 F20 F23 required, enrolled, trusted, reset', async ({ service, open }) => {
  const owner = maria(service);
  const admin = await open();
  await owner.start(admin);
  await look(admin, 'checklist');
  await admin.goto(`${owner.home}/setup/app`);
  await owner.confirm(admin);
  await owner.enroll(admin);
  await service.advance('30s');
  await requireTwoStep(owner, admin, service);

  const lee = member(owner, 'Lee Wong', 'lee@northwind.example');
  await owner.invite(admin, lee.email);
  const page = await open();
  await lee.join(page, (name) => check(page, name));
  await page.getByRole('heading', { name: /requires 2-step|Set up 2-step/ }).waitFor();
  await check(page, 'gate');
  for (const path of ['/me/security', '/admin/people', '/']) {
    await page.goto(`${lee.home}${path}`);
    assert.match(page.url(), /\/setup$/, `${path} did not lead to set-up`);
  }
  await page.getByRole('link', { name: 'Set up now' }).click();
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await lee.enroll(page);
  assert.equal(lee.recoveryCodes.length, 10);
  await page.getByRole('link', { name: /Continue/ }).click();
  await page.waitForURL(`${lee.home}/me/security`);
  await page.getByText('2-step verification is on').first().waitFor();
  await look(page, 'my-security');

  await lee.signOut(page);
  await check(page, 'signed-out');
  await service.advance('30s');
  await lee.givePassword(page);
  await page.locator('label', { hasText: "Don't ask again in this browser for 14 days" }).click();
  await lee.pasteCode(page);
  await page.waitForURL(`${lee.home}/me/security`);
  await lee.signOut(page);
  await lee.givePassword(page);
  await page.waitForURL(`${lee.home}/me/security`);

  await resetPerson(owner, admin, lee, service);
  await page.goto(`${lee.home}/me/security`);
  assert.match(page.url(), /\/sign-in/, 'a reset left the session open');
  await lee.givePassword(page);
  await page.waitForURL(`${lee.home}/setup`);
  await service.outbox.message(lee.email, /reset/);
  await page.getByRole('link', { name: 'Set up now' }).click();
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  const before = lee.app.label;
  await lee.enroll(page);
  assert.notEqual(lee.app.label, before, 'the new entry carries the label of the old one');
});

// requireTwoStep switches required two-step verification on, with browsers
// trusted for 14 days.
async function requireTwoStep(owner, page, service) {
  await page.goto(`${owner.home}/admin/policy`);
  await page.getByText('Required', { exact: true }).click();
  await page.getByRole('button', { name: '14 days' }).click();
  await page.getByRole('button', { name: 'Review changes' }).waitFor();
  await look(page, 'policy');
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'policy-review');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText(/Version 2/).first().waitFor();
}

// resetPerson goes Users > Edit > Security > Reset.
async function resetPerson(owner, page, who, service) {
  await page.goto(`${owner.home}/admin/people`);
  await page.getByText(who.email).first().waitFor();
  await look(page, 'people');
  await page.getByRole('link', { name: `Edit ${who.name}` }).click();
  await page.getByRole('button', { name: 'Reset 2-step verification' }).first().click();
  await page.getByRole('dialog').waitFor();
  await page.getByText('In person', { exact: true }).click();
  await page.getByText('Set up at the next sign-in with the password only').click();
  await page.getByText(/Whoever knows the password could sign in first/).first().waitFor();
  await look(page, 'reset');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await service.advance('30s');
  await page.getByText(/2-step verification was reset for/).first().waitFor();
  await look(page, 'person-after-reset');
  await page.goto(`${owner.home}/admin/audit`);
  await page.getByText(/reset/).first().waitFor();
  await look(page, 'audit');
}
