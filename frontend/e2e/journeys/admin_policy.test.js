import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { shows } from '../harness/patience.js';
import { DemoPerson, demo, look } from './demo.js';

// Of Blue Heron Books, who would have to set up: members, and people who are
// only invited.
const members = ['nadia', 'theo', 'ulrike', 'zoe', 'ivan', 'abena', 'rosa'];
const invited = 2;

journey('A4 O6 M2 M3 M8 S4 S19 the policy is previewed in true numbers, and two admins at once lose nothing', async ({ service, open }) => {
  const ruth = await DemoPerson.of(service, 'blue-heron', 'ruth', 'Ruth Adeyemi');
  const felix = await DemoPerson.of(service, 'blue-heron', 'felix', 'Felix Böhm');
  const [hers, his] = [await open(), await open()];
  await ruth.signIn(hers);
  await felix.signIn(his);
  await draft(felix, his, { days: '30', tries: '7', minutes: '45' });
  const mail = await preview(ruth, hers);
  await apply(ruth, hers);
  await affected(service, ruth, await open({ script: false }), mail);
  await conflict(felix, his);
  await controls(his);
}, demo);

// draft changes three settings, not saved yet.
async function draft(who, page, { days, tries, minutes }) {
  await page.goto(`${who.home}/admin/policy`);
  await page.getByLabel('Days a browser can be trusted').fill(days);
  await page.getByLabel('Wrong codes in a row').fill(tries);
  await page.getByLabel('Minutes of refusal').fill(minutes);
  await page.getByRole('button', { name: 'Review changes' }).waitFor();
}

// preview reads whom a draft would affect, and answers the mail it shows.
async function preview(ruth, page) {
  await page.goto(`${ruth.home}/admin/policy`);
  await page.getByText('Change something to see whom it affects.').first().waitFor();
  await page.getByText('Strong. An app shows a code every 30 seconds').first().waitFor();
  await page.getByText('A little less safe: it relies on the phone carrier').first().waitFor();
  await page.getByLabel('Wrong codes in a row').fill('99');
  await page.locator('#lock_attempts[aria-invalid=true]').waitFor();
  await look(page, 'policy-error');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('Required', { exact: true }).click();
  await page.getByLabel('Minutes of refusal').fill('20');
  await page.getByRole('button', { name: '14 days' }).click();
  await page.getByText(`${members.length + invited} people will have to set up.`).first().waitFor();
  await page.getByText('By email: Set up 2-step verification for Blue Heron Books').click();
  await look(page, 'policy-preview');
  return page.locator('#seen-mail').textContent();
}

async function apply(ruth, page) {
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByText(`Email the ${members.length} people now`).first().waitFor();
  await look(page, 'policy-review');
  await page.getByRole('button', { name: 'Apply' }).click();
  await ruth.confirmInPlace(page);
  await page.getByText(/Version 3/).first().waitFor();
}

// affected signs in as everybody the preview counted: each is led to set-up,
// nobody else is, and the mail was the one that was shown.
async function affected(service, ruth, page, mail) {
  const arrive = async (local) => {
    const who = await DemoPerson.of(service, 'blue-heron', local);
    await who.givePassword(page);
    await page.waitForURL(/\/(setup|verify)$/);
    return [new URL(page.url()).pathname.replace('/t/blue-heron', ''), who];
  };
  for (const local of members) {
    const [path, who] = await arrive(local);
    assert.equal(path, '/setup', `${local} was counted and not led to set-up`);
    const { text } = await service.outbox.message(who.email, /^Set up 2-step verification/);
    const words = (s) => s.replaceAll('\u200b', '').replace(/Reference: .*\n\n/, '').trim();
    assert.equal(words(text), words(mail));
    await page.context().clearCookies();
  }
  for (const local of ['greta', 'hassan']) {
    const [path, who] = await arrive(local);
    assert.equal(path, '/sign-in/verify', `${local} was not counted and led to set-up`);
    assert.deepEqual((await service.outbox.messages(who.email)).filter(({ subject }) => /^Set up/.test(subject)), []);
  }
}

// conflict saves over her version: what only one of them changed stays, what
// both changed is chosen.
async function conflict(felix, page) {
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await felix.confirmInPlace(page);
  const dialog = page.getByRole('dialog', { name: /Ruth Adeyemi changed this/ });
  await dialog.waitFor();
  await dialog.locator('#clash-lock_minutes').waitFor();
  await look(page, 'policy-conflict');
  await dialog.locator('#clash-lock_minutes').selectOption('Theirs');
  await dialog.getByRole('button', { name: 'Review again' }).click();
  await page.getByRole('dialog', { name: 'Review changes' }).waitFor();
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText(/Version 4/).first().waitFor();
  await page.reload();
  await page.getByLabel('Minutes of refusal').waitFor();
  const now = {
    mode: await page.getByLabel('Required', { exact: true }).isChecked(),
    days: await page.getByLabel('Days a browser can be trusted').inputValue(),
    tries: await page.getByLabel('Wrong codes in a row').inputValue(),
    minutes: await page.getByLabel('Minutes of refusal').inputValue(),
  };
  assert.deepEqual(now, { mode: true, days: '30', tries: '7', minutes: '20' });
}

