import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look as check } from '../harness/look.js';
import { maria, member, settled } from './people.js';

// look waits for the screen to be drawn before it is checked.
async function look(page, name) {
  await settled(page);
  await check(page, name);
}

for (const script of [true, false]) {
  const ids = script ? 'P2 O2 P3 P5 P6 O3 O4 O5 A6 F2 F3 F8 P8 P9 P10 P12 P16 P24 F20 F23' : 'P9 P12 P16 P24 F20 F23';
  const who = script ? 'the main job' : 'the main job, invited without script';
  journey(`${who}: ${ids} required, enrolled, trusted, reset`, async ({ service, open }) => {
    const owner = maria(service);
    const admin = await open();
    await owner.start(admin);
    if (script) {
      await look(admin, 'checklist');
      await turnsOn(owner, admin);
    } else {
      await admin.goto(`${owner.home}/setup/app`);
      await owner.confirm(admin);
      await owner.enroll(admin);
    }
    await service.advance('30s');
    const see = script ? look : async () => {};
    await requireTwoStep(owner, admin, see);

    const lee = member(owner, 'Lee Wong', 'lee@northwind.example');
    await owner.invite(admin, lee.email);
    const page = await open({ script });
    await joins(lee, page, script);
    await signsInTrusted(lee, page, script);
    await resetPerson(owner, admin, lee, see);
    await enrollsAgain(lee, page);
  });
}

// turnsOn goes from one's own row in the table of people and from one's own
// page, and changes its mind at both before it goes on.
async function turnsOn(owner, page) {
  await page.goto(`${owner.home}/admin/people`);
  const row = page.locator('tbody tr', { hasText: owner.email });
  const dialog = page.getByRole('dialog', { name: 'Turn on 2-step verification' });
  await row.getByRole('button', { name: 'Turn on' }).click();
  await dialog.getByText('Have your phone at hand.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.goto(`${owner.home}/me/security`);
  await page.getByText('2-step verification is off').first().waitFor();
  await page.getByRole('link', { name: 'Turn on' }).click();
  await page.getByRole('heading', { name: "Confirm it's you" }).waitFor();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByText('2-step verification is off').first().waitFor();

  await page.goto(`${owner.home}/admin/people`);
  await row.getByText('Not set up', { exact: true }).first().waitFor();
  await row.getByRole('button', { name: 'Turn on' }).click();
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await owner.confirm(page);
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await owner.enroll(page);
  await page.goto(`${owner.home}/admin/people`);
  await row.getByText('On', { exact: true }).first().waitFor();
  await row.getByRole('button', { name: 'Turn on' }).waitFor({ state: 'detached' });
}

// joins goes from the invitation by the gate through the set-up, with the key
// typed by hand.
async function joins(lee, page, script) {
  const see = (name) => check(page, `${name}${script ? '' : '-invited-no-script'}`);
  await lee.join(page, see);
  await page.getByRole('heading', { name: /requires 2-step|Set up 2-step/ }).waitFor();
  await see('gate');
  for (const path of ['/me/security', '/admin/people', '/']) {
    await page.goto(`${lee.home}${path}`);
    assert.match(page.url(), /\/setup$/, `${path} did not lead to set-up`);
  }
  await page.getByRole('link', { name: 'Set up now' }).click();
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  lee.byHand = true;
  await lee.enroll(page);
  assert.equal(lee.recoveryCodes.length, 10);
  await page.getByRole('link', { name: /Continue/ }).click();
  await atSecurity(lee, page, script);
  if (script) await look(page, 'my-security');
}

// atSecurity waits for one's own page, which without script leads to what works.
async function atSecurity(lee, page, script) {
  await page.waitForURL(`${lee.home}/me/security`);
  if (script) await page.getByText('2-step verification is on').first().waitFor();
  else await page.locator('main noscript').first().waitFor(); // it shows where scripts are off
}

// signsInTrusted signs in with a pasted code and the tick, and then without one.
async function signsInTrusted(lee, page, script) {
  await lee.signOut(page);
  if (script) await check(page, 'signed-out');
  await lee.service.advance('30s');
  await lee.givePassword(page);
  await page.locator('label', { hasText: "Don't ask again in this browser for 14 days" }).click();
  await lee.pasteCode(page);
  await atSecurity(lee, page, script);
  await lee.signOut(page);
  await lee.givePassword(page);
  await atSecurity(lee, page, script);
}

// enrollsAgain is what a reset leads to: signed out, not trusted, and the wizard
// at the password, which tells the new entry from the old one.
async function enrollsAgain(lee, page) {
  await page.goto(`${lee.home}/me/security`);
  assert.match(page.url(), /\/sign-in/, 'a reset left the session open');
  await lee.givePassword(page);
  await page.waitForURL(`${lee.home}/setup`);
  await lee.service.outbox.message(lee.email, /reset/);
  await page.getByRole('link', { name: 'Set up now' }).click();
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  lee.byHand = false;
  await lee.enroll(page);
  assert.match(lee.app.label, /lee@northwind\.example \(2\)$/, 'the new entry carries the label of the old one');
}

// requireTwoStep switches required two-step verification on, with browsers
// trusted for 14 days.
async function requireTwoStep(owner, page, see) {
  await page.goto(`${owner.home}/admin/policy`);
  await page.getByText('Required', { exact: true }).click();
  await page.getByRole('button', { name: '14 days' }).click();
  await page.getByRole('button', { name: 'Review changes' }).waitFor();
  await see(page, 'policy');
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByRole('dialog').waitFor();
  await see(page, 'policy-review');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText(/Version 2/).first().waitFor();
}

// resetPerson goes Users > Edit > Security > Reset.
async function resetPerson(owner, page, who, see) {
  await page.goto(`${owner.home}/admin/people`);
  await page.getByText(who.email).first().waitFor();
  await see(page, 'people');
  await page.getByRole('link', { name: `Edit ${who.name}` }).click();
  await page.getByRole('button', { name: 'Reset 2-step verification' }).first().click();
  await page.getByRole('dialog').waitFor();
  await page.getByText('In person', { exact: true }).click();
  await page.getByText('Set up at the next sign-in with the password only').click();
  await page.getByText(/Whoever knows the password could sign in first/).first().waitFor();
  await see(page, 'reset');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await who.service.advance('30s');
  await page.getByText(/2-step verification was reset for/).first().waitFor();
  await see(page, 'person-after-reset');
  await page.goto(`${owner.home}/admin/audit`);
  await page.getByText(/reset/).first().waitFor();
  await see(page, 'audit');
}
