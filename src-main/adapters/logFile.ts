import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, Log } from '../core/ports.ts';

/** Only these fields are ever written, whatever a caller hands over: a log line cannot hold a secret by accident. */
const allowed = new Set([
  'command',
  'code',
  'ssoSession',
  'accountId',
  'roleName',
  'profile',
  'pid',
  'version',
  'milliseconds',
  'status',
  'state',
  'count',
  'file',
  'store',
  'reason',
  'kind',
]);

const largest = 1024 * 1024;
const longestValue = 300;

/** JSON lines, 0600, at most two files of 1 MB. A full disk must not stop anybody from working. */
export function createLogFile(path: string, clock: Clock): Log {
  return {
    write(event, fields = {}) {
      const line: Record<string, unknown> = { at: new Date(clock.now()).toISOString(), event };
      for (const [name, value] of Object.entries(fields)) {
        if (allowed.has(name)) line[name] = typeof value === 'string' ? value.slice(0, longestValue) : value;
      }
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        rotate(path);
        appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
      } catch {
        // Nobody to tell: the log is where it would be said.
      }
    },
  };
}

function rotate(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largest) renameSync(path, `${path}.1`);
}
