import { journey } from '../harness/journey.js';
import { arrived, look as check } from '../harness/look.js';
import { DemoPerson, demo, hold, refuse } from './demo.js';
import { settled } from './people.js';
import { Agent, answersOf, call, caller, never, number, provable, right, signsIn, unlockLink } from './support.js';

const wrong = ['Oak Lane', 'Nobody', 'Somebody', 'Nowhere'];
const chosen = 'a new sentence to remember';

async function look(page, name) {
  await settled(page);
  await check(page, `cases-${name}`);
}

journey('A21 A22 A28 O16 F13 F28 a locked-out person calls: proofs, an unlock mail, a new set-up, and the desk is told no secret', async ({ service, open }) => {
  const heard = [];
  const maria = await caller(service, open, 'maria', 'Maria Weber');
  const sven = await Agent.of(service, 'sven', 'Sven Aalto', heard);
  const desk = await open();
  await atQueue(sven, desk);
  const shown = await sven.opens(desk, maria, 'Locked out', (page) => look(page, 'open'));
  await desk.getByText(`${shown} is open. Tell the caller this number.`).first().waitFor();
  await look(desk, 'new');

  const mailed = await readsOutMail(sven, desk, service, maria);
  await sven.answers(desk, right, 'Match: the answers are right.');
  await desk.locator('#decision li', { hasText: 'Link by email' }).getByText('1 of 2 proofs').first().waitFor();
  await desk.locator('#decision li', { hasText: 'Text message in the place' }).getByText('2 of 2 proofs').first().waitFor();
  await desk.getByText('Two proofs by different ways are needed first.').first().waitFor();
  await look(desk, 'proved-once');
  await service.advance('31s');
  const texted = await sven.readsOut(desk, 'text message', async () => (await service.outbox.message(number, /Text message/)).code);
  await look(desk, 'proved');
  await sven.gives(desk, 'Give', 'Link by email', 'Given. The person is told at every address.');
  await desk.getByText('Given by Sven Aalto, support').first().waitFor();
  await look(desk, 'granted');
  await sven.reads(desk);

  const link = unlockLink(await service.outbox.messages(maria.email));
  const page = await open();
  await page.goto(link);
  await page.getByLabel('New password', { exact: true }).fill(chosen);
  await page.getByLabel('New password again').fill(chosen);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Replace your device' }).waitFor();
  await page.goto(`${maria.home}/me/security`);
  await page.getByRole('heading', { name: 'Replace your device' }).waitFor();
  await desk.reload();
  await desk.locator('#given').getByText(/^Used/).first().waitFor();
  await sven.reads(desk);
  await never(service, heard, [...right.map((a) => ['an answer', a]), ['the code in the mail', mailed], ['the code in the text message', texted], ['the number', number],
    ['the number without its country', '7700900123'], ['the link', link.split('/').at(-1)], ['the password', chosen]]);
}, demo);

journey('A21 F13 wrong answers: no match, and the third ends it for the day, for every agent', async ({ service, open }) => {
  const heard = [];
  const page = await open();
  await provable(service, await open());
  const sam = await DemoPerson.of(service, 'northwind', 'sam', 'Sam Okafor');
  await signsIn(sam, page);
  await answersOf(sam, page, right);
  const [sven, dana] = [await Agent.of(service, 'sven', 'Sven Aalto', heard), await Agent.of(service, 'dana', 'Dana Kowalski', heard)];
  const [desk, other] = [await open(), await open()];
  await sven.atWork(desk);
  const shown = await sven.opens(desk, sam, 'Lost device');
  await sven.answers(desk, [wrong[0], ...right.slice(1)], 'No match');
  await sven.answers(desk, wrong, 'No match');
  await dana.atWork(other);
  await other.getByRole('link', { name: shown }).click();
  await other.getByRole('heading', { level: 1, name: shown }).waitFor();
  await settled(other);
  await dana.answers(other, wrong, 'No match');
  const over = /checked three times in 24 hours, over all agents\. Again from/;
  await other.getByText(over).first().waitFor();
  await look(other, 'answers-over');
  await desk.getByRole('button', { name: 'Ask the questions' }).click();
  const dialog = desk.getByRole('dialog', { name: 'Ask all questions' });
  await dialog.getByRole('textbox').first().waitFor();
  for (const [i, field] of (await dialog.getByRole('textbox').all()).entries()) await field.fill(right[i]);
  await look(desk, 'asking');
  await dialog.getByRole('button', { name: 'Check answers' }).click();
  await dialog.getByText('The answers were checked three times in 24 hours').first().waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await desk.reload();
  await desk.getByText(over).first().waitFor();
  await desk.getByText('There is nothing on file to send a code to.').first().waitFor();
  await desk.getByRole('button', { name: 'End the case' }).click();
  await look(desk, 'ending');
  await desk.getByRole('dialog').getByLabel('Reason').fill('Not Sam');
  await desk.getByRole('dialog').getByRole('button', { name: 'End the case' }).click();
  await desk.getByText('This case is settled.').first().waitFor();
  await sven.reads(desk);
  await dana.reads(other);
  await never(service, heard, [...right, ...wrong].map((a) => ['an answer', a]));
}, demo);

