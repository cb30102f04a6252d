// Text messages, as journeys need them.
import { settled } from './people.js';

const nothing = async () => {};

// allows lets text messages and e-mail count, as an administrator does. see is
// called at each screen with its name.
export async function allows(owner, page, see = nothing) {
  await page.goto(`${owner.home}/admin/policy`);
  await settled(page);
  await page.getByText('Text message', { exact: true }).click();
  await page.getByText('Email', { exact: true }).click();
  await page.getByRole('button', { name: 'Review changes' }).click();
  await see(page, 'policy-texts');
  await page.getByRole('button', { name: 'Apply' }).click();
  const agree = page.getByText('Allow text messages all the same');
  await owner.confirmIfAsked(page, agree);
  await agree.click();
  await see(page, 'policy-texts-known');
  await page.getByRole('button', { name: 'Apply' }).click();
  await owner.confirmIfAsked(page, page.getByText(/Version 2/).first());
}

// code is the newest one that was sent to a number.
export async function code(service, to) {
  return (await service.outbox.message(to, /Text message/)).code;
}
