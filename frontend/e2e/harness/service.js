import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command.js';
import { Outbox } from './outbox.js';
import { createDatabase } from './postgres.js';
import { freePort, Server } from './process.js';

// startService runs the sandbox build (TWOFOLD_BINARY) on an empty database of
// its own. It is stopped, and everything it kept is gone, after service.stop().
//
//   database  sqlite or postgres; TWOFOLD_E2E_DB unless told
//   command   serve, or demo for the demo's organizations and people
//   env       more TWOFOLD_… settings
export async function startService({
  database = process.env.TWOFOLD_E2E_DB || 'sqlite',
  command = 'serve',
  env = {},
} = {}) {
  const program = process.env.TWOFOLD_BINARY;
  if (!program) throw new Error('TWOFOLD_BINARY is not set: it names the sandbox build, build/twofold-sandbox');
  const service = new Service(program, env);
  try {
    await service.prepare(database);
    await service.start(command);
  } catch (cause) {
    await service.stop();
    throw cause;
  }
  return service;
}

// Service is a running Twofold, its data, outbox and clock.
export class Service {
  constructor(program, env) {
    Object.assign(this, { program, settings: env });
  }

  async prepare(database) {
    this.data = await mkdtemp(join(tmpdir(), 'twofold-e2e-'));
    const { PATH, HOME, TMPDIR } = process.env;
    this.env = { PATH, HOME, ...(TMPDIR && { TMPDIR }), TWOFOLD_DATA: this.data, ...this.settings };
    if (database === 'postgres') {
      this.database = await createDatabase();
      const { ownerURL, serveRole, serveURL } = this.database;
      await this.command('migrate', '--database', ownerURL, '--serve-role', serveRole);
      this.env.TWOFOLD_DATABASE = serveURL;
    }
  }

  async start(command) {
    const port = await freePort();
    this.url = `http://localhost:${port}`;
    this.local = `http://127.0.0.1:${port}`;
    this.outbox = new Outbox(this.local);
    const env = { ...this.env, TWOFOLD_PUBLIC_URL: this.url };
    this.server = new Server(this.program, [command, '--listen', `127.0.0.1:${port}`], env);
    await this.server.ready(`${this.local}/readyz`);
  }

  // command runs another command of the program on the same data.
  command(...args) {
    return run(this.program, args, { env: this.env });
  }

  // advance moves the service's time on: '31m', '8h'. It answers the new time.
  async advance(duration) {
    return this.#clock({ method: 'POST', body: JSON.stringify({ advance: duration }) });
  }

  // now answers the service's time.
  async now() {
    return this.#clock({});
  }

  async #clock(request) {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(`${this.local}/sandbox/clock`, { ...request, headers });
    if (!answer.ok) throw new Error(`clock: ${answer.status} ${await answer.text()}`);
    return new Date((await answer.json()).now);
  }

  // stop ends the service and answers its exit code, 0 after a graceful end.
  async stop() {
    const code = await this.server?.stop();
    await this.database?.drop();
    if (this.data) await rm(this.data, { recursive: true, force: true });
    return code;
  }
}