journey('O17 O19 O20 O22 O23 F29 a text message stands in for a lost phone: there at 47:59, gone after 48 hours, and used', async ({ service, open }) => {
  const heard = [];
  const maria = await caller(service, open, 'maria', 'Maria Weber');
  const sven = await Agent.of(service, 'sven', 'Sven Aalto', heard);
  const [desk, page] = [await open(), await open()];
  await sven.atWork(desk);
  const first = await givesText(sven, desk, service, maria);
  await look(desk, 'text-given');
  await service.advance('47h59m');
  await maria.givePassword(page);
  await page.getByText('Open until').first().waitFor();
  await page.getByRole('link', { name: 'Use a text message instead' }).waitFor();
  await service.advance('1m1s');
  await maria.givePassword(page);
  await page.getByLabel(/^Code from/).waitFor();
  await page.getByText('Use a text message instead').first().waitFor({ state: 'detached' });

  await sven.atWork(desk);
  const second = await givesText(sven, desk, service, maria);
  await desk.locator('#given').getByText('Expired').first().waitFor();
  await maria.givePassword(page);
  await page.getByRole('link', { name: 'Use a text message instead' }).click();
  await page.getByText('23').first().waitFor();
  await page.getByRole('button', { name: 'Send code' }).click();
  const field = page.getByLabel('Code from the message');
  await field.waitFor();
  const sendsItself = (await arrived(page)) === 'ready';
  const texted = (await service.outbox.message(number, /Text message/)).code;
  await field.fill(texted);
  if (!sendsItself) await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Replace your device' }).waitFor();
  await page.goto(`${maria.home}/me/security`);
  await page.getByRole('heading', { name: 'Replace your device' }).waitFor();
  await desk.reload();
  await desk.locator('#given').getByText(/^Used/).first().waitFor();
  await sven.reads(desk);
  await never(service, heard, [['the first code', first], ['the second code', second], ['the code at sign-in', texted], ['the number', number.slice(3)]]);
}, demo);

// givesText opens a case, has two proofs in it, and lets a text message stand in.
async function givesText(sven, desk, service, maria) {
  await sven.opens(desk, maria, 'Lost device');
  const code = await sven.readsOut(desk, 'email', async () => (await service.outbox.message(maria.email, /^\d{6} is your/)).subject.slice(0, 6));
  await desk.getByRole('button', { name: 'Reached', exact: true }).click();
  await desk.getByText('Noted.').first().waitFor();
  await sven.gives(desk, 'Give', 'Text message in the place of a lost device', 'Given. The person is told at every address.');
  return code;
}

journey('F28 O16 an owner who lost everything: stopped by another owner; then two agents and 48 hours, overdue meanwhile', async ({ service, open }) => {
  const heard = [];
  const nora = await caller(service, open, 'owner', 'Nora Lindqvist');
  const [desk, other, page] = [await open(), await open(), await open()];
  const amir = await raised(service, nora, page);
  const [sven, dana] = [await Agent.of(service, 'sven', 'Sven Aalto', heard), await Agent.of(service, 'dana', 'Dana Kowalski', heard)];
  await sven.atWork(desk);
  await decidesFirst(sven, desk, nora);
  await look(desk, 'waiting');
  await stops(amir, await open(), service, nora);
  await desk.reload();
  await desk.getByText('The person or an owner stopped this case.').first().waitFor();
  await look(desk, 'stopped');

  await service.advance('24h');
  await sven.atWork(desk);
  const shown = await decidesFirst(sven, desk, nora);
  await desk.getByText('Somebody else at the support desk has to decide too.').first().waitFor();
  await service.advance('47h59m');
  await dana.atWork(other);
  await other.getByRole('link', { name: shown }).click();
  await other.locator('#decision').getByText(/Nothing is given before/).first().waitFor();
  await service.advance('1m1s');
  await other.goto(`${dana.home}/cases`);
  await other.getByRole('row', { name: shown }).getByText('Overdue').first().waitFor();
  await look(other, 'overdue');
  await other.getByRole('link', { name: shown }).click();
  await other.getByText('Overdue').first().waitFor();
  await dana.gives(other, 'Agree', 'Link by email', 'Given. The person is told at every address.');
  await other.getByText('Agreed by').first().waitFor();
  await look(other, 'agreed');
  const link = unlockLink(await service.outbox.messages(nora.email));
  await dana.reads(other);
  await never(service, heard, [...right.map((a) => ['an answer', a]), ['the link', link.split('/').at(-1)], ['the number', number.slice(3)]]);
}, demo);

