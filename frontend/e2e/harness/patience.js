import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

// patience is how long, in milliseconds, a journey waits for what comes within a
// second on an idle machine, and much later on a busy one.
export const patience = 45_000;

// eventually waits until look answers true.
export async function eventually(look, what) {
  for (const end = Date.now() + patience; !(await look()); await pause(100)) {
    if (Date.now() > end) assert.fail(`never: ${what}`);
  }
}

// shows waits until a locator finds so many elements.
export async function shows(locator, count) {
  await eventually(async () => (await locator.count()) === count, `${count} of ${locator}`);
}
