import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look as check } from '../harness/look.js';
import { focuses } from '../harness/patience.js';
import { DemoPerson, demo, hold, look, refuse } from './demo.js';

journey('the people table, in every state', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await owner.signIn(page);
  await table(owner, page);
  await rows(owner, page);
}, demo);

async function table(owner, page) {
  const go = await hold(page, '/people');
  await page.goto(`${owner.home}/admin/people`);
  await page.locator('[aria-busy=true]').waitFor();
  await check(page, 'admin-people-loading');
  await go();
  await page.getByText('Showing 42 of 42').first().waitFor();
  await look(page, 'people');
  await page.getByLabel('2-step', { exact: true }).selectOption('Locked');
  await page.getByText('Showing 2 of 2').first().waitFor();
  await page.getByLabel('Role').selectOption('User');
  await page.getByText('Role: User').first().waitFor();
  await look(page, 'people-filtered');
  await page.getByRole('searchbox').fill('nobody at all');
  await page.getByText('No one matches.').first().waitFor();
  await look(page, 'people-no-match');
  const heal = await refuse(page, '/people');
  await page.getByRole('searchbox').fill('lee');
  await page.getByText(/Something went wrong/).first().waitFor();
  await look(page, 'people-error');
  await heal();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No one matches.').first().waitFor();
  await page.getByRole('button', { name: 'Clear all' }).first().click();
  await page.getByText('Showing 42 of 42').first().waitFor();
}

// rows sorts the table, keeps that in the address, and acts on a person
// without opening their page; the focus is never lost.
async function rows(owner, page) {
  await page.locator('h1').focus();
  await page.keyboard.press('/');
  await focuses(page, 'q', 'the slash does not lead to the search box');
  await page.getByRole('button', { name: 'Last sign-in' }).click();
  await page.getByRole('button', { name: 'Last sign-in' }).click();
  await page.waitForURL(/sort=-last_sign_in$/);
  await page.reload();
  await page.locator('tbody tr').first().getByRole('link', { name: 'Nora Lindqvist', exact: true }).waitFor();
  assert.equal(await page.getByRole('columnheader', { name: 'Last sign-in' }).getAttribute('aria-sort'), 'descending');
  await page.goBack();
  await page.waitForURL(/sort=last_sign_in$/);
  await page.locator('tbody tr').first().getByText('Never').first().waitFor();
  const acts = page.getByRole('button', { name: 'Actions for Jonas Brückner' });
  await acts.click();
  await page.getByRole('button', { name: 'Unlock' }).waitFor();
  await look(page, 'people-menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Unlock' }).waitFor({ state: 'detached' });
  const button = await acts.getAttribute('id');
  await focuses(page, button, 'Escape does not lead back to the button');
  await acts.click();
  await page.getByRole('button', { name: 'Suspend' }).click();
  await page.getByRole('dialog', { name: 'Suspend Jonas Brückner?' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await focuses(page, button, 'the dialog does not give the focus back');
}
