import { setTimeout as pause } from 'node:timers/promises';
import { patience } from './patience.js';

// Outbox reads the messages that a sandbox build "sent".
export class Outbox {
  constructor(url) {
    this.url = url;
  }

  // messages answers what was sent to an address, oldest first.
  async messages(to) {
    const answer = await fetch(`${this.url}/sandbox/outbox?to=${encodeURIComponent(to)}`, {
      headers: { Accept: 'application/json' },
    });
    if (!answer.ok) throw new Error(`outbox: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).data;
  }

  // message waits for a message to an address whose subject matches, and answers
  // the newest: {to, subject, text, html}.
  async message(to, subject) {
    const end = Date.now() + patience;
    for (;;) {
      const all = await this.messages(to);
      const found = all.filter((message) => subject.test(message.subject)).at(-1);
      if (found) return found;
      if (Date.now() > end) {
        throw new Error(`no message to ${to} with ${subject}; there are: ${all.map((m) => m.subject).join(' | ')}`);
      }
      await pause(50);
    }
  }

  // link answers the first address in the text of such a message.
  async link(to, subject) {
    const { text } = await this.message(to, subject);
    const found = text.match(/https?:\/\/\S+/);
    if (!found) throw new Error(`the message to ${to} holds no link:\n${text}`);
    return found[0];
  }
}
