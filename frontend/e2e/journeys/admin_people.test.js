import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look as check } from '../harness/look.js';
import { DemoPerson, demo, hold, look, refuse } from './demo.js';

journey('O11 O12 P22 P23 the people table and a person’s page, in every state', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await owner.signIn(page);
  await table(owner, page);
  await rows(owner, page);
  await persons(owner, page);
  await changes(owner, page);
  await reset(owner, page);
  const admin = await DemoPerson.of(service, 'northwind', 'admin', 'Amir Haddad');
  const other = await open();
  await admin.signIn(other);
  await openPerson(admin, other, 'Nora Lindqvist');
  await other.getByText('Only an owner can change their own second step.').first().waitFor();
  await look(other, 'person-owner');
}, demo);

async function table(owner, page) {
  const go = await hold(page, '/people');
  await page.goto(`${owner.home}/admin/people`);
  await page.locator('[aria-busy=true]').waitFor();
  await check(page, 'admin-people-loading');
  await go();
  await page.getByText('Showing 42 of 42').waitFor();
  await look(page, 'people');
  await page.getByLabel('2-step', { exact: true }).selectOption('Locked');
  await page.getByText('Showing 2 of 2').waitFor();
  await page.getByLabel('Role').selectOption('User');
  await page.getByText('Role: User').waitFor();
  await look(page, 'people-filtered');
  await page.getByRole('searchbox').fill('nobody at all');
  await page.getByText('No one matches.').waitFor();
  await look(page, 'people-no-match');
  const heal = await refuse(page, '/people');
  await page.getByRole('searchbox').fill('lee');
  await page.getByText(/Something went wrong/).first().waitFor();
  await look(page, 'people-error');
  await heal();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No one matches.').waitFor();
  await page.getByRole('button', { name: 'Clear all' }).first().click();
  await page.getByText('Showing 42 of 42').waitFor();
}

// rows sorts the table, keeps that in the address, and acts on a person
// without opening their page; the focus is never lost.
async function rows(owner, page) {
  await page.keyboard.press('/');
  assert.equal(await focused(page), 'q', 'the slash does not lead to the search box');
  await page.getByRole('button', { name: 'Last sign-in' }).click();
  await page.getByRole('button', { name: 'Last sign-in' }).click();
  await page.waitForURL(/sort=-last_sign_in$/);
  await page.reload();
  await page.locator('tbody tr').first().getByText('Nora Lindqvist').waitFor();
  assert.equal(await page.getByRole('columnheader', { name: 'Last sign-in' }).getAttribute('aria-sort'), 'descending');
  await page.goBack();
  await page.waitForURL(/sort=last_sign_in$/);
  await page.locator('tbody tr').first().getByText('Never').waitFor();
  const acts = page.getByRole('button', { name: 'Actions for Jonas Brückner' });
  await acts.click();
  await page.getByRole('button', { name: 'Unlock' }).waitFor();
  await look(page, 'people-menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Unlock' }).waitFor({ state: 'detached' });
  const button = await acts.getAttribute('id');
  assert.equal(await focused(page), button, 'Escape does not lead back to the button');
  await acts.click();
  await page.getByRole('button', { name: 'Suspend' }).click();
  await page.getByRole('dialog', { name: 'Suspend Jonas Brückner?' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await focused(page), button, 'the dialog does not give the focus back');
}

function focused(page) {
  return page.evaluate(() => document.activeElement.id);
}

async function openPerson(who, page, name) {
  await page.goto(`${who.home}/admin/people`);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

async function persons(owner, page) {
  await openPerson(owner, page, 'Maria Weber');
  await look(page, 'person');
  await page.getByText('More', { exact: true }).click();
  await look(page, 'person-more');
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('link', { name: 'Activity' }).click();
  await look(page, 'person-activity');
  await page.getByRole('link', { name: 'Profile' }).click();
  await look(page, 'person-profile');
  await openPerson(owner, page, 'Nora Lindqvist');
  await page.getByText("You can't do this to yourself here.").first().waitFor();
  await look(page, 'person-self');
  await openPerson(owner, page, 'Otto Grünwald');
  await page.getByText('More', { exact: true }).click();
  await look(page, 'person-suspended');
  await openPerson(owner, page, 'new.hire@northwind.example');
  await page.getByText('More', { exact: true }).click();
  await look(page, 'person-invited');
}

async function changes(owner, page) {
  await openPerson(owner, page, 'Jonas Brückner');
  await page.getByText(/Too many wrong codes/).waitFor();
  await look(page, 'person-locked');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await owner.confirmInPlace(page);
  await page.getByText('Jonas Brückner can enter codes again.').first().waitFor();
  for (const [verb, name] of [['Change role', 'role'], ['Suspend', 'suspend'], ['Sign out everywhere', 'end']]) {
    await page.getByText('More', { exact: true }).click();
    await page.locator('#more-actions').getByRole('button', { name: verb }).click();
    await page.getByRole('dialog').waitFor();
    await look(page, `${name}-dialog`);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await openPerson(owner, page, 'Sam Okafor');
  await page.getByText('More', { exact: true }).click();
  await page.locator('#more-actions').getByRole('button', { name: 'Suspend' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await page.getByText('Sam Okafor is suspended.').first().waitFor();
}

async function reset(owner, page) {
  await openPerson(owner, page, 'Maria Weber');
  await page.getByRole('button', { name: 'Reset 2-step verification' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await page.getByText('Choose how you checked who is asking').first().waitFor();
  await look(page, 'reset-dialog');
  await page.getByText('In person', { exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await page.getByText(/was reset for Maria Weber/).waitFor();
  await look(page, 'reset-result');
  await page.getByRole('button', { name: 'Reset 2-step verification' }).click();
  await page.getByText('In person', { exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await page.getByText('There is nothing to reset.').first().waitFor();
  await look(page, 'reset-refused');
}
