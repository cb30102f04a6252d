import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

// patience is how long, in milliseconds, a journey waits for what comes within a
// second on an idle machine, and much later on a busy one.
export const patience = 45_000;

// eventually waits until look answers true. what says what is wrong otherwise.
export async function eventually(look, what) {
  for (const end = Date.now() + patience; !(await look()); await pause(100)) {
    if (Date.now() > end) assert.fail(`${what}, after ${patience / 1000} s`);
  }
}

// shows waits until a locator finds so many elements.
export async function shows(locator, count, what = `not ${count} of ${locator}`) {
  await eventually(async () => (await locator.count()) === count, what);
}

// focuses waits until the element with an id has the focus.
export async function focuses(page, id, what = `the focus is not on ${id}`) {
  await eventually(() => page.evaluate((want) => document.activeElement?.id === want, id), what);
}
