import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { maria, member } from './people.js';

journey('the way in goes wrong: waits, a lost phone, a half-done set-up, a paused account, requests that make no sense', async ({ service, open }) => {
  const owner = maria(service);
  const admin = await open();
  await owner.startByAPI(admin);
  await admin.goto(`${owner.home}/setup/app`);
  await owner.confirm(admin);
  await leavesHalfway(admin, owner);

  const page = await open();
  await isPaused(page, admin, service, owner);
  await mistypes(page, owner);
  await losesThePhone(page, service, owner);
  await makesNoSense(page, owner);
  if (!service.database) await losesTheDatabase(page, service, owner);
});

// leavesHalfway chooses an app, goes elsewhere, comes back and goes on.
async function leavesHalfway(page, owner) {
  await owner.chooseApp(page);
  await page.getByRole('heading', { name: /to your authenticator app/ }).waitFor();
  await page.goto(`${owner.home}/setup`);
  await page.getByRole('heading', { name: 'Go on setting up?' }).waitFor();
  await look(page, 'setup-interrupted');
  await page.getByRole('link', { name: 'Go on' }).click();
  await owner.scanKey(page);
  await owner.keepRecoveryCodes(page);
}

// mistypes the password often, each time after the wait, and once before it.
async function mistypes(page, owner) {
  await page.goto(`${owner.home}/sign-in`);
  await page.getByLabel('Email').fill(owner.email);
  for (let left = 9; left >= 0; left--) {
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Sign in', exact: true }).click()]);
    if (left > 1) await owner.service.advance('5m');
  }
  await page.getByRole('button', { name: /Try again in/ }).waitFor();
  await look(page, 'password-wait');
  await owner.service.advance('20m');
}

async function losesThePhone(page, service, owner) {
  await owner.givePassword(page);
  await page.goto(`${owner.home}/sign-in/verify/methods`);
  await look(page, 'methods');
  await page.goto(`${owner.home}/sign-in/verify/recovery`);
  await look(page, 'recovery');
  await page.getByLabel('Recovery code').fill('k7m2-p9xw-4t3h-q8rz');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await look(page, 'recovery-wrong');
  await page.getByLabel('Recovery code').fill(owner.recoveryCodes[0]);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'You used a recovery code' }).waitFor();
  await look(page, 'recovery-used');
  await page.getByRole('button', { name: 'No, continue' }).click();
}

async function isPaused(page, admin, service, owner) {
  const lee = member(owner, 'Lee Wong', 'lee@northwind.example');
  await service.advance('30s');
  await owner.invite(admin, lee.email);
  await lee.join(await page.context().newPage());
  await admin.goto(`${owner.home}/admin/people`);
  await admin.getByRole('link', { name: lee.name, exact: true }).click();
  await admin.getByText('More', { exact: true }).click();
  await admin.getByRole('button', { name: 'Suspend' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await admin.getByText('is suspended.').first().waitFor();
  await page.context().clearCookies();
  await lee.givePassword(page);
  await page.getByRole('heading', { name: 'Your account is paused' }).waitFor();
  await look(page, 'paused');
}

// makesNoSense posts where nothing can be posted to.
async function makesNoSense(page, owner) {
  await page.goto(`${owner.home}/help`);
  const [answer] = await Promise.all([
    page.waitForNavigation(),
    page.evaluate(() => {
      const form = document.createElement('form');
      form.method = 'post';
      document.body.append(form);
      form.submit();
    }),
  ]);
  assert.equal(answer.status(), 405);
  await look(page, 'method');
}

// losesTheDatabase takes the embedded database's file away and gives it back.
async function losesTheDatabase(page, service, owner) {
  const file = join(service.data, 'twofold.db');
  await rename(file, `${file}.away`);
  const answer = await page.goto(`${owner.home}/sign-in`);
  assert.equal(answer.status(), 503);
  await page.locator('#main').getByText('You can try again now').first().waitFor();
  await look(page, 'unavailable');
  await rename(`${file}.away`, file);
  assert.equal((await page.goto(`${owner.home}/sign-in`)).status(), 200);
}
