import assert from 'node:assert/strict';
import { Authenticator } from '../harness/authenticator.js';
import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { maria, settled } from './people.js';

journey('F6 A4 a passkey of this device is created and signs in: by the list of suggestions, by the button, after the password', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  const own = await Authenticator.plugIn(page, { synced: true });
  await owner.startByAPI(page);
  await page.goto(`${owner.home}/setup`);
  await owner.confirm(page);
  await page.getByRole('button', { name: /^Passkey/ }).first().click();
  await page.getByRole('heading', { name: 'Create a passkey' }).waitFor();
  await look(page, 'passkey-create');

  await own.verified(false);
  await page.getByRole('button', { name: 'Create passkey' }).click();
  await page.getByText('No passkey was created').first().waitFor();
  await look(page, 'passkey-create-canceled');

  await own.verified(true);
  await page.getByRole('button', { name: 'Create passkey' }).click();
  await page.getByRole('heading', { name: 'Your passkey works' }).waitFor();
  await look(page, 'passkey-name');
  await page.getByLabel('Name this passkey').fill('MacBook');
  await page.getByRole('button', { name: 'Continue' }).click();
  await owner.keepRecoveryCodes(page);
  await page.getByRole('heading', { name: '2-step verification is on' }).waitFor();
  await page.getByText('Next time: your passkey MacBook').first().waitFor();
  await service.outbox.message(owner.email, /2-step verification is on|turned on/);
  const [kept] = await own.credentials();
  assert.equal(kept.isResidentCredential, true);

  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  await page.getByText('Synced', { exact: true }).first().waitFor();
  await page.getByText('Strong: passkey').first().waitFor();
  await look(page, 'passkey-my-security');
  await owner.signOut(page);

  // Chosen in the list of suggestions of the email field.
  await page.goto(`${owner.home}/sign-in`);
  await page.waitForURL(`${owner.home}/admin`);
  await owner.signOut(page);

  await own.touched(false);
  await page.goto(`${owner.home}/sign-in`);
  const button = page.getByRole('button', { name: 'Sign in with a passkey' });
  await button.waitFor();
  await look(page, 'passkey-sign-in');
  await own.touched(true);
  await button.click();
  await page.waitForURL(`${owner.home}/admin`);
  await owner.signOut(page);

  // The suggestion is given up before the password is sent.
  await own.touched(false);
  await owner.givePassword(page);
  await page.getByRole('heading', { name: 'Use your passkey' }).waitFor();
  await look(page, 'passkey-second-step');
  await own.touched(true);
  await page.getByRole('button', { name: 'Continue with passkey' }).click();
  await page.waitForURL(`${owner.home}/admin`);
});

journey('F6 a passkey that was canceled, and one that was removed here', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  const device = await Authenticator.plugIn(page);
  await owner.startByAPI(page);
  await page.goto(`${owner.home}/setup/passkey`);
  await owner.confirm(page);
  await page.getByRole('button', { name: 'Create passkey' }).click();
  await page.getByLabel('Name this passkey').waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await owner.keepRecoveryCodes(page);
  await page.getByRole('heading', { name: '2-step verification is on' }).waitFor();
  const [kept] = await device.credentials();

  // Somebody's PIN is wrong: as good as canceled, and another way stays open.
  const other = await open();
  const same = await Authenticator.plugIn(other);
  await same.keep(kept);
  await same.verified(false);
  await other.goto(`${owner.home}/sign-in`);
  await other.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await other.getByText('That was canceled or took too long').first().waitFor();
  await look(other, 'passkey-sign-in-canceled');
  await owner.givePassword(other);
  await other.getByRole('button', { name: 'Continue with passkey' }).click();
  await other.getByText('That was canceled or took too long').first().waitFor();
  await look(other, 'passkey-second-step-canceled');
  await other.getByRole('link', { name: 'Try another way' }).click();
  await other.getByText('Recovery code').first().waitFor();
  await look(other, 'passkey-other-ways');

  // Removed in my security: the password manager is told, and so is a browser
  // that still offers it.
  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  await page.getByText('Only on this device').first().waitFor();
  await page.getByRole('button', { name: /^Turn off|^Remove/ }).first().click();
  await page.getByRole('dialog').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: /Turn off|Remove/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Continue with passkey' }).or(page.getByRole('heading', { name: '2-step verification is off' })).first().waitFor();
  const asked = page.getByRole('dialog').getByRole('button', { name: 'Continue with passkey' });
  if (await asked.isVisible()) await asked.click();
  await page.getByRole('heading', { name: '2-step verification is off' }).waitFor();

  const third = await open();
  const stale = await Authenticator.plugIn(third);
  await stale.keep(kept);
  await third.goto(`${owner.home}/sign-in`);
  await third.getByText("This passkey isn't known here any more").first().waitFor();
  await look(third, 'passkey-unknown');
  assert.deepEqual(await stale.credentials(), [], 'the browser keeps what it was told to forget');
});

