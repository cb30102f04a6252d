// What people do on the screens, as journeys need it. see is called at each
// screen with its name.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { arrived } from '../harness/look.js';
import { Authenticator, scan } from '../harness/phone.js';
import { visit, want } from './api.js';

const nothing = async () => {};

// takenOver waits until WebAssembly has a page: from then on it does by itself
// what took a button before.
export async function takenOver(page) {
  await page.waitForFunction(() => document.documentElement.dataset.app === 'ready');
}

// settled waits until the browser has drawn a screen of the account or the
// administration from the API's answers.
export async function settled(page) {
  await page.waitForFunction(() => document.documentElement.dataset.app === 'ready' && !document.querySelector('[aria-busy=true]'));
}

// Person is somebody with an account in an organization: {organization, short,
// name, email, password}; after enroll with app, on a phone, and recoveryCodes.
// byHand is true of who types the key into the app.
export class Person {
  constructor(service, account) {
    Object.assign(this, { service }, account);
    this.home = `${service.url}/t/${account.short}`;
  }

  // start signs the person's organization up and confirms the address, so that
  // the page stands signed in at the checklist.
  async start(page, see = nothing) {
    await page.goto(`${this.service.url}/start`);
    await see('start');
    await page.getByLabel('Organization name').fill(this.organization);
    await page.getByLabel('Short name').fill(this.short);
    await page.getByLabel('Your name').fill(this.name);
    await page.getByLabel('Your email').fill(this.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(this.password);
    await page.getByRole('button', { name: 'Create organization' }).click();
    await page.getByRole('heading', { name: 'Confirm your email' }).waitFor();
    await see('confirm-sent');
    await page.goto(await this.service.outbox.link(this.email, /Confirm your email/));
    await see('confirm-email');
    await page.getByRole('button', { name: 'Confirm email' }).click();
    await page.waitForURL(`${this.home}/admin`);
  }

  // startByAPI signs the organization up as a program does, so that the browser is
  // signed in and no screen was seen: for journeys that begin after that.
  async startByAPI(page) {
    const { organization, short, name, email, password, service } = this;
    await visit(service, page);
    await want({ home: service.url }, page, 'POST', '/organizations', { organization, short, name, email, password });
    const link = await service.outbox.link(email, /Confirm your email/);
    await want(this, page, 'POST', '/confirmation/accept', { token: link.split('/').at(-1) });
  }

  // enrollByAPI sets an app up as a program does, and turns two-step verification on.
  async enrollByAPI(page) {
    const tell = (method, path, body) => want(this, page, method, path, body);
    await visit(this.service, page);
    await tell('POST', '/session/confirm', { method: 'password', password: this.password });
    const { apps } = await tell('POST', '/setup', {});
    const { id, name } = apps.find((app) => app.name === 'Google Authenticator');
    const { uri } = await tell('PUT', '/setup/app', { app: id });
    this.app = Authenticator.fromURI(uri);
    await tell('POST', '/setup/code', { code: await this.code(), name });
    this.recoveryCodes = (await tell('GET', '/setup/codes')).codes;
    await tell('POST', '/setup/finish', { saved: true });
  }

  // confirm proves by password that it's the person, where that is asked.
  async confirm(page, see = nothing) {
    await see('confirm');
    await page.getByLabel('Your password').fill(this.password);
    await page.getByRole('button', { name: 'Confirm' }).click();
  }

  // enroll goes through the wizard from choosing an app to its last page.
  async enroll(page, see = nothing) {
    await this.setUpApp(page, see);
    await this.keepRecoveryCodes(page, see);
    await page.getByRole('heading', { name: '2-step verification is on' }).waitFor();
    await see('done');
  }

  // setUpApp goes from choosing an app through its first code.
  async setUpApp(page, see = nothing) {
    await this.chooseApp(page, see);
    await this.scanKey(page, see);
  }

  async chooseApp(page, see = nothing) {
    await page.locator('label', { hasText: 'Google Authenticator' }).waitFor();
    await see('choose-app');
    await page.locator('label', { hasText: 'Google Authenticator' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
  }

  // readKey types the key into the app by hand, in groups as it stands there.
  async readKey(page) {
    const key = await page.locator('#secret').innerText();
    assert.match(key, /^[A-Z2-7]{4}( [A-Z2-7]{4}){3,} [A-Z2-7]{1,4}$/, 'the key is not in groups of four');
    this.app = new Authenticator(key, { label: await page.locator('dt:text-is("Account") + dd').innerText() });
  }

  // scanKey takes the key from the screen and gives its first code.
  async scanKey(page, see = nothing) {
    await page.getByRole('heading', { name: /to your authenticator app/ }).waitFor();
    await see('scan');
    if (this.byHand) await this.readKey(page);
    else this.app = Authenticator.fromURI(await scan(page));
    await page.getByRole('link', { name: 'Continue' }).click();
    await this.giveFirstCode(page, see);
  }

  async giveFirstCode(page, see = nothing) {
    await page.getByLabel('Code from your authenticator app').fill(await this.code());
    await see('code');
    await page.getByRole('button', { name: 'Continue' }).click();
  }

  // keepRecoveryCodes downloads the codes, ticks that they are kept and presses
  // the last button.
  async keepRecoveryCodes(page, see = nothing, last = 'Turn on') {
    await page.getByRole('heading', { name: 'Save your recovery codes' }).waitFor();
    await see('recovery-codes');
    await arrived(page);
    const arrival = page.waitForEvent('download');
    await page.getByText('Download').click();
    const text = await readFile(await (await arrival).path(), 'utf8');
    this.recoveryCodes = text.match(/\b\w{4}(-\w{4}){3}\b/g);
    await page.locator('label', { hasText: 'saved these codes' }).click();
    await page.getByRole('button', { name: last }).click();
  }

  // givePassword opens the sign-in page and gives e-mail and password.
  async givePassword(page, see = nothing) {
    await page.goto(`${this.home}/sign-in`);
    await see('sign-in');
    await page.getByLabel('Email').fill(this.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(this.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  // pasteCode gives the second step a code as an app copies it: '123 456'. A page
  // that was taken over needs no button for a whole code.
  async pasteCode(page) {
    const code = await this.code();
    const sendsItself = page.script && (await arrived(page)) === 'ready';
    await page.getByLabel(/^Code from/).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    if (!sendsItself) await page.getByRole('button', { name: 'Continue' }).click();
  }

  // confirmInPlace proves in the dialog that it's the person. A whole code of an
  // app, of whose codes the last one is used up, needs no button.
  async confirmInPlace(page) {
    const dialog = page.getByRole('dialog', { name: /Confirm it's you/ });
    const code = dialog.getByLabel(/^Code from/);
    const password = dialog.getByLabel(/^Your password/);
    await code.or(password).first().waitFor();
    if (await code.isVisible()) {
      await this.service.advance('30s');
      await code.fill(await this.code());
    } else {
      await password.fill(this.password);
      await dialog.getByRole('button', { name: 'Confirm' }).click();
    }
    await dialog.waitFor({ state: 'detached' });
  }

  // confirmIfAsked does so where the last confirmation no longer counts, and
  // waits until what comes after it is there.
  async confirmIfAsked(page, next) {
    const dialog = page.getByRole('dialog', { name: /Confirm it's you/ });
    await dialog.or(next).first().waitFor();
    if (await dialog.isVisible()) await this.confirmInPlace(page);
    await next.waitFor();
  }

  // invite sends an invitation from the administration.
  async invite(page, email) {
    await page.goto(`${this.home}/admin/invite`);
    await page.getByLabel('Email addresses').fill(email);
    await page.getByRole('button', { name: 'Send invitations' }).click();
    await this.confirmIfAsked(page, page.getByText('Invited', { exact: true }).first());
    await this.service.outbox.message(email, /invited you/);
  }

  // join opens the person's invitation and accepts it.
  async join(page, see = nothing) {
    await page.goto(await this.service.outbox.link(this.email, /invited you/));
    await see('invitation');
    await page.getByLabel('Your name').fill(this.name);
    await page.getByRole('textbox', { name: 'Choose a password' }).fill(this.password);
    await page.getByRole('button', { name: /^Join/ }).click();
  }

  // signOut signs out by the account menu.
  async signOut(page) {
    if (page.script && (await arrived(page)) === 'ready') await settled(page);
    await page.getByText('Account', { exact: true }).click();
    await page.getByRole('group').getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${this.home}/signed-out`);
  }

  // code answers what the app on the phone shows now.
  async code() {
    return this.app.code(await this.service.now());
  }
}

// maria owns Northwind, an organization that she starts.
export function maria(service) {
  return new Person(service, {
    organization: 'Northwind',
    short: 'northwind',
    name: 'Maria Weber',
    email: 'maria@northwind.example',
    password: 'a sentence that works well',
  });
}

// member is somebody else in the same organization.
export function member(owner, name, email) {
  const { service, organization, short } = owner;
  return new Person(service, { organization, short, name, email, password: 'another sentence that works' });
}
