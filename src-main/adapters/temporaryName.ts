import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { ownProcessMark, type ProcessMark } from './runningProcess.ts';

const ending = '.latchkey-temp';

/** A new name beside `path` that says who writes it, so that a sweep can tell a killed writer's file. */
export function temporaryName(path: string): string {
  const unique = randomBytes(6).toString('hex');
  return join(dirname(path), `.${basename(path)}.${ownProcessMark()}.${unique}${ending}`);
}

/** Who wrote a temporary file beside `path`; undefined for any other file. */
export function writerOf(path: string, name: string): ProcessMark | undefined {
  const prefix = `.${basename(path)}.`;
  if (!name.startsWith(prefix) || !name.endsWith(ending)) return undefined;
  const match = /^([0-9a-f-]+)\.[0-9a-f]{12}$/.exec(name.slice(prefix.length, -ending.length));
  return match?.[1];
}
