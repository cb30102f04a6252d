// The people of the demo, as journeys through the administration need them:
// a service started by the command demo has everybody in every state.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { look as check } from '../harness/look.js';
import { visit, want } from './api.js';
import { Person, settled } from './people.js';

export const demo = { command: 'demo' };

// look waits for the screen to be drawn before it is checked.
export async function look(page, name) {
  await settled(page);
  await check(page, `admin-${name}`);
}

// DemoPerson is somebody of the demo whose phone is the command demo code.
export class DemoPerson extends Person {
  static async of(service, short, local, name = '') {
    const { password } = JSON.parse(await readFile(join(service.data, 'demo.json'), 'utf8'));
    const domain = `${short.replaceAll('-', '')}.example`;
    return new DemoPerson(service, { short, local, name, email: `${local}@${domain}`, password });
  }

  // signIn signs in as a program does and opens the administration.
  async signIn(page) {
    await visit(this.service, page);
    const { csrf } = await want(this, page, 'POST', '/sign-in', { email: this.email, password: this.password });
    await want(this, page, 'POST', '/sign-in/code', { code: await this.code() }, { 'X-Csrf-Token': csrf });
    await page.goto(`${this.home}/admin`);
  }

  async code() {
    const shown = await this.service.command('demo', 'code', this.email);
    return shown.match(/^\d{3} \d{3}/)[0].replace(' ', '');
  }
}

// hold keeps the API's answers to a path back until the returned function is
// called; refuse answers them all with an error of ours.
export async function hold(page, path) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const pattern = new RegExp(`/api/v1${path}(\\?|$)`);
  await page.route(pattern, async (route) => {
    await held;
    await route.continue();
  }, { times: 1 });
  return release;
}

export async function refuse(page, path) {
  const pattern = new RegExp(`/api/v1${path}(\\?|$)`);
  await page.route(pattern, (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"status":500,"code":"unknown","request_id":"req_journey"}' }),
  );
  return () => page.unroute(pattern);
}

// openPerson goes to somebody's page by the table.
export async function openPerson(who, page, name) {
  await page.goto(`${who.home}/admin/people`);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}
