import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// colors are the rules that see another screen in another color scheme.
export const colors = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const all = { type: 'tag', values: tags };

// axe answers what axe-core finds wrong with a page, a line each. It needs timers,
// which stand still in a page without script: there, what waits for one comes as
// soon as it can.
export async function axe(page, rules = all) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  if (!page.script) {
    await page.evaluate(() => {
      window.setTimeout = (then) => Promise.resolve().then(then);
    });
  }
  const { violations } = await page.evaluate(
    (runOnly) => window.axe.run(document, { runOnly, resultTypes: ['violations'] }),
    rules,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${help}. ${failureSummary}`),
  );
}
