// Takes the two pictures of the README into docs/: tools/shots.
import { fileURLToPath } from 'node:url';
import { launch, openPage } from './harness/browser.js';
import { startService } from './harness/service.js';
import { maria, settled } from './journeys/people.js';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));

const service = await startService({ database: 'sqlite' });
const browser = await launch();
try {
  const page = await openPage(browser);
  await page.setViewportSize({ width: 900, height: 1150 });
  const shoot = (name) => page.screenshot({ path: `${docs}${name}.png` });
  const owner = maria(service);
  await owner.start(page);
  await page.goto(`${owner.home}/setup/app`);
  await owner.confirm(page);
  await owner.enroll(page, async (screen) => screen === 'scan' && shoot('wizard'));
  const answer = await page.goto(`${owner.home}/admin/policy`);
  if (!answer.ok()) throw new Error(`the policy page answered ${answer.status()}`);
  await settled(page);
  await shoot('policy');
} finally {
  await browser.close();
  await service.stop();
}
