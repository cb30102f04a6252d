import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { patience } from './patience.js';

// freePort answers a port of 127.0.0.1 that nobody listens on.
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

// Server is a running program of ours. What it logs is kept in log.
export class Server {
  constructor(program, args, env) {
    this.log = '';
    this.child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.log += text));
    }
    this.ended = new Promise((resolve) => this.child.on('close', resolve).on('error', resolve));
    this.forget = () => this.child.kill('SIGKILL');
    process.on('exit', this.forget);
  }

  // ready waits until url answers 200.
  async ready(url) {
    const end = Date.now() + patience;
    let over = false;
    this.ended.then(() => (over = true));
    for (;;) {
      const answer = await fetch(url).catch(() => null);
      if (answer?.ok) return;
      if (over) throw new Error(`the server ended before it was ready:\n${this.log}`);
      if (Date.now() > end) throw new Error(`${url} never said ready:\n${this.log}`);
      await pause(25);
    }
  }

  // stop asks the program to end and answers its exit code.
  async stop() {
    this.child.kill('SIGTERM');
    const late = setTimeout(this.forget, 15_000);
    await this.ended;
    clearTimeout(late);
    process.off('exit', this.forget);
    return this.child.exitCode;
  }
}
