import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

// run answers what a program prints. It fails with what the program said.
export async function run(program, args, options = {}) {
  try {
    const { stdout } = await execute(program, args, { timeout: 60_000, ...options });
    return stdout;
  } catch (cause) {
    throw new Error(`${program} ${args[0] ?? ''}: ${cause.stderr || cause.message}`, { cause });
  }
}

// find answers the path of the first of these programs that is installed.
export function find(...names) {
  for (const name of names) {
    for (const folder of process.env.PATH.split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        continue;
      }
    }
  }
  throw new Error(`none of ${names.join(', ')} is installed`);
}
