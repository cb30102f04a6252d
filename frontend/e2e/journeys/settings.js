// The policy as an administrator changes it on its page.
import { settled } from './people.js';

// settles changes settings by what draft does on the policy page, and applies
// them. Where the service asks first whether that is meant, agree is the words
// of the box to tick.
export async function settles(owner, page, draft, { agree } = {}) {
  await page.goto(`${owner.home}/admin/policy`);
  await settled(page);
  const version = Number((await page.getByText(/Version \d+/).first().textContent()).match(/Version (\d+)/)[1]);
  await draft(page);
  await page.getByRole('button', { name: 'Review changes' }).click();
  const done = page.getByText(new RegExp(`Version ${version + 1}\\b`)).first();
  await applies(owner, page, agree ? page.getByText(agree) : done);
  if (!agree) return;
  await page.getByText(agree).click();
  await applies(owner, page, done);
}

// applies presses the last button and proves who it is where that is asked.
async function applies(owner, page, next) {
  await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
  await owner.confirmIfAsked(page, next);
}