journey('F6 a security key that is plugged in: as second step, beside an app, and replaced in place', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  const key = await Authenticator.plugIn(page, { kind: 'usb' });
  await owner.startByAPI(page);
  await owner.enrollByAPI(page);
  await service.advance('11m');
  await page.goto(`${owner.home}/setup/passkey?kind=security_key`);
  await page.getByLabel('Code from your authenticator app').fill(await owner.code());
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.goto(`${owner.home}/setup/passkey?kind=security_key`);
  await page.getByRole('heading', { name: 'Add a security key' }).waitFor();
  await look(page, 'passkey-key');
  await page.getByRole('button', { name: 'Add security key' }).click();
  await page.getByLabel('Name this passkey').fill('Blue key');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: '2-step verification is on' }).waitFor();
  await service.outbox.message(owner.email, /new way to verify.*Blue key/);

  // One key, one passkey for this account.
  await page.goto(`${owner.home}/setup/passkey?kind=security_key`);
  await page.getByRole('button', { name: 'Add security key' }).click();
  await page.getByText('You already have a passkey on this device').first().waitFor();

  // The app was set up first and is asked first; the key is another way.
  await page.goto(`${owner.home}/me/security`);
  await owner.signOut(page);
  await key.touched(false);
  await owner.givePassword(page);
  await page.getByLabel(/^Code from/).waitFor();
  await page.getByRole('link', { name: 'Try another way' }).click();
  await page.getByText('Blue key').click();
  await key.touched(true);
  await page.getByRole('button', { name: 'Continue with passkey' }).click();
  await page.waitForURL(`${owner.home}/admin`);

  // Confirmed in place, by the strongest way first.
  await service.advance('11m');
  await page.goto(`${owner.home}/me/security`);
  await settled(page);
  await page.getByRole('button', { name: 'Get new codes' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Continue with passkey' }).waitFor();
  await look(page, 'passkey-confirm');
  await page.getByRole('dialog').getByRole('button', { name: 'Continue with passkey' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Continue with passkey' }).waitFor({ state: 'detached' });
});

journey('F6 without script, and where the browser has no passkeys, other ways are told', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await Authenticator.plugIn(page);
  await owner.startByAPI(page);
  await page.goto(`${owner.home}/setup/passkey`);
  await owner.confirm(page);
  await page.getByRole('button', { name: 'Create passkey' }).click();
  await page.getByLabel('Name this passkey').waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await owner.keepRecoveryCodes(page);

  const plain = await open({ script: false });
  await plain.goto(`${owner.home}/sign-in`);
  assert.equal(await plain.getByRole('button', { name: 'Sign in with a passkey' }).isVisible(), false);
  await owner.givePassword(plain);
  await plain.getByText("This browser can't use passkeys").locator('visible=true').waitFor();
  await look(plain, 'passkey-no-script');
  assert.equal(await plain.getByRole('button', { name: 'Continue with passkey' }).isVisible(), false);
  await plain.getByRole('link', { name: 'Try another way' }).click();
  await plain.getByText('Recovery code').first().waitFor();

  const old = await open();
  await old.addInitScript(() => delete window.PublicKeyCredential);
  await owner.givePassword(old);
  await old.getByText("This browser can't use passkeys").first().waitFor();
  assert.equal(await old.getByRole('button', { name: 'Continue with passkey' }).isVisible(), false);
});
