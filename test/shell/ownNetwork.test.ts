import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ownNetwork } from '../../src-main/shell/ownNetwork.ts';

const home = mkdtempSync(join(tmpdir(), 'lk-'));
afterAll(() => {
  rmSync(home, { recursive: true });
});

it('the window of a company sign-in gets the proxy with the password that it wants, and none where none is set', () => {
  expect(ownNetwork(home)).toEqual({ proxy: null, noProxy: null, caBundle: null });
  const proxy = 'http://ada:not-a-real-one@proxy.example:3128';
  writeFileSync(join(home, 'settings.json'), JSON.stringify({ version: 1, proxy }));
  expect(ownNetwork(home)).toMatchObject({ proxy });
});
