import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { journey } from '../harness/journey.js';
import { look as check } from '../harness/look.js';
import { eventually, focuses } from '../harness/patience.js';
import { maria, settled, takenOver } from './people.js';

// look waits for the screen to be drawn before it is checked.
async function look(page, name) {
  await settled(page);
  await check(page, name);
}

// turnedOn is the owner after the wizard, at My security.
async function turnedOn(service, page) {
  const owner = maria(service);
  await owner.startByAPI(page);
  await page.goto(`${owner.home}/me/security`);
  await page.getByText('2-step verification is off').first().waitFor();
  await look(page, 'account-off');
  await page.getByRole('link', { name: 'Turn on' }).click();
  await owner.confirm(page);
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await owner.enroll(page);
  await page.goto(`${owner.home}/me/security`);
  await page.getByText('2-step verification is on').first().waitFor();
  await look(page, 'account-on');
  return owner;
}

journey('P3 P21 My security: ways to verify and recovery codes, with every dialog', async ({ service, open }) => {
  const page = await open();
  const owner = await turnedOn(service, page);
  await renames(page);
  await addsAndRemoves(owner, page, service);
  await renewsCodes(owner, page, service);
  await choosesBeforeNext(owner, page);
});

journey('P18 P20 My security: password, trusted browsers, sessions, activity, turning off', async ({ service, open }) => {
  const page = await open();
  const owner = await turnedOn(service, page);
  const other = await open();
  await service.advance('30s');
  await owner.givePassword(other);
  await owner.pasteCode(other);
  await other.waitForURL(`${owner.home}/admin`);
  await saysWhoItWas(owner, page, other, await open(), service);
  await changesPassword(owner, page, other);
  await trusts(owner, page, other, service);
  await endsSessions(page, other, owner);
  await readsActivity(page, owner);
  await turnsOff(owner, page, service);
});

// choosesBeforeNext: the button waits for an app and tells why.
async function choosesBeforeNext(owner, page) {
  await page.goto(`${owner.home}/setup/app`);
  await takenOver(page);
  const next = page.getByRole('button', { name: 'Next' });
  assert.equal(await next.getAttribute('aria-disabled'), 'true');
  assert.equal(await next.evaluate((b) => document.getElementById(b.getAttribute('aria-describedby')).textContent), 'Choose an app first.');
  await look(page, 'account-no-app');
  await next.click({ force: true });
  await page.getByLabel('Authy').press('Enter');
  assert.ok(page.url().endsWith('/setup/app'));
  await page.locator('label', { hasText: 'Google Authenticator' }).click();
  await page.getByText('Choose an app first.').waitFor({ state: 'detached' });
  await next.click();
  await page.getByRole('heading', { name: /to your authenticator app/ }).waitFor();
}

async function renames(page) {
  await page.getByRole('button', { name: /^Rename/ }).click();
  const field = page.getByLabel('Name', { exact: true });
  await field.waitFor();
  await focuses(page, 'name');
  await field.fill('x'.repeat(41));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Use at most 40 characters').first().waitFor();
  await look(page, 'account-rename-wrong');
  await field.fill('Work phone');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Work phone' }).waitFor();
  await page.locator('#toast', { hasText: 'Renamed.' }).hover();
  await check(page, 'account-toast');
}

// opened checks a dialog as it opens: the focus is inside, Esc closes it and
// gives the focus back to the button that opened it.
async function opened(page, button, heading, name) {
  await button.click();
  const dialog = page.getByRole('dialog', { name: heading });
  await dialog.waitFor();
  await eventually(() => dialog.evaluate((d) => d.contains(document.activeElement)), `the focus is outside "${heading}"`);
  await look(page, name);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await focuses(page, await button.getAttribute('id'), `the focus did not come back from "${heading}"`);
  await button.click();
  await dialog.waitFor();
  return dialog;
}

