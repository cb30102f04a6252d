import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { maria } from './people.js';

for (const script of [true, false]) {
  journey(`the way in, script ${script ? 'on' : 'off'}: start, set up, sign in with a pasted code`, async ({ service, open }) => {
    const owner = maria(service);
    const page = await open({ script });
    const see = (name) => look(page, `${name}${script ? '' : '-no-script'}`);
    await owner.start(page, see);
    await page.goto(`${owner.home}/setup/app`);
    await owner.confirm(page, see);
    await owner.enroll(page, see);
    assert.equal(owner.recoveryCodes.length, 10);

    const other = await open({ script });
    await owner.givePassword(other);
    await other.getByRole('heading', { name: 'Enter the code from your app' }).waitFor();
    await look(other, `second-step${script ? '' : '-no-script'}`);
    await service.advance('30s');
    await owner.pasteCode(other);
    await other.waitForURL(`${owner.home}/admin`);
  });
}
