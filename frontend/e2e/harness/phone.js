import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command.js';

// scan reads the one QR code on a page, as a phone would: from the picture of
// the window, with the code scrolled into it. Like a phone it looks again until
// it sees one, for the page may just be taken over. It answers the text in the
// code.
export async function scan(page) {
  const until = Date.now() + 3000;
  for (;;) {
    try {
      await page.evaluate(() => document.querySelector('[role=img][aria-label^="QR"]')?.scrollIntoView({ block: 'center' }));
      return await read(await page.screenshot());
    } catch (cause) {
      if (Date.now() > until) throw cause;
    }
  }
}

async function read(screen) {
  const folder = await mkdtemp(join(tmpdir(), 'twofold-qr-'));
  const picture = join(folder, 'screen.png');
  try {
    await writeFile(picture, screen);
    const text = await run('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', picture]);
    const codes = text.trim().split('\n');
    if (codes.length !== 1) throw new Error(`the picture holds ${codes.length} QR codes`);
    return codes[0];
  } finally {
    await rm(folder, { recursive: true });
  }
}

// Authenticator is an app on a person's phone with one account in it.
export class Authenticator {
  // fromURI takes an otpauth://totp/ address, as a QR code holds it.
  static fromURI(uri) {
    const address = new URL(uri);
    if (address.protocol !== 'otpauth:' || address.host !== 'totp') {
      throw new Error(`not a TOTP address: ${uri}`);
    }
    const { secret, ...rest } = Object.fromEntries(address.searchParams);
    return new Authenticator(secret, { ...rest, label: decodeURIComponent(address.pathname.slice(1)) });
  }

  constructor(secret, { label = '', issuer = '', algorithm = 'SHA1', digits = '6', period = '30' } = {}) {
    Object.assign(this, { secret: secret.replaceAll(' ', ''), label, issuer, algorithm, digits, period });
  }

  // code answers what the app shows at a time: the service's, which a test may
  // have moved (see Service.now).
  async code(at) {
    const seconds = Math.floor(at.getTime() / 1000);
    const text = await run('oathtool', [
      `--totp=${this.algorithm.toLowerCase()}`,
      '--base32',
      `--digits=${this.digits}`,
      `--time-step-size=${this.period}s`,
      `--now=@${seconds}`,
      this.secret,
    ]);
    return text.trim();
  }
}
