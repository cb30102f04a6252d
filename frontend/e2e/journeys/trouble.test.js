import assert from 'node:assert/strict';
import { journey } from '../harness/journey.js';
import { look as check } from '../harness/look.js';
import { shows } from '../harness/patience.js';
import { maria, settled, takenOver } from './people.js';

// look waits for the screen to be drawn before it is checked.
async function look(page, name) {
  await settled(page);
  await check(page, name);
}

// signedIn is the owner with an app and two pages of one browser.
async function signedIn(service, open) {
  const owner = maria(service);
  const page = await open();
  await owner.startByAPI(page);
  await owner.enrollByAPI(page);
  await service.advance('30s');
  return { owner, page };
}

async function security(owner, page) {
  await page.goto(`${owner.home}/me/security`);
  await page.getByText('2-step verification is on').first().waitFor();
}

// loud waits for words in the live region that can be heard.
const loud = (page, words) =>
  page
    .locator('dialog[open] [role=status], body:not(:has(dialog[open])) #status')
    .filter({ hasText: words })
    .waitFor({ state: 'attached' });

journey('WebAssembly blocked: the way in works, the account and the administration say what still does', async ({ service, open }) => {
  const owner = maria(service);
  const page = await open();
  await page.route('**/*.wasm', (route) => route.abort());
  await owner.start(page);
  const text = 'Some parts of this page need a newer browser.';
  await page.getByText(text).first().waitFor();
  await check(page, 'blocked-admin');
  await page.goto(`${owner.home}/setup/app`);
  await owner.confirm(page);
  await owner.enroll(page);
  await shows(page.getByText(text), 0, 'a page on the way in says it can do less');
  await page.goto(`${owner.home}/me/security`);
  await page.getByText(text).first().waitFor();
  await shows(page.locator('[aria-busy=true]:visible'), 0, 'the page goes on looking as if it loaded');
  await check(page, 'blocked-account');
  await owner.signOut(page);
});

journey('offline in the wizard and in the account: what was typed stays, nothing is sent, and it goes on by itself', async ({ service, open }) => {
  const { owner, page } = await signedIn(service, open);
  await offlineInAccount(owner, page, service);
  await offlineInWizard(owner, page, service);
  await offlineAtCode(owner, page, service);
});

