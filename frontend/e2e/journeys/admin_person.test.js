import { journey } from '../harness/journey.js';
import { DemoPerson, demo, look } from './demo.js';

journey('O11 O12 P22 P23 a person’s page and what can be done there, in every state', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await owner.signIn(page);
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