// raised is a second owner.
async function raised(service, nora, page) {
  const amir = await DemoPerson.of(service, 'northwind', 'admin', 'Amir Haddad');
  await signsIn(nora, page);
  const { data } = await call(nora, page, 'GET', `/people?q=${encodeURIComponent(amir.email)}`);
  const { id } = data.find((row) => row.email === amir.email);
  await call(nora, page, 'PUT', `/people/${id}/role`, { role: 'owner' });
  return amir;
}

// decidesFirst is what one agent does for an owner who lost everything.
async function decidesFirst(sven, desk, nora) {
  const shown = await sven.opens(desk, nora, 'An owner who lost everything');
  await sven.answers(desk, right, 'Match: the answers are right.');
  await desk.getByRole('button', { name: 'Reached', exact: true }).click();
  await desk.getByText('Noted.').first().waitFor();
  await desk.getByText('That is no help in a case of this kind.').first().waitFor();
  await sven.gives(desk, 'Give', 'Link by email', 'Decided. It waits for a second agent.');
  await desk.getByText(/Nothing is given before/).first().waitFor();
  return shown;
}

async function stops(amir, page, service, nora) {
  await service.outbox.message(amir.email, /[Ss]upport/);
  await signsIn(amir, page);
  await page.goto(`${amir.home}/admin/people`);
  await page.getByRole('link', { name: nora.name, exact: true }).click();
  await page.locator('#cases').getByRole('button', { name: /^Stop/ }).click();
  await page.getByText('Support gives nothing in this case.').first().waitFor();
}

// atQueue sees the queue of the desk in all its states.
async function atQueue(sven, desk) {
  await sven.atWork(desk);
  await desk.getByText('No open cases').first().waitFor();
  await look(desk, 'none');
  const go = await hold(desk, '/cases');
  await desk.goto(`${sven.home}/cases`);
  await desk.locator('main [aria-busy=true]').waitFor();
  await check(desk, 'cases-loading');
  await go();
  await desk.getByText('No open cases').first().waitFor();
  const mend = await refuse(desk, '/cases');
  await desk.reload();
  await desk.getByText('Reference: req_journey').first().waitFor();
  await look(desk, 'error');
  await mend();
  await desk.getByRole('button', { name: 'Try again' }).click();
  await desk.getByRole('button', { name: 'Open a case' }).click();
  const dialog = desk.getByRole('dialog', { name: 'Open a case' });
  await dialog.getByLabel("Organization's short name").fill('northwind');
  await dialog.getByRole('button', { name: 'Open a case' }).click();
  await dialog.getByText('Nothing was found').or(dialog.locator('[aria-invalid=true]')).first().waitFor();
  await look(desk, 'open-wrong');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
}

async function readsOutMail(sven, desk, service, maria) {
  await desk.getByRole('button', { name: 'Send code by email' }).click();
  const field = desk.getByLabel('Code they read out');
  await field.waitFor();
  const mail = await service.outbox.message(maria.email, /^\d{6} is your/);
  const code = mail.subject.slice(0, 6);
  await field.fill(code === '000000' ? '111111' : '000000');
  await desk.getByRole('button', { name: 'Check code' }).click();
  await desk.getByText("That's not the code we sent").first().waitFor();
  await look(desk, 'code-wrong');
  await field.fill(code);
  await desk.getByRole('button', { name: 'Check code' }).click();
  await desk.getByText('The code was right.').first().waitFor();
  await settled(desk);
  return code;
}