async function offlineInAccount(owner, page, service) {
  await security(owner, page);
  await page.getByRole('button', { name: /^Rename/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('Typed before the line broke');
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await save.focus();
  const before = await save.elementHandle();
  await page.context().setOffline(true);
  await page.getByText("You're offline. We'll keep what you've typed.").first().waitFor();
  await loud(page, /You're offline/);
  assert.equal(await save.getAttribute('aria-disabled'), 'true');
  assert.ok(await focused(before), 'another button stands there, or the focus is gone, when the line breaks');
  assert.match(await save.evaluate((b) => document.getElementById(b.getAttribute('aria-describedby')).textContent), /Needs a connection/);
  await page.getByText(/^Last updated \d\d:\d\d$/).first().waitFor();
  await look(page, 'offline-account');
  await page.getByLabel('Name', { exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Sign out everywhere else' }).waitFor({ state: 'detached' });
  await save.focus();
  await page.context().setOffline(false);
  await page.getByText('Back online').first().waitFor();
  await page.getByText('Back online').first().waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Typed before the line broke');
  await shows(page.getByText(/^Last updated/), 0);
  assert.ok(await focused(before), 'another button stands there, or the focus is gone, when the line is back');
  await save.click();
  await page.getByRole('heading', { name: 'Typed before the line broke' }).waitFor();
}

const focused = (button) => button.evaluate((b) => b === document.activeElement);

async function offlineInWizard(owner, page) {
  await page.goto(`${owner.home}/setup/app`);
  await page.locator('label', { hasText: 'Google Authenticator' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('link', { name: 'Continue' }).click();
  const field = page.getByLabel('Code from your authenticator app');
  await field.fill('12345');
  const address = page.url();
  await page.context().setOffline(true);
  await page.getByText("You're offline. We'll keep what you've typed.").first().waitFor();
  await loud(page, /You're offline/);
  await check(page, 'offline-wizard');
  await field.press('Enter');
  await page.getByRole('button', { name: 'Continue' }).click({ force: true });
  await page.getByRole('link', { name: 'Back' }).click();
  assert.equal(page.url(), address);
  assert.equal(await field.inputValue(), '12345');
  await page.context().setOffline(false);
  await page.getByText('Back online').first().waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText(/Enter all 6 digits/).first().waitFor();
}

// offlineAtCode: the last digit sends nothing and claims no check.
async function offlineAtCode(owner, page, service) {
  await page.goto(`${owner.home}/me/security`);
  await owner.signOut(page);
  await service.advance('1m');
  await owner.givePassword(page);
  const field = page.getByLabel(/^Code from/);
  await field.waitFor();
  await takenOver(page);
  await page.evaluate(() => {
    window.told = [];
    const status = document.getElementById('status');
    new MutationObserver(() => window.told.push(status.textContent)).observe(status, { childList: true });
  });
  await page.context().setOffline(true);
  await loud(page, /You're offline/);
  await field.fill(await owner.code());
  await page.context().setOffline(false);
  await loud(page, /Back online/);
  assert.ok(!(await page.evaluate(() => window.told)).includes('Checking code'), 'it says that it checks a code');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(`${owner.home}/admin`);
}

journey('the session ends under a form: sign in over it, and what was typed is saved', async ({ service, open }) => {
  const { owner, page } = await signedIn(service, open);
  await security(owner, page);
  await page.getByRole('button', { name: /^Rename/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('Typed before the end');
  await service.advance('31m');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const card = page.getByRole('dialog');
  await card.getByText('What you typed is still here.').first().waitFor();
  await page.waitForFunction(() => document.activeElement.id === 'again-password');
  await look(page, 'again');
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Escape');
  await card.waitFor();
  await card.getByRole('textbox', { name: 'Password' }).fill('not the password');
  await page.keyboard.press('Enter');
  await card.getByText(/not correct|don't match|doesn't match/).first().waitFor();
  await look(page, 'again-wrong');
  await card.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await page.keyboard.press('Enter');
  const code = card.getByLabel('Code from your authenticator app');
  await code.waitFor();
  await page.waitForFunction(() => document.activeElement.id === 'again-code');
  await look(page, 'again-code');
  await code.fill(await owner.code());
  await card.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Typed before the end' }).waitFor();
  assert.match(page.url(), /\/me\/security$/);
});

journey('an idle session asks before it ends, in every tab, and any of them keeps it up', async ({ service, open }) => {
  const { owner, page } = await signedIn(service, open);
  const second = await page.context().newPage();
  await page.context().clock.install();
  await security(owner, page);
  await security(owner, second);
  await settled(page);
  await settled(second);
  const quiet = async (span) => {
    await service.advance(`${span}s`);
    await page.context().clock.fastForward(span * 1000);
  };
  await quiet(28 * 60 + 5);
  // told waits until the server knows that somebody is still there.
  const told = async (tab, act) => {
    await Promise.all([tab.waitForResponse(/\/session$/), act()]);
    await tab.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  };
  const asks = (tab) => tab.getByRole('dialog', { name: "You'll be signed out soon" });
  await asks(page).waitFor();
  await asks(second).waitFor();
  await page.bringToFront();
  await loud(page, /You'll be signed out in 1:/);
  await look(page, 'idle');
  const [, minutes, seconds] = (await asks(page).innerText()).match(/in (\d):(\d\d)\./);
  await quiet(60 * minutes + Number(seconds) - 59);
  await loud(page, /You'll be signed out in (1:00|0:5\d)/);
  await told(second, () => asks(second).getByRole('button', { name: 'Stay signed in' }).click());
  await asks(second).waitFor({ state: 'detached' });
  await asks(page).waitFor({ state: 'detached' });

  await quiet(28 * 60 + 5);
  await asks(page).waitFor();
  await told(page, () => page.keyboard.press('Escape'));
  await asks(page).waitFor({ state: 'detached' });
  await settled(page);
  assert.match(page.url(), /\/me\/security$/, 'Esc signed out');

  await quiet(28 * 60 + 5);
  await asks(page).waitFor();
  await quiet(2 * 60);
  await page.getByRole('dialog').getByText('Sign in to go on.').first().waitFor();
});

journey('a new version is offered on the next screen, never over a form, and never in the wizard', async ({ service, open }) => {
  const { owner, page } = await signedIn(service, open);
  const toast = page.getByText('A new version is ready.');
  await security(owner, page);
  await page.route('**/api/v1/**', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'x-build': 'another' } });
  });
  await page.getByRole('button', { name: /^Rename/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('First');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { name: 'First' }).waitFor();
  await shows(toast, 0, 'offered in the middle of work');
  await page.getByRole('link', { name: 'Show all activity' }).click();
  await loud(page, /A new version is ready\./);
  await page.getByRole('button', { name: 'Reload' }).waitFor();
  await look(page, 'new-version');
  await page.getByRole('link', { name: 'My security' }).first().click();
  await page.getByRole('button', { name: /^Rename/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('Half typed');
  await page.locator('#toast').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('#toast').waitFor();
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Reload' }).click()]);
  await page.goto(`${owner.home}/setup/app`);
  await owner.setUpApp(page);
  await shows(page.locator('#toast'), 0);
});
