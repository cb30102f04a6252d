import assert from 'node:assert/strict';
import { appendFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { axe, colors } from './axe.js';
import { inspect } from './inspect.js';

const artifacts = fileURLToPath(new URL('../artifacts/', import.meta.url));

// Nobody looks at the pictures of a run that only wants to know what fails, and
// they are a quarter of its time: TWOFOLD_E2E_PICTURES is "none" there.
export const pictured = process.env.TWOFOLD_E2E_PICTURES !== 'none';

// picture keeps a screenshot in artifacts/, which git ignores.
export async function picture(page, name) {
  const folder = `${artifacts}${process.env.TWOFOLD_E2E_DB || 'harness'}`;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name.replaceAll(/[^\w.-]+/g, '-')}.png`, fullPage: true });
}

// What a screen looks like doesn't hang on the database behind it: one run looks
// at every screen in all its ways, a run on another database (TWOFOLD_E2E_LOOKS
// is "brief") at each as it first stands.
export const brief = process.env.TWOFOLD_E2E_LOOKS === 'brief';
const schemes = brief ? ['light'] : ['light', 'dark'];
export const widths = brief ? [1280] : [1280, 320];

// look checks a screen as it stands, in light and dark, wide and at 320 px, by
// axe and by our own rules, and keeps a picture of each where wanted; in the dark axe looks at
// colors alone, the rest is the same. Nothing moves meanwhile, so that no color is
// seen half way to another.
export async function look(page, name) {
  const before = page.viewportSize();
  const found = [];
  await arrived(page);
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of widths) {
      await page.setViewportSize({ width, height: before.height });
      await still(page);
      const wrong = [...(brief ? [] : await axe(page, colorScheme === 'dark' ? colors : undefined)), ...(await inspect(page))];
      found.push(...wrong.map((line) => `${colorScheme} ${width} px: ${line}`));
      if (pictured) await picture(page, `${name}-${colorScheme}-${width}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  await page.setViewportSize(before);
  if (found.length > 0) assert.fail(`the screen "${name}" is wrong:\n${found.join('\n')}`);
  if (!brief) await note(page);
}

// note keeps which screen was looked at and where it stood, a line each, in the
// file TWOFOLD_E2E_LOOKED: a test asks in the end which screen never was. Inside
// the administration the address alone changes.
async function note(page) {
  const file = process.env.TWOFOLD_E2E_LOOKED;
  if (!file) return;
  const screen = await page.evaluate(() => JSON.parse(document.querySelector('script#page')?.textContent ?? '{}').name);
  if (screen) await appendFile(file, `${screen} ${new URL(page.url()).pathname}\n`);
}

// arrived waits for the whole of a page, whose first words can be read before its
// last have come, and, where WebAssembly comes to it, for what comes of that, since
// a screen is looked at as it stays. It answers 'ready' where the page was taken
// over, 'left' where somebody had touched it, or 'failed'.
export async function arrived(page) {
  await page.waitForLoadState('load');
  if (!page.script) return null;
  await page.waitForFunction(() =>
    !document.querySelector('script[src*="/static/boot"]') || ['ready', 'left', 'failed'].includes(document.documentElement.dataset.app));
  return page.evaluate(() => document.documentElement.dataset.app);
}

// still waits until what began before less motion was asked for has ended, and
// until the focus stands where the page puts it, which Chromium does with the next
// picture it draws. What never ends, as a skeleton's pulse, is not waited for. A
// page without script has no timers, so the waiting is done out here.
export async function still(page) {
  for (let i = 0; i < 40; i++) {
    if (await page.evaluate(settled)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
}

function settled() {
  const focus = document.activeElement !== document.body || !document.querySelector('[autofocus]');
  const ends = (a) => a.playState === 'running' && a.effect.getComputedTiming().endTime < Infinity;
  return focus && !document.getAnimations().some(ends);
}
