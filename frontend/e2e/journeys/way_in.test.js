import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { maria, takenOver } from './people.js';

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
    await owner.givePassword(other, (name) => look(other, `${name}${script ? '' : '-no-script'}`));
    await other.getByRole('heading', { name: 'Enter the code from your app' }).waitFor();
    await look(other, `second-step${script ? '' : '-no-script'}`);
    await service.advance('30s');
    await owner.pasteCode(other);
    await other.waitForURL(`${owner.home}/admin`);
  });
}

journey('the short name is filled from the name until somebody writes their own, and a mistyped address is mended', async ({ service, open }) => {
  const page = await open();
  await page.goto(`${service.url}/start`);
  await takenOver(page);
  const name = page.getByLabel('Organization name');
  const short = page.getByLabel('Short name');
  await name.pressSequentially('3M & Söhne, Corp');
  assert.equal(await short.inputValue(), '3m-s-hne-corp');
  await short.fill('3m-corp');
  await name.pressSequentially(' Ltd');
  assert.equal(await short.inputValue(), '3m-corp');
  await look(page, 'start-filled');

  await page.getByLabel('Your name').fill('Nadia Corp');
  await page.getByLabel('Your email').fill('nadia@mistyped.example');
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery staple');
  await page.getByRole('button', { name: 'Create organization' }).click();
  await page.getByRole('link', { name: 'Use a different address' }).click();
  await page.getByRole('heading', { name: 'Start a new organization' }).waitFor();
  assert.equal(await short.inputValue(), '3m-corp');
  assert.equal(await page.getByLabel('Your email').inputValue(), 'nadia@mistyped.example');
  assert.equal(await page.getByRole('textbox', { name: 'Password' }).inputValue(), '');
  await page.getByLabel('Your email').fill('nadia@right.example');
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery staple');
  await page.getByRole('button', { name: 'Create organization' }).click();
  await page.getByText('nadia@right.example').first().waitFor();
});
