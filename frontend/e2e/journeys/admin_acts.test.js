import { journey } from '../harness/journey.js';
import { focuses } from '../harness/patience.js';
import { DemoPerson, demo, look, openPerson } from './demo.js';

journey('P22 P23 P24 what can be done on a person’s page, and every dialog of it', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await owner.signIn(page);
  await changes(owner, page);
  await reset(owner, page);
}, demo);

async function changes(owner, page) {
  await openPerson(owner, page, 'Jonas Brückner');
  await page.getByText(/Too many wrong codes/).first().waitFor();
  await look(page, 'person-locked');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await owner.confirmInPlace(page);
  await page.getByText('Jonas Brückner can enter codes again.').first().waitFor();
  await page.getByText(/Too many wrong codes/).waitFor({ state: 'detached' });
  await focuses(page, 'title', 'the focus is lost with the button that unlocked');
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
  await page.getByRole('heading', { name: 'Access code for Maria Weber' }).waitFor();
  await look(page, 'reset-result');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Reset 2-step verification' }).click();
  await page.getByText('Nothing to reset. Give an access code instead?').first().waitFor();
  await page.getByText(/Was reset .* by Nora Lindqvist/).first().waitFor();
  await look(page, 'reset-nothing');
}
