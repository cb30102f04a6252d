import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { eventually } from '../harness/patience.js';
import { DemoPerson, demo, look, refuse } from './demo.js';

journey('7.11 an administrator gives a message words of their own, tries them and goes back', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await owner.signIn(page);
  await page.goto(`${owner.home}/admin/messages`);
  await page.getByRole('link', { name: 'Wording' }).click();
  await page.getByRole('cell', { name: /Default/ }).first().waitFor();
  await look(page, 'templates');
  await mail(owner, page);
  await text(owner, page);
}, demo);

async function mail(owner, page) {
  await page.getByRole('link', { name: /Invitation, Deutsch/ }).click();
  const subject = page.getByLabel('Subject');
  await page.getByRole('group', { name: 'Preview' }).getByText('Sam Okafor hat Sie').first().waitFor();
  await subject.fill('"><h2>Willkommen bei ');
  await page.getByRole('button', { name: /^\{org\}.*into Subject/ }).click();
  await eventually(async () => (await subject.inputValue()) === '"><h2>Willkommen bei {org}', 'the subject is something else');
  await page.getByRole('group', { name: 'Preview' }).getByText(/"><h2>Willkommen bei Northwind/).first().waitFor();
  await look(page, 'template-draft');
  await page.getByRole('button', { name: 'Plain text', exact: true }).click();
  await page.getByRole('group', { name: 'Preview' }).getByText(/Er gilt 14 Tage/).first().waitFor();
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await page.getByLabel('Text', { exact: true }).fill('{by} {days} www.evil.example');
  await page.getByText(/Leave out links/).first().waitFor();
  await look(page, 'template-error');
  await page.getByLabel('Text', { exact: true }).fill('{by} lädt Sie ein.\n\nDer Link gilt {days}.');
  await page.getByText(/Leave out links/).first().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Send me a test' }).click();
  await owner.confirmInPlace(page);
  await owner.service.outbox.message(owner.email, /Test: "><h2>Willkommen bei Northwind/);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').first().waitFor();
  await page.getByRole('region', { name: 'History' }).getByText('Nora Lindqvist').first().waitFor();
  await page.getByRole('button', { name: 'Reset to default' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset to default' }).click();
  await page.getByText('The default words are in force.').first().waitFor();
  await page.getByRole('button', { name: 'Go back to this' }).click();
  await page.getByText('These words are not saved.').first().waitFor();
  await eventually(async () => (await subject.inputValue()) === '"><h2>Willkommen bei {org}', 'the subject is something else');
  await look(page, 'template-history');
  await page.getByRole('button', { name: 'Discard' }).click();
}

async function text(owner, page) {
  await page.goto(`${owner.home}/admin/messages/templates/code_text.ar`);
  await page.getByText(/1 text message: \d+ of 70 characters/).first().waitFor();
  await page.getByRole('textbox', { name: 'Text' }).fill('رمزك هو {code} وينتهي خلال {minutes}. لا تشاركه مع أي شخص مهما كان السبب');
  await page.getByText('2 text messages').first().waitFor();
  await look(page, 'template-text');
  const heal = await refuse(page, '/messages/templates');
  await page.goto(`${owner.home}/admin/messages/templates`);
  await page.getByText(/Something went wrong/).first().waitFor();
  await heal();
}
