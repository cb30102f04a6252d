// Takes the two pictures of the README into docs/: tools/shots.
import { fileURLToPath } from 'node:url';
import { launch, openPage } from './harness/browser.js';
import { startService } from './harness/service.js';
import { maria } from './journeys/people.js';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));

const service = await startService({ database: 'sqlite' });
const browser = await launch();
try {
  const page = await openPage(browser, { width: 900 });
  const shoot = (name) => page.screenshot({ path: `${docs}${name}.png` });
  const owner = maria(service);
  await owner.start(page);
  await page.goto(`${owner.home}/setup`);
  await owner.confirm(page);
  await owner.enroll(page, async (screen) => screen === 'scan' && shoot('wizard'));
  const answer = await page.goto(`${owner.home}/admin/policy`, { waitUntil: 'networkidle' });
  if (!answer.ok()) throw new Error(`the policy page answered ${answer.status()}`);
  await shoot('policy');
} finally {
  await browser.close();
  await service.stop();
}
