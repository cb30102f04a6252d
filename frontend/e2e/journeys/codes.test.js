import { journey } from '../harness/journey.js';
import { arrived, look } from '../harness/look.js';
import { maria } from './people.js';

for (const script of [true, false]) {
  const way = script ? 'sent by itself' : 'without script';
  journey(`O13 P9 codes of an app, ${way}: pasted as an app copies it, used already, wrong, late, and the next one`, async ({ service, open }) => {
    const owner = maria(service);
    const page = await open();
    await owner.startByAPI(page);
    await owner.enrollByAPI(page);

    const other = await open({ script });
    const enter = async (code, words) => {
      const sendsItself = (await arrived(other)) === 'ready';
      await other.getByLabel(/^Code from/).fill(code);
      if (!sendsItself) await other.getByRole('button', { name: 'Continue' }).click();
      await other.getByText(words).first().waitFor();
    };
    const see = (name) => look(other, `${name}${script ? '' : '-no-script'}`);
    await service.advance('30s');
    const used = await owner.code();
    await owner.givePassword(other);
    await owner.pasteCode(other);
    await other.waitForURL(`${owner.home}/admin`);
    await owner.signOut(other);

    await owner.givePassword(other);
    await enter(used, 'That code was already used. Wait for the next one (up to 30 seconds).');
    await see('code-used');
    const now = await owner.code();
    await enter(now === '000000' ? '111111' : '000000', 'Verification failed');
    const late = await owner.app.code(new Date((await service.now()).getTime() + 30_000));
    await service.advance('5m');
    await enter(late, /^Your phone is about \d minutes slow\.$/);
    await other.getByText("Set your phone's time to automatic").first().waitFor();
    await see('code-late');
    await owner.pasteCode(other);
    await other.waitForURL(`${owner.home}/admin`);
  });
}
