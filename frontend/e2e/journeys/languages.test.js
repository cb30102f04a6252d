import assert from 'node:assert/strict';
import { lookEveryWay } from '../harness/every_way.js';
import { journey } from '../harness/journey.js';
import { picture } from '../harness/look.js';
import { DemoPerson, demo } from './demo.js';
import { chooses } from './forgotten.js';
import { settled } from './people.js';

const languages = [
  { name: 'Deutsch', lang: 'de', dir: 'ltr', subject: /Passwort/, words: /Setzen|Passwort|Link/ },
  { name: 'العربية', lang: 'ar', dir: 'rtl', subject: /[؀-ۿ]/, words: /[؀-ۿ]/ },
];

journey('A29 A30 F39 a forgotten password by mails in German and in Arabic, on pages from right to left and with long words', async ({ service, open }) => {
  const maria = await DemoPerson.of(service, 'northwind', 'maria', 'Maria Weber');
  const page = await open();
  for (const [i, language] of languages.entries()) {
    await speaks(maria, page, service, language);
    const mail = await asks(maria, page, service, language, i === 0);
    await reads(await open({ width: 600 }), mail, language);
    await service.advance('30s');
    await page.goto(mail.text.match(/https?:\/\/\S+/)[0]);
    await page.getByRole('heading', { name: "First, verify it's you" }).waitFor();
    if (i === 0) await everyWay(page, 'reset-verify');
    await maria.pasteCode(page);
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    if (i === 0) await everyWay(page, 'new-password');
    await chooses(maria, page, `sentence number ${i} that works`);
    await newest(maria, service, (message) => message.html.includes(`lang="${language.lang}"`) && !/\/reset\//.test(message.text));
    await service.advance('31s');
  }
}, demo);

// speaks chooses the language of the messages on My security.
async function speaks(maria, page, service, { name }) {
  await maria.givePassword(page);
  await service.advance('30s');
  await maria.pasteCode(page);
  await page.waitForURL(/\/me\/security/);
  await settled(page);
  await page.getByLabel('Language', { exact: true }).selectOption(name);
  await page.getByRole('button', { name: 'Save language' }).click();
  await page.locator('#toast').waitFor();
  await maria.signOut(page);
}

// asks goes from the sign-in page to the mail with the link.
async function asks(maria, page, service, { subject }, seen) {
  await page.goto(`${maria.home}/sign-in`);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
  if (seen) await everyWay(page, 'forgot');
  await page.getByLabel('Email').fill(maria.email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await page.getByText(`If ${maria.email} has an account`).first().waitFor();
  if (seen) await everyWay(page, 'forgot-sent', false);
  return newest(maria, service, (message) => subject.test(message.subject) && /\/reset\//.test(message.text));
}

// newest waits for a message that is one, and answers the last of them.
async function newest(maria, service, is) {
  for (let n = 0; n < 300; n++) {
    const found = (await service.outbox.messages(maria.email)).filter(is).at(-1);
    if (found) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('the message never came');
}

// everyWay looks at a page in all ways; a page that can be opened again gets its
// words back.
async function everyWay(page, name, again = true) {
  await lookEveryWay(page, `every-way-${name}`);
  if (again) await page.reload();
}

// reads looks at a mail as a mail program shows it.
async function reads(page, mail, { lang, dir, words }) {
  assert.match(mail.html, new RegExp(`<html[^>]*lang="${lang}"[^>]*dir="${dir}"|<html[^>]*dir="${dir}"[^>]*lang="${lang}"`));
  await page.setContent(mail.html);
  assert.match(await page.locator('body').innerText(), words);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), dir);
  await picture(page, `mail-reset-${lang}`);
}
