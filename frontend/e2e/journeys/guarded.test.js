import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look as plain } from '../harness/look.js';
import { DemoPerson, demo, look, openPerson } from './demo.js';

const amirs = 'The reset of Maria Weber happens on';

journey('O11 S17 F39 a reset that a second administrator approves, one that waits, and an account frozen from the mail and opened by an owner', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const amir = await DemoPerson.of(service, 'northwind', 'admin', 'Amir Haddad');
  const helga = await DemoPerson.of(service, 'northwind', 'helga', 'Helga Straßer');
  const maria = await DemoPerson.of(service, 'northwind', 'maria', 'Maria Weber');
  const [hers, his] = [await open(), await open()];
  await owner.signIn(hers);
  await guards(owner, hers);

  await amir.signIn(his);
  await asksFor(amir, his, 'Maria Weber', 'Reset');
  await his.getByText(amirs).first().waitFor();
  await his.getByText(/^Reset on /).first().waitFor();
  await look(his, 'guard-waiting');
  await notMe(service, await open({ script: false }), maria);
  await opensAgain(owner, hers);
  await maria.givePassword(await open());

  await asksFor(amir, his, 'Helga Straßer', 'Ask for approval');
  await his.getByText('Reset waits for approval').first().waitFor();
  await approves(owner, hers);
  await his.reload();
  await his.getByText(/^Reset on /).first().waitFor();
  await service.advance('48h1m');
  await service.outbox.message(helga.email, /was reset by Amir Haddad/);
  const after = await open();
  await helga.givePassword(after);
  await after.getByRole('heading', { name: 'Set up your second step again' }).waitFor();
}, demo);

// guards lets resets of administrators be approved, and every reset wait.
async function guards(owner, page) {
  await page.goto(`${owner.home}/admin/policy`);
  await page.getByRole('group', { name: 'Resets that need a second administrator' }).getByLabel('Administrator').check();
  await page.getByLabel('Hours a reset waits').fill('48');
  await look(page, 'policy-guards');
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByRole('dialog').getByText('48 hours').first().waitFor();
  await page.getByRole('button', { name: 'Apply' }).click();
  await owner.confirmInPlace(page);
  await page.getByText(/Version \d+/).first().waitFor();
}

async function asksFor(who, page, name, verb) {
  await openPerson(who, page, name);
  await page.getByRole('button', { name: 'Reset 2-step verification' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('In person').click();
  await dialog.getByText('Set up at the next sign-in with the password only').click();
  await look(page, `guard-${verb === 'Reset' ? 'wait' : 'ask'}`);
  await dialog.getByRole('button', { name: verb, exact: true }).click();
  if (verb === 'Reset') await who.confirmInPlace(page);
  await dialog.waitFor({ state: 'detached' });
}

// notMe reads the announcement in a browser without script.
async function notMe(service, page, maria) {
  await page.goto(await service.outbox.link(maria.email, /is going to be reset by Amir Haddad/));
  await page.getByText('Nobody can sign in to your account').first().waitFor();
  await plain(page, 'objection-freeze');
  await page.getByRole('button', { name: "This wasn't me" }).click();
  await page.getByText('An owner of your organization can open it again: talk to one.').first().waitFor();
  await plain(page, 'objection-frozen');
  await page.goto(`${maria.home}/sign-in`);
  await page.getByLabel('Email').fill(maria.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(maria.password);
  await page.getByRole('button', { name: 'Log in' }).or(page.getByRole('button', { name: 'Sign in' })).first().click();
  await page.getByText('This account is frozen').first().waitFor();
}

async function opensAgain(owner, page) {
  await openPerson(owner, page, 'Maria Weber');
  await page.getByText('Nobody can sign in to this account').first().waitFor();
  await look(page, 'person-frozen');
  await page.getByRole('button', { name: 'Open the account' }).click();
  await look(page, 'person-unfreeze');
  await page.getByRole('dialog').getByRole('button', { name: 'Open the account' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('Nobody can sign in to this account').first().waitFor({ state: 'detached' });
}

async function approves(owner, page) {
  await page.goto(`${owner.home}/admin/requests`);
  await page.getByText('Approval of a reset').first().waitFor();
  await look(page, 'requests-approval');
  await page.getByRole('link', { name: /^R-\d+/ }).first().click();
  await page.getByText('Asked by').first().waitFor();
  await look(page, 'request-approval');
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await page.getByText('Done by Nora Lindqvist').first().waitFor();
  assert.match(page.url(), /\/admin\/requests\/req_/);
}
