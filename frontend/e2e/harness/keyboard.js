import assert from 'node:assert/strict';
import { arrived } from './look.js';

// most is more stops than any page has.
const most = 90;

// reach presses Tab, or another key that moves the focus, until a locator's
// element has it, and is content where it has it already. At each stop the focus
// must be seen; leaving the page is an error.
export async function reach(page, locator, key = 'Tab') {
  await locator.first().waitFor();
  await arrived(page);
  const passed = [];
  while (!(await focused(locator))) {
    if (passed.length === most) break;
    await page.keyboard.press(key);
    const { name, wrong } = await stop(page);
    passed.push(name);
    assert.equal(wrong, '', `${key} led to ${passed.join(' > ')}: ${wrong}`);
  }
  assert.ok(await focused(locator), `${key} never reached ${locator}: ${passed.join(' > ')}`);
}

function focused(locator) {
  return locator.evaluateAll((all) => all.includes(document.activeElement));
}

// stop is where the focus is, and what is wrong with how it is seen.
function stop(page) {
  return page.evaluate(() => {
    const e = document.activeElement;
    const name = `${e.localName} "${(e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || '').trim().slice(0, 30)}"`;
    const { top, left, bottom, right, width, height } = e.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    if (e === document.body || e === document.documentElement) return { name, wrong: 'the focus left the page' };
    if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) return { name, wrong: 'the focus is not seen' };
    if (width < 2 || height < 2 || bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth) {
      return { name, wrong: 'the focus is outside of the window' };
    }
    return { name, wrong: '' };
  });
}