// confirms answers the dialog that asks whether it's the person: wrong first.
async function confirms(owner, page, service, see = async () => {}) {
  await service.advance('30s');
  const dialog = page.getByRole('dialog', { name: "Confirm it's you" });
  const field = dialog.getByLabel('Code from your authenticator app');
  await field.waitFor();
  await page.waitForFunction(() => document.activeElement.id === 'confirm-code');
  await see('account-confirm');
  const wrong = (await owner.code()) === '000000' ? '111111' : '000000';
  await field.fill(wrong);
  await dialog.getByText(/not correct/).first().waitFor();
  assert.equal(await field.inputValue(), wrong, 'the wrong code is gone');
  await see('account-confirm-wrong');
  await field.fill(await owner.code());
  assert.doesNotMatch(page.url(), /\?/, 'what was typed stands in the address');
  await dialog.waitFor({ state: 'detached' });
}

// addsAndRemoves sets a second app up, replaces it, and removes it.
async function addsAndRemoves(owner, page, service) {
  const first = owner.app;
  await service.advance('11m');
  await page.getByRole('link', { name: 'Add another way' }).click();
  await look(page, 'account-confirm-page');
  await page.getByLabel('Code from your authenticator app').fill(await owner.code());
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForURL(/\/setup$/);
  await look(page, 'account-choose');
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await page.waitForURL(/\/setup\/app$/);
  await owner.setUpApp(page);
  await page.getByRole('link', { name: /Continue/ }).waitFor();
  await look(page, 'account-added');
  const second = await replaces(owner, page);
  owner.app = first;
  const dialog = await opened(page, second.getByRole('button', { name: /^Remove/ }), /^Remove /, 'account-remove');
  await service.advance('11m');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await confirms(owner, page, service, (name) => look(page, name));
  await page.getByText('That way to verify was removed.').first().waitFor();
  await focuses(page, 'methods-title');
  await page.getByRole('button', { name: /^Rename/ }).nth(1).waitFor({ state: 'detached' });
  await service.outbox.message(owner.email, /removed/i);
}

async function replaces(owner, page) {
  await page.goto(`${owner.home}/me/security`);
  const second = page.locator('#methods li').filter({ hasText: 'Google Authenticator' }).filter({ hasNotText: 'Work phone' });
  await second.getByRole('link', { name: /^Replace/ }).click();
  await owner.setUpApp(page);
  await page.getByRole('link', { name: /Continue/ }).waitFor();
  await look(page, 'account-replaced');
  await page.goto(`${owner.home}/me/security`);
  await second.waitFor();
  await look(page, 'account-two-methods');
  return second;
}

async function renewsCodes(owner, page, service) {
  await page.getByText('10 of 10 left.').first().waitFor();
  await service.advance('11m');
  await page.getByRole('button', { name: 'Get new codes' }).click();
  await confirms(owner, page, service);
  await page.waitForURL(/\/setup\/codes$/);
  await look(page, 'account-new-codes');
  const before = owner.recoveryCodes;
  await owner.keepRecoveryCodes(page, async () => {}, 'Done');
  await page.waitForURL(/\/me\/security$/);
  assert.equal(owner.recoveryCodes.filter((code) => before.includes(code)).length, 0, 'an old recovery code came again');
}

