import { join } from 'node:path';
import { run } from './command.js';

// ask runs SQL on a service's database and answers what it prints, a line a row.
export function ask(service, sql) {
  if (!service.database) return run('sqlite3', ['-cmd', '.timeout 10000', join(service.data, 'twofold.db'), sql]);
  const url = new URL(process.env.TWOFOLD_TEST_POSTGRES);
  url.pathname = new URL(service.database.ownerURL).pathname;
  return run('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', url.href, '-c', sql]);
}
