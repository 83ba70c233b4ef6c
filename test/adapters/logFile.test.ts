import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLogFile } from '../../src-main/adapters/logFile.ts';
import { createVirtualClock } from '../support/virtualClock.ts';

it('writes the fields that are allowed and no others, whatever it is given', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-log-'));
  const path = join(folder, 'logs', 'latchkey.log');
  const log = createLogFile(path, createVirtualClock(0));
  log.write('signed-in', { ssoSession: 'corp', accessToken: 'canary', secret: 'canary' });
  log.write('long', { reason: 'x'.repeat(5000) });
  const text = readFileSync(path, 'utf8');
  expect(text).not.toContain('canary');
  expect(JSON.parse(text.split('\n')[0] ?? '')).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    event: 'signed-in',
    ssoSession: 'corp',
  });
  expect(text.length).toBeLessThan(600);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});
