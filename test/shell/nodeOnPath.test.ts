import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeOnPath } from '../../src-main/shell/nodeOnPath.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lk-node-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function node(name: string, says: string, mode = 0o755): string {
  const place = join(folder, name);
  mkdirSync(place);
  writeFileSync(join(place, 'node'), `#!/bin/sh\n${says}\n`, { mode });
  return place;
}

it('the command is run by the first Node of PATH that is new enough', async () => {
  const places = [
    join(folder, 'missing'),
    node('old', 'echo v18.20.1'),
    node('nearly', 'echo v20.17.0'),
    node('broken', 'exit 1'),
    node('other', 'echo hello'),
    node('plain', 'echo v22.0.0', 0o644),
    node('good', 'echo v20.18.0'),
    node('later', 'echo v24.1.0'),
  ];
  expect(await nodeOnPath({ PATH: places.join(':') })).toBe(join(folder, 'good', 'node'));
});

it('where there is none, or only in the folder one happens to be in, there is nothing to run', async () => {
  const place = node('old', 'echo v18.20.1');
  expect(await nodeOnPath({ PATH: `${place}:.:bin` })).toBeUndefined();
  expect(await nodeOnPath({})).toBeUndefined();
});
