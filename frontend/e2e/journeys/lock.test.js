import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { reach } from '../harness/keyboard.js';
import { look } from '../harness/look.js';
import { maria, settled, takenOver } from './people.js';

journey('R17 F18 O13 P7 five wrong codes lock; the right one is refused at minute 29 and accepted at minute 31', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.startByAPI(page);
  await owner.enrollByAPI(page);
  await service.advance('30s');

  const other = await open({ script: false });
  await owner.givePassword(other);
  const enter = async (code) => {
    await other.getByLabel(/^Code from/).fill(code);
    await other.getByRole('button', { name: 'Continue' }).click();
  };
  await enter('12345');
  await other.getByText('Enter all 6 digits of the code').first().waitFor();
  await look(other, 'code-short');
  const right = await owner.code();
  const wrong = right === '000000' ? '111111' : '000000';
  for (const words of [/not correct/, /time to automatic/, /try 2 more times/, /try 1 more time/]) {
    await enter(wrong);
    await other.getByText(words).first().waitFor();
  }
  await look(other, 'code-wrong');
  await enter(wrong);
  await other.getByRole('heading', { name: 'Too many wrong codes' }).waitFor();
  await look(other, 'locked');
  await service.outbox.message(owner.email, /paused/);

  await service.advance('29m');
  await owner.givePassword(other);
  await other.getByRole('heading', { name: 'Too many wrong codes' }).waitFor();
  await service.advance('2m');
  await owner.givePassword(other);
  await enter(await owner.code());
  await other.waitForURL(`${owner.home}/admin`);
});

journey('signing in with the second step by keyboard alone: e-mail, password and a code that sends itself', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await owner.startByAPI(page);
  await owner.enrollByAPI(page);
  await service.advance('30s');

  const other = await open();
  await other.goto(`${owner.home}/sign-in`);
  await other.keyboard.type(owner.email);
  await reach(other, other.getByRole('textbox', { name: 'Password' }));
  await other.keyboard.type(owner.password);
  await other.keyboard.press('Enter');
  await other.waitForURL(/verify/);
  await takenOver(other);
  await other.waitForFunction(() => document.activeElement?.name === 'code');
  await other.keyboard.type(await owner.code());
  await other.waitForURL(`${owner.home}/admin`);

  await other.goto(`${owner.home}/me/security`);
  await settled(other);
  await other.getByText('Account', { exact: true }).click();
  await other.getByRole('button', { name: 'Off', exact: true, pressed: false }).click();
  await other.waitForURL(`${owner.home}/me/security`);
  await owner.signOut(other);
  await service.advance('30s');
  await owner.givePassword(other);
  await takenOver(other);
  await other.keyboard.type(await owner.code());
  await other.waitForTimeout(1500);
  assert.match(other.url(), /verify/, 'the code goes by itself all the same');
  await other.keyboard.press('Enter');
  await other.waitForURL(`${owner.home}/admin`);
});