async function changesPassword(owner, page, other) {
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.waitForFunction(() => document.activeElement.id === 'password');
  await look(page, 'account-password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await look(page, 'account-password-empty');
  await page.getByLabel('Current password').fill('not the password');
  await page.getByLabel('New password').fill('short');
  await page.keyboard.press('Enter');
  await page.getByText(/at least|not correct/i).nth(1).waitFor();
  await look(page, 'account-password-wrong');
  await page.getByLabel('Current password').fill(owner.password);
  owner.password = 'quite another sentence that works';
  await page.getByLabel('New password').fill(owner.password);
  await page.keyboard.press('Enter');
  await page.getByText('Your password is changed.').first().waitFor();
  await other.goto(`${owner.home}/me/security`);
  await other.waitForURL(/sign-in/);
}

// saysWhoItWas claims one session at a new place and denies another.
async function saysWhoItWas(owner, page, other, stranger, service) {
  await page.goto(`${owner.home}/me/security`);
  const fresh = page.locator('#sessions li', { hasText: 'New place' });
  await fresh.first().waitFor();
  await look(page, 'account-new-place');
  await fresh.getByRole('button', { name: /^That was me/ }).click();
  await page.getByText('Noted: that was you.').first().waitFor();
  await fresh.first().waitFor({ state: 'detached' });
  await service.advance('30s');
  await owner.givePassword(stranger);
  await owner.pasteCode(stranger);
  await stranger.waitForURL(`${owner.home}/admin`);
  await stranger.goto(`${owner.home}/me/security`);
  await stranger.locator('#sessions li', { hasText: 'New place' }).first().waitFor();
  assert.equal(await stranger.getByRole('button', { name: /^That was me/ }).count(), 0, 'a new place vouches for itself');
  await page.reload();
  await fresh.getByRole('button', { name: /^That wasn.t me/ }).click();
  await page.getByText('Signed out there. Now choose a new password.').first().waitFor();
  await page.getByRole('link', { name: 'Change the password' }).waitFor();
  await page.waitForFunction(() => document.activeElement.id === 'password');
  await look(page, 'account-denied');
  await stranger.reload();
  await stranger.waitForURL(/sign-in/);
  await other.reload();
  await other.getByRole('heading', { level: 1 }).waitFor();
}

// trusts lets the other browser sign in for good, and takes that back.
async function trusts(owner, page, other, service) {
  await page.goto(`${owner.home}/admin/policy`);
  await page.getByRole('button', { name: '14 days' }).click();
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
  await page.getByText(/Version 2/).first().waitFor();
  await service.advance('30s');
  await owner.givePassword(other);
  await takenOver(other);
  await other.locator('label', { hasText: "Don't ask again" }).click();
  await owner.pasteCode(other);
  await other.waitForURL(/\/admin/);
  await page.goto(`${owner.home}/me/security`);
  await page.getByText(/^Trusted on/).first().waitFor();
  await page.locator('#trusted li', { hasText: 'Last used just now' }).first().waitFor();
  await look(page, 'account-trusted');
  await page.locator('#trusted li').getByRole('button', { name: /^Remove/ }).click();
  await page.getByText('That browser will ask for a code next time.').first().waitFor();
  await page.getByText('No trusted browsers.').first().waitFor();
  await page.locator('label', { hasText: 'This is a shared computer' }).click();
  await page.getByText('This browser is not offered to be trusted.').first().waitFor();
  await look(page, 'account-shared');
}

async function endsSessions(page, other, owner) {
  await page.locator('#sessions li').filter({ hasNotText: 'This device' }).getByRole('button', { name: /^Sign out/ }).click();
  await page.getByText('Signed out there.').first().waitFor();
  await other.goto(`${owner.home}/me/security`);
  await other.waitForURL(/sign-in/);
  await page.getByRole('button', { name: 'Sign out everywhere else' }).waitFor({ state: 'detached' });
}

async function readsActivity(page, owner) {
  await page.getByRole('link', { name: 'Show all activity' }).click();
  await page.waitForURL(`${owner.home}/me/activity`);
  await page.getByRole('heading', { level: 1, name: 'Recent activity' }).waitFor();
  await look(page, 'activity');
  await page.getByRole('button', { name: 'Changes' }).click();
  await page.waitForURL(/show=changes/);
  await look(page, 'activity-changes');
  const arrival = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download (CSV)' }).click();
  const rows = (await readFile(await (await arrival).path(), 'utf8')).trim().split('\r\n');
  assert.equal(rows[0].replace('\ufeff', ''), 'time,event,ip,browser,place');
  assert.ok(rows.length > 5, `only ${rows.length} rows`);
  await page.goBack();
  await page.waitForURL(/\/me\/activity$/);
}

async function turnsOff(owner, page, service) {
  await page.goto(`${owner.home}/me/security`);
  const dialog = await opened(page, page.getByRole('button', { name: 'Turn off' }), 'Turn off 2-step verification?', 'account-turn-off');
  await focuses(page, 'turnoff-dialog-close', 'the danger dialog does not begin at its harmless button');
  await service.advance('11m');
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await confirms(owner, page, service);
  await page.getByRole('heading', { name: '2-step verification is off' }).waitFor();
  await focuses(page, 'state-title');
  await service.outbox.message(owner.email, /off/);
}
