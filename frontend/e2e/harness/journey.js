import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './browser.js';
import { picture } from './look.js';
import { startService } from './service.js';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

// journey is a test with a running service on an empty database and a browser.
// Its name carries the ids of the cases it shows, each as a word: 'P12 O2 …'.
//
//   body({ service, open })   open(options) gives a person a browser of their own
//   settings                  what startService takes
//
// It fails, too, when a page threw, broke its content security policy or asked
// another host for anything; and when the service didn't end gracefully.
export function journey(name, body, settings = {}) {
  test(name, { timeout: 300_000 }, async () => {
    const service = await startService(settings);
    const pages = [];
    const open = async (options) => {
      pages.push(await openPage(browser, options));
      return pages.at(-1);
    };
    try {
      await body({ service, open });
      const problems = pages.flatMap((page) => page.problems);
      assert.equal(problems.length, 0, problems.join('\n'));
    } catch (cause) {
      await report(name, pages, service);
      throw cause;
    } finally {
      await Promise.all(pages.map((page) => page.context().close()));
      service.exit = await service.stop();
    }
    assert.equal(service.exit, 0, `the service ended with an error:\n${service.server.log}`);
  });
}

// report shows what a failed journey saw last.
async function report(name, pages, service) {
  for (const [i, page] of pages.entries()) {
    await picture(page, `failed-${name}-${i}`).catch(() => {});
    console.error(`page ${i} was at ${page.url()}`, page.problems);
  }
  console.error(service.server.log.split('\n').slice(-20).join('\n'));
}