// controls makes text messages a way back in alone, to one country, and lets
// wrong codes lock the account. The preview counts who would be left without a
// way where that is their only one.
async function controls(page) {
  const back = page.getByRole('group', { name: 'Only to get back in' });
  await page.getByLabel('Text message', { exact: true }).check();
  await back.getByLabel('Authenticator app').check();
  await page.getByText(/\d+ people have only ways to verify that are no longer accepted/).first().waitFor();
  await look(page, 'policy-left-without');
  await back.getByLabel('Authenticator app').uncheck();
  await back.getByLabel('Text message').check();
  await page.getByText('As chosen now: Wherever the service sends:').first().waitFor();
  await page.getByText('Choose countries').click();
  await page.getByLabel('Find a country').fill('ire');
  await page.getByLabel('Ireland (+353)').check();
  await shows(page.getByRole('group', { name: 'Countries' }).getByRole('checkbox'), 1);
  await page.getByLabel('Find a country').fill('');
  await page.getByText('Everything', { exact: true }).click();
  await page.getByText('As chosen now: Ireland').first().waitFor();
  await look(page, 'policy-controls');
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Allow text messages all the same').click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText(/Version 5/).first().waitFor();
  await page.getByText('Only to get back in: None → Text message').first().waitFor();
  await page.getByText('What is refused meanwhile: Codes → Everything').first().waitFor();
  await page.getByText(/Countries: Wherever the service sends: \d+ countries → Ireland/).first().waitFor();
}

journey('S4 S7 S14 S15 S16 S17 S22 S23 S24 F33 A31 P23 one second step for everyone, and what is settled about getting back in', async ({ service, open }) => {
  const ruth = await DemoPerson.of(service, 'blue-heron', 'ruth', 'Ruth Adeyemi');
  const page = await open();
  await ruth.signIn(page);
  await page.goto(`${ruth.home}/admin/policy`);
  await page.getByText('You: everyone uses the same one').click();
  await page.getByRole('group', { name: "Everyone's second step" }).getByLabel('Authenticator app').check();
  await gettingBack(page);
  await page.getByRole('button', { name: 'Review changes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Review changes' });
  await shows(dialog.getByText('Less safe than before'), 3);
  await look(page, 'policy-back-review');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await ruth.confirmInPlace(page);
  await page.getByText('Ways out of a lost second step: Another way to verify, Recovery code, Your administrators, Support by phone, Support by email → Recovery code, Another way to verify, Your administrators, Support by phone').first().waitFor();
  await page.getByText('Who picks the method: Each person → You: everyone uses the same one').first().waitFor();
  await page.reload();
  await page.getByLabel('Questions to choose from').waitFor();
  assert.equal(await page.getByLabel('Questions to choose from').inputValue(), 'Which?\nWhere?');
  assert.equal(await page.getByLabel('Link to the recovery codes, Deutsch').inputValue(), 'Kein Code');
  await page.goto(`${ruth.home}/admin/audit`);
  await page.getByText(/changed the policy/).first().click();
  await page.getByText('Questions a person answers').first().waitFor();
}, demo);

// gettingBack fills in the section about getting back in; an error stands at
// its field.
async function gettingBack(page) {
  const section = page.locator('#back');
  await section.getByText('The link alone', { exact: true }).click();
  await section.getByRole('button', { name: 'Move down Another way to verify' }).click();
  await section.getByLabel('Support by email', { exact: true }).uncheck();
  await section.getByLabel('Who answers').fill('The Blue Heron desk');
  await section.getByLabel('Support phone').fill('+44 20 7946 0018');
  await section.getByText('A text of yours', { exact: true }).click();
  await section.getByLabel('Text instead of names').fill('Ask at the front desk.');
  await section.getByText('Always', { exact: true }).click();
  await section.getByText('Whoever wants to', { exact: true }).click();
  await section.getByText(/leaves OWASP ASVS 6.4.2 and NIST SP 800-63B/).first().waitFor();
  await section.getByLabel('Questions a person answers').fill('99');
  await section.locator('[id="ways_back.question_count"][aria-invalid=true]').waitFor();
  await section.getByLabel('Questions a person answers').fill('2');
  await section.getByLabel('Questions to choose from').fill('Which?\nWhere?');
  await section.getByLabel('Hours a changed number rests').fill('24');
  await section.getByLabel('Link to the recovery codes, Deutsch').fill('Kein Code');
  await page.locator('[aria-invalid=true]').waitFor({ state: 'detached' });
  await look(page, 'policy-back');
}
