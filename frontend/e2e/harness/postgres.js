import { randomBytes } from 'node:crypto';
import { run } from './command.js';

// The role that cross-tenant work takes on is one for the whole cluster, so an
// administrator makes it and lets each database's owner hand it on.
const platform = 'twofold_platform';

// createDatabase makes an empty database with an owner, who migrates, and a
// lesser role, who serves. TWOFOLD_TEST_POSTGRES is the superuser's address.
export async function createDatabase() {
  const superuser = process.env.TWOFOLD_TEST_POSTGRES;
  if (!superuser) {
    throw new Error('TWOFOLD_TEST_POSTGRES is not set: run make test, or export what tools/pg start prints');
  }
  const name = `e2e_${randomBytes(6).toString('hex')}`;
  const [owner, server] = [`${name}_owner`, `${name}_serve`];
  await sql(superuser,
    `CREATE ROLE ${owner} LOGIN CREATEROLE PASSWORD '${owner}'`,
    `CREATE ROLE ${server} LOGIN PASSWORD '${server}'`,
    `DO 'BEGIN CREATE ROLE ${platform}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END'`,
    `GRANT ${platform} TO ${owner} WITH ADMIN OPTION`,
    `CREATE DATABASE ${name} OWNER ${owner}`,
  );
  return {
    serveRole: server,
    ownerURL: address(superuser, owner, name),
    serveURL: address(superuser, server, name),
    async drop() {
      await sql(superuser, `DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${server}`, `DROP ROLE ${owner}`);
    },
  };
}

function address(superuser, role, database) {
  const url = new URL(superuser);
  Object.assign(url, { username: role, password: role, pathname: `/${database}` });
  return url.href;
}

// sql runs statements in order, each for itself, until one fails.
function sql(url, ...statements) {
  const commands = statements.map((statement) => `--command=${statement}`);
  return run('psql', ['--quiet', '--no-psqlrc', '--set=ON_ERROR_STOP=1', `--dbname=${url}`, ...commands]);
}
