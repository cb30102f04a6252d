import { journey } from '../harness/journey.js';
import { DemoPerson, demo, look, openPerson } from './demo.js';

journey('O11 O12 a person’s page, in every state', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const page = await open();
  await owner.signIn(page);
  await persons(owner, page);
  const admin = await DemoPerson.of(service, 'northwind', 'admin', 'Amir Haddad');
  const other = await open();
  await admin.signIn(other);
  await openPerson(admin, other, 'Nora Lindqvist');
  await other.getByText('Only an owner can change their own second step.').first().waitFor();
  await look(other, 'person-owner');
}, demo);

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
