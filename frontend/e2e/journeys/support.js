// The support desk, as journeys need it: agents whose browsers are listened to,
// and people who can show who they are.
import assert from 'node:assert/strict';
import { savesPolicy, visit, want } from './api.js';
import { DemoPerson } from './demo.js';
import { settled } from './people.js';

// What the people who call have on file.
export const number = '+447700900123';
export const right = ['Elmwood Crescent', 'Vandermeer', 'Thaddeus', 'Inverness'];

// Agent is somebody of the company's support. Every answer that their browsers
// get is kept in heard, and what a page says whenever it is read.
export class Agent extends DemoPerson {
  static async of(service, local, name, heard) {
    const { password } = await DemoPerson.of(service, 'staff', local);
    return new Agent(service, { short: 'staff', local, name, email: `${local}@company.example`, password, heard });
  }

  // atWork signs in and opens the queue.
  async atWork(page) {
    if (!page.heard) {
      page.heard = this.heard;
      page.on('response', (answer) => {
        if (/api\/v1|\/cases|\/sign-in/.test(answer.url())) this.heard.push(answer.text().catch(() => ''));
      });
    }
    await this.service.advance('30s');
    await this.givePassword(page);
    await this.pasteCode(page);
    await page.waitForURL(`${this.home}/cases`);
    await settled(page);
  }

  // opens opens a case about somebody and answers its number.
  async opens(page, person, kind, see = async () => {}) {
    await page.goto(`${this.home}/cases`);
    await settled(page);
    await page.getByRole('button', { name: 'Open a case' }).click();
    const dialog = page.getByRole('dialog', { name: 'Open a case' });
    await dialog.getByLabel("Organization's short name").fill(person.short);
    await dialog.getByLabel('Email of the account').fill(person.email);
    await dialog.locator('label', { hasText: kind }).click();
    await dialog.getByLabel("Caller's name").fill(person.name);
    await dialog.getByLabel('How they called').fill('phone');
    await dialog.getByLabel('What happened').fill('Lost the phone on a train');
    await see(page);
    await dialog.getByRole('button', { name: 'Open a case' }).click();
    await page.getByRole('heading', { level: 1, name: /^C-\d{6} –/ }).waitFor();
    await settled(page);
    return (await page.getByRole('heading', { level: 1 }).textContent()).match(/C-\d{6}/)[0];
  }

  // answers asks all questions and types what the caller says to each.
  async answers(page, said, want) {
    await page.getByRole('button', { name: 'Ask the questions' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask all questions' });
    await dialog.getByRole('textbox').first().waitFor();
    for (const [i, field] of (await dialog.getByRole('textbox').all()).entries()) await field.fill(said[i]);
    await dialog.getByRole('button', { name: 'Check answers' }).click();
    await page.getByText(want).first().waitFor();
    await dialog.waitFor({ state: 'detached' });
    await settled(page);
  }

  // readsOut has a code sent and types in what the caller reads from it.
  async readsOut(page, how, read) {
    await page.getByRole('button', { name: `Send code by ${how}` }).click();
    await page.getByLabel('Code they read out').waitFor();
    const code = await read();
    await page.getByLabel('Code they read out').fill(code);
    await page.getByRole('button', { name: 'Check code' }).click();
    await page.getByText('The code was right.').first().waitFor();
    await settled(page);
    return code;
  }

  // gives decides to give something, or agrees to it, and proves that it's them
  // where that is asked.
  async gives(page, verb, what, want, confirms = true) {
    await page.getByRole('button', { name: `${verb} ${what}` }).click();
    const dialog = page.getByRole('dialog', { name: `Give: ${what}?` });
    await dialog.getByLabel('Reason').fill('Two proofs, recorded call');
    await dialog.getByRole('button', { name: verb }).click();
    if (confirms) await this.confirmInPlace(page);
    await page.getByText(want).first().waitFor();
    await settled(page);
  }

  // reads keeps what the page says now, too.
  async reads(page) {
    await settled(page);
    this.heard.push(page.evaluate(() => document.body.innerText));
  }
}

// never fails where something that an agent was told holds one of the secrets.
export async function never(service, heard, secrets) {
  const told = [...(await Promise.all(heard)), service.server.log].join('\n');
  assert.ok(told.length > 10_000, 'hardly anything was heard');
  for (const [what, secret] of secrets) {
    assert.ok(secret && secret.length > 3, `the secret ${what} is empty`);
    const at = told.toLowerCase().indexOf(secret.toLowerCase());
    assert.ok(at < 0, `support was told ${what}: …${told.slice(Math.max(0, at - 120), at + 60)}…`);
  }
}

// call asks the API in the person's own browser, proving first that it's them.
export async function call(who, page, method, path, body) {
  await who.service.advance('30s');
  await visit(who.service, page);
  await want(who, page, 'POST', '/session/confirm', { method: 'app', code: await who.code() });
  return want(who, page, method, path, body);
}

// provable lets the organization ask security questions and use text messages,
// and answers the owner of the demo's, signed in on page.
export async function provable(service, page) {
  const owner = await DemoPerson.of(service, 'northwind', 'owner', 'Nora Lindqvist');
  await owner.signIn(page);
  await call(owner, page, 'GET', '/session');
  await savesPolicy(owner, page, (was) => ({ ...was, methods: [...new Set([...was.methods, 'text'])], ways_back: { ...was.ways_back, questions: 'offered' } }));
  return owner;
}

// answersOf gives somebody answers to the security questions, all different.
export async function answersOf(who, page, answers) {
  const { questions } = await call(who, page, 'GET', '/me/questions');
  await call(who, page, 'PUT', '/me/questions', { answers: answers.map((answer, i) => ({ question: questions[i].id, answer })) });
}

// numberOf gives somebody a verified number to get codes at.
export async function numberOf(who, page, number) {
  await call(who, page, 'GET', '/session');
  await page.goto(`${who.home}/setup/text`);
  await page.getByLabel('Country').selectOption('GB');
  await page.getByLabel('Phone number').fill(number);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Code from the message').waitFor();
  await page.getByLabel('Code from the message').fill((await who.service.outbox.message(number, /Text message/)).code);
  await page.getByRole('button', { name: 'Verify code' }).click();
  await page.waitForURL(/\/setup\/done/);
}

// caller is somebody of the demo with a number and answers on file, both older
// than a day.
export async function caller(service, open, local, name) {
  const page = await open();
  await provable(service, await open());
  const who = await DemoPerson.of(service, 'northwind', local, name);
  await signsIn(who, page);
  await answersOf(who, page, right);
  await numberOf(who, page, number);
  await service.advance('25h');
  await page.close();
  return who;
}

export async function signsIn(who, page) {
  await who.service.advance('30s');
  await who.givePassword(page);
  await who.pasteCode(page);
  await page.waitForURL(/\/(me|admin)/);
}

// unlockLink is the newest link in messages that support mailed.
export const unlockLink = (messages) => messages.flatMap((m) => m.text.match(/https?:\S+\/unlock\/\S+/) ?? []).at(-1);
