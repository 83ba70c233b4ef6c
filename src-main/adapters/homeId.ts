import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What tells this home's keychain items and sections from those of every other home, a test's or the demo's above
 * all: 16 hex digits, made once. Not derived from the path, which a temporary folder may have again.
 */
export function homeId(home: string): string {
  const path = join(home, 'home-id');
  const known = read(path);
  if (known !== undefined) return known;
  writeFileSync(path, `${randomBytes(8).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return homeId(home);
}

function read(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (/^[0-9a-f]{16}$/.test(text)) return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  throw new Error(`${path} is damaged`);
}
