import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { reach } from '../harness/keyboard.js';
import { focuses } from '../harness/patience.js';
import { maria, settled, takenOver } from './people.js';

journey('P9 the whole way in by keyboard alone: a new organization, set-up, sign out and in', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  const keys = new Keys(page);
  await starts(owner, page, keys, service);
  await choosesApp(owner, page, keys);
  await givesCode(owner, page, keys);
  await keepsCodes(owner, page, keys);
  await keys.press('link', /^Continue to Northwind/);
  await page.waitForURL(/\/(me|admin)\b/);
  await settled(page);
  await signsOutAndIn(owner, page, keys, service);
});

// Keys is somebody without a pointer: what they press, they came to by Tab.
class Keys {
  constructor(page) {
    this.page = page;
  }

  // to goes to what has a role and a name, on by Tab unless told.
  to(role, name, key) {
    return reach(this.page, this.page.getByRole(role, { name, exact: typeof name === 'string' }), key);
  }

  async press(role, name, key = 'Enter') {
    await this.to(role, name);
    await this.page.keyboard.press(key);
  }

  async type(name, text) {
    await this.to('textbox', name);
    await this.page.keyboard.type(text);
  }

  title(name) {
    return this.page.getByRole('heading', { level: 1, name }).waitFor();
  }
}

async function starts(owner, page, keys, service) {
  await page.goto(`${service.url}/start`);
  await keys.type('Organization name', owner.organization);
  await keys.type('Short name', owner.short);
  await keys.type('Your name', owner.name);
  await keys.type('Your email', owner.email);
  await keys.type('Password', owner.password);
  await keys.press('button', 'Create organization');
  await keys.title('Confirm your email');
  await page.goto(await service.outbox.link(owner.email, /Confirm your email/));
  await keys.press('button', 'Confirm email', 'Space');
  await page.waitForURL(`${owner.home}/admin`);
  await settled(page);

  await keys.press('button', 'Turn on');
  const dialog = page.getByRole('dialog', { name: 'Turn on 2-step verification' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await focuses(page, 'turn-on', 'the dialog does not give the focus back');
  await page.keyboard.press('Space');
  await reach(page, dialog.getByRole('button', { name: 'Turn on' }));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/confirm/);
  await keys.type('Your password', owner.password);
  await page.keyboard.press('Enter');
}

async function choosesApp(owner, page, keys) {
  await keys.title('How do you want to verify?');
  await keys.press('button', /^Authenticator app/);
  await keys.title('Choose an authenticator app');
  await reach(page, page.getByRole('radio'));
  await page.keyboard.press('Space');
  await keys.to('radio', 'Google Authenticator', 'ArrowDown');
  assert.ok(await page.getByRole('radio', { name: 'Google Authenticator' }).isChecked(), 'the arrows move, but do not choose');
  await keys.press('button', 'Next', 'Space');
  await keys.title(/to your authenticator app/);
  await owner.readKey(page);
  await keys.press('link', 'Continue');
}

// givesCode names the app first, and goes back to the code.
async function givesCode(owner, page, keys) {
  await keys.title('Enter the code the app shows');
  await keys.type('Name this app', 'Work phone');
  await keys.to('textbox', 'Code from your authenticator app', 'Shift+Tab');
  await page.keyboard.type(await owner.code());
  await page.keyboard.press('Enter');
}

// keepsCodes downloads the codes, and is told of the tick that is missing.
async function keepsCodes(owner, page, keys) {
  await keys.title('Save your recovery codes');
  const arrival = page.waitForEvent('download');
  await keys.press('link', 'Download');
  await arrival;
  await keys.press('button', 'Turn on');
  await page.getByText("Tick the box when you've saved the codes").first().waitFor();
  await focuses(page, 'saved', 'the focus is not on the box that is not ticked');
  await page.keyboard.press('Space');
  await keys.press('button', 'Turn on', 'Space');
  await keys.title('2-step verification is on');
  assert.match(page.url(), /\/setup\/done$/);
  await page.getByText('a code from Work phone').first().waitFor();
}

async function signsOutAndIn(owner, page, keys, service) {
  await reach(page, page.locator('summary', { hasText: 'Account' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await keys.press('button', 'Sign out');
  await page.waitForURL(`${owner.home}/signed-out`);
  await service.advance('30s');
  await keys.press('link', /^Sign in/);
  await takenOver(page);
  await keys.type('Email', owner.email);
  await page.keyboard.press('Tab'); // as hands do it: nothing stands between the two
  await page.keyboard.type(owner.password);
  await keys.to('button', 'Show password');
  await keys.to('link', 'Forgot your password?');
  await keys.to('button', 'Sign in');
  await keys.to('textbox', 'Password', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await keys.title('Enter the code from your app');
  await keys.to('textbox', /^Code from/);
  await page.keyboard.type(await owner.code());
  await page.waitForURL(`${owner.home}/admin`);
}
