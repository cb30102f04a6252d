import assert from 'node:assert/strict';
import { lookEveryWay } from '../harness/every_way.js';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { shows } from '../harness/patience.js';
import { ask } from './api.js';
import { DemoPerson, demo } from './demo.js';
import { settled } from './people.js';
import { settles } from './settings.js';

const first = ['Elm Street', 'Miss Finch', 'Zoë', 'Leeds'];
const second = ['Birch Road', 'Mr. Crane', 'Ada', 'York'];

journey('A4 A13 A14 A22 security questions: four different ones and no two answers alike, never shown again, changed after a confirmation, and the old ones stop working', async ({ service, open }) => {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  const maria = await DemoPerson.of(service, 'northwind', 'maria', 'Maria Weber');
  const admin = await open();
  await owner.signIn(admin);
  await offers(owner, admin);

  const page = await open();
  await signsIn(maria, page);
  await answers(maria, page, service);
  await isNeverShown(maria, owner, page, admin);

  const sven = await DemoPerson.of(service, 'staff', 'sven', 'Sven Aalto');
  sven.email = 'sven@company.example';
  const desk = await open();
  await signsIn(sven, desk);
  const call = await calls(sven, desk, maria);
  assert.equal(await fits(call, first), true, 'the right answers do not fit');
  await changes(maria, page, service);
  assert.equal(await fits(call, first), false, 'the old answers still fit');
  assert.equal(await fits(call, second.map((words) => `  ${words.toUpperCase()} `)), true, 'the new answers do not fit');

  const { body } = await ask(owner, admin, 'GET', '/audit?limit=50');
  const log = JSON.stringify(body);
  assert.match(log, /answers/);
  for (const words of [...first, ...second]) assert.ok(!log.includes(words), `"${words}" stands in the audit log`);
}, demo);

// offers lets people answer questions, beside codes by text message and e-mail.
async function offers(owner, page) {
  await settles(owner, page, async () => {
    await page.getByLabel('Text message', { exact: true }).first().check();
    await page.getByLabel('Email', { exact: true }).first().check();
    await page.locator('#back').getByText('Whoever wants to', { exact: true }).click();
    await page.locator('#back').getByText(/leaves OWASP ASVS 6.4.2 and NIST SP 800-63B/).first().waitFor();
  }, { agree: 'Allow text messages all the same' });
}

async function signsIn(who, page) {
  await who.givePassword(page);
  await who.pasteCode(page);
  await page.waitForURL((at) => !at.pathname.includes('/sign-in'));
}

async function fill(page, questions, words) {
  for (const [i, answer] of words.entries()) {
    await page.getByLabel(`Question ${i + 1}`).selectOption({ index: questions[i] });
    await page.getByLabel(`Answer ${i + 1}`).fill(answer);
  }
  await page.getByRole('button', { name: 'Save the answers' }).click();
}

// answers gives them: too few, one question twice, two answers alike, and right.
async function answers(maria, page, service) {
  await page.goto(`${maria.home}/me/security`);
  await settled(page);
  await page.locator('#questions').scrollIntoViewIfNeeded();
  await look(page, 'questions-none');
  await page.getByRole('link', { name: 'Answer the questions' }).click();
  await confirms(maria, page, service);
  await page.getByRole('heading', { name: 'Security questions', level: 1 }).waitFor();
  await shows(page.getByLabel(/^Answer \d/), 4);
  await look(page, 'questions');
  await lookEveryWay(page, 'questions');
  await page.reload();
  await fill(page, [1, 2, 3, 4], ['Elm Street', 'Miss Finch', 'Zoë', '']);
  await page.locator('[aria-invalid=true]').first().waitFor();
  await look(page, 'questions-short');
  await fill(page, [1, 2, 2, 4], first);
  await page.getByText('Choose a different question each time.').first().waitFor();
  await look(page, 'questions-twice');
  await fill(page, [1, 2, 3, 4], ['Elm Street', 'elm  street', 'Zoë', 'Leeds']);
  await page.getByText('Two answers can\'t be the same.').first().waitFor();
  await look(page, 'questions-alike');
  await fill(page, [1, 2, 3, 4], first);
  await page.waitForURL(/\/me\/security/);
}

// isNeverShown reads the account, the page of the questions and what
// administrators see: how many there are, and since when.
async function isNeverShown(maria, owner, page, admin) {
  await settled(page);
  await page.getByText(/^4 of 4 answered, on /).first().waitFor();
  await look(page, 'questions-answered');
  const own = await ask(maria, page, 'GET', '/me/security');
  const listed = await ask(maria, page, 'GET', '/me/questions');
  assert.equal(own.body.questions.answered, 4);
  const { body: people } = await ask(owner, admin, 'GET', '/people?q=maria');
  const seen = await ask(owner, admin, 'GET', `/people/${people.data[0].id}`);
  assert.equal(seen.status, 200);
  await page.goto(`${maria.home}/setup/questions`);
  const form = await page.content();
  for (const words of first) {
    for (const text of [own.body, listed.body, seen.body].map((body) => JSON.stringify(body)).concat(form)) {
      assert.ok(!text.includes(words), `the answer "${words}" is shown`);
    }
  }
  assert.deepEqual(await page.getByLabel(/^Answer \d/).evaluateAll((fields) => fields.map((field) => field.value)), ['', '', '', '']);
}

// confirms shows by a code, on a page of its own, that it's her.
async function confirms(maria, page, service) {
  await page.getByText(/to answer the security questions/).first().waitFor();
  await service.advance('30s'); // a code works once
  await page.getByLabel(/^Code from/).fill(await maria.code());
  await page.getByRole('button', { name: 'Confirm' }).click();
}

// changes overwrites the answers, which asks for a confirmation first.
async function changes(maria, page, service) {
  await service.advance('11m');
  await page.goto(`${maria.home}/me/security`);
  await settled(page);
  await page.locator('#questions').getByRole('link', { name: 'Change' }).click();
  await confirms(maria, page, service);
  await page.getByText('The answers you gave before stop working when you save.').first().waitFor();
  await look(page, 'questions-change');
  await fill(page, [5, 6, 7, 8], second);
  await page.waitForURL(/\/me\/security/);
  await service.outbox.message(maria.email, /security questions/i);
}

// calls is a case of support's about maria, who is on the phone.
async function calls(agent, page, maria) {
  const opened = await ask(agent, page, 'POST', '/cases', {
    organization: maria.short, email: maria.email, kind: 'lost_device', caller: maria.name, called_by: 'phone', reason: 'lost phone',
  });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  return { agent, page, path: `/cases/${maria.short}/${opened.body.id}` };
}

// fits reports whether support is told that a caller's answers match.
async function fits({ agent, page, path }, answers) {
  const { body: asked } = await ask(agent, page, 'GET', path);
  assert.equal(asked.questions.length, 4);
  const { status, body } = await ask(agent, page, 'POST', `${path}/answers`, { answers });
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(Object.keys(body).filter((key) => key !== '$schema'), ['passed'], 'more than match or no match');
  return body.passed;
}
