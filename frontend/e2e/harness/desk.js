import { createHash, randomBytes } from 'node:crypto';
import { ask } from './database.js';

const lasts = { text: 48 * 3600_000, unlock_mail: 3600_000 };

// give writes down what the support desk gives somebody once two proofs carry
// it: a text message in the place of a lost device, or a link to a new
// password, whose address it answers.
export async function give(service, person, kind) {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest('hex');
  const at = (await service.now()).getTime();
  const until = at + lasts[kind];
  const bytes = (hex) => (service.database ? `'\\x${hex}'` : `X'${hex}'`);
  const secret = kind === 'unlock_mail' ? bytes(hash) : bytes('');
  const who = `email_key = '${person.email.toLowerCase()}'`;
  let sql = `INSERT INTO grants (tenant_id, id, kind, user_id, giver_id, giver_name, by_staff, reason, secret, security_version, uses_left, created_at, expires_at)
    SELECT tenant_id, 'gra_${randomBytes(8).toString('hex')}', '${kind}', id, 'usr_sue', 'Sue Support', TRUE, 'lost phone', ${secret}, security_version, 1, ${at}, ${until} FROM users WHERE ${who};`;
  if (kind === 'text') sql += ` UPDATE users SET text_until = ${until} WHERE ${who};`;
  await ask(service, sql);
  return `${person.home}/unlock/${token}`;
}
