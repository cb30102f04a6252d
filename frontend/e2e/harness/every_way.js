import assert from 'node:assert/strict';
import { axe } from './axe.js';
import { inspect } from './inspect.js';
import { arrived, brief, picture, pictured, still, widths } from './look.js';

// lookEveryWay checks a screen as it stands by axe and by our own rules, wide and
// at 320 px, each time as somebody else sees it, and keeps pictures: from right
// to left, in forced colors, with more contrast, and with words 40 % longer, which
// axe would miss in the labels. It leaves the page as it was.
export async function lookEveryWay(page, name) {
  const before = page.viewportSize();
  const found = [];
  await arrived(page);
  await page.emulateMedia({ reducedMotion: 'reduce' }); // a color half way to another has no contrast of its own
  for (const [way, enter, leave] of ways) {
    await enter(page);
    for (const width of widths) {
      await page.setViewportSize({ width, height: before.height });
      await still(page);
      const wrong = [...(brief || enter === stretch ? [] : await axe(page)), ...(await inspect(page)), ...(await outside(page)), ...(await turned(page))];
      found.push(...wrong.map((line) => `${way} ${width} px: ${line}`));
      if (pictured) await picture(page, `${name}-${way}-${width}`);
    }
    await leave(page);
  }
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.setViewportSize(before);
  assert.equal(found.length, 0, `the screen "${name}" is wrong:\n${found.join('\n')}`);
}

const direction = (dir) => (page) => page.evaluate((d) => { document.documentElement.dir = d; }, dir);
const media = (features) => (page) => page.emulateMedia(features);

const ways = [
  ['rtl', direction('rtl'), direction('ltr')],
  ['forced', media({ forcedColors: 'active' }), media({ forcedColors: 'none' })],
  ['contrast', media({ contrast: 'more' }), media({ contrast: 'no-preference' })],
  ['long', stretch, shrink],
];

// stretch makes the words on a screen 40 % longer, with accents, as a language
// with long words would.
export function stretch(page) {
  return page.evaluate(() => {
    const accents = { a: 'ä', e: 'é', i: 'ï', o: 'ö', u: 'ü', A: 'Ä', E: 'É', O: 'Ö', U: 'Ü' };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    window.short = [];
    const kept = 'script, style, noscript, svg, [dir=ltr]:not(html), code, time, textarea';
    while (walk.nextNode()) {
      const node = walk.currentNode;
      const words = node.data.trim();
      if (!words || node.parentElement.closest(kept)) continue;
      window.short.push([node, node.data]);
      const more = words.slice(0, Math.ceil(words.length * 0.4));
      node.data = (words + more).replace(/[aeiouAEOU]/g, (letter) => accents[letter] ?? letter);
    }
  });
}

// shrink gives the words back.
function shrink(page) {
  return page.evaluate(() => {
    for (const [node, words] of window.short) node.data = words;
  });
}

// outside answers which words stick out of the window, or of the box that they
// stand in, a line each.
export function outside(page) {
  return page.evaluate(() => {
    const boxes = 'button, summary, a.c-btn, .c-tag, .c-callout, .c-banner, .c-panel, .c-card, .c-dialog, .c-menu-list, li, td, th';
    const hidden = (element) =>
      !element.checkVisibility({ checkVisibilityCSS: true }) || element.closest('.u-hidden, .c-skip, summary span') !== null;
    const found = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      const element = node.parentElement;
      if (!node.data.trim() || hidden(element) || element.closest('pre, .c-pre, .c-table-box')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const words = range.getBoundingClientRect();
      if (words.width === 0) continue;
      const around = element.closest(boxes)?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
      const left = Math.max(around.left, 0);
      const right = Math.min(around.right, document.documentElement.clientWidth);
      if (words.left < left - 1 || words.right > right + 1) found.add(`sticks out: "${node.data.trim().slice(0, 60)}"`);
    }
    return [...found];
  });
}

// turned answers which codes, keys, addresses and fields for them would be
// written from right to left, a line each.
export function turned(page) {
  return page.evaluate(() => {
    const always = 'code, .c-code, .c-key, input[type=email], input[name$=code]:not([type=checkbox], [type=radio]), input[autocomplete=one-time-code], [dir=ltr]';
    return [...document.querySelectorAll(always)]
      .filter((element) => getComputedStyle(element).direction !== 'ltr')
      .map((element) => `from right to left: ${element.cloneNode(false).outerHTML.slice(0, 100)}`);
  });
}
