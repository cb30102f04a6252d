// What people do on the screens, as journeys need it.

// start signs an organization up and confirms its owner's address, so that the
// owner stands signed in at the checklist. see is called at each screen.
export async function start({ service, page, organization, short, name, email, password, see = async () => {} }) {
  await page.goto(`${service.url}/start`);
  await see('start');
  await page.getByLabel('Organization name').fill(organization);
  await page.getByLabel('Short name').fill(short);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Your email').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Create organization' }).click();
  await page.getByRole('heading', { name: 'Confirm your email' }).waitFor();
  await see('confirm-sent');
  await page.goto(await service.outbox.link(email, /Confirm your email/));
  await see('confirm-email');
  await page.getByRole('button', { name: 'Confirm email' }).click();
  await page.waitForURL(`**/t/${short}/admin`);
}
