import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Module } from 'node:module';
import { Script } from 'node:vm';
import { buildCommand, type BuiltCommand } from './builtCommand.ts';

let built: BuiltCommand;
let compiled: string;
beforeAll(async () => {
  built = await buildCommand();
  compiled = join(built.entry, '../command.cjs.cache');
}, 60_000);
afterAll(() => {
  built.remove();
});

const env = { PATH: process.env['PATH'] ?? '', HOME: '/nowhere' };

describe('the built command', () => {
  it('has with it what V8 made of it, which V8 takes', () => {
    const filename = join(built.entry, '../command.cjs');
    const cachedData = readFileSync(compiled);
    const script = new Script(Module.wrap(readFileSync(filename, 'utf8')), { filename, cachedData });
    expect(script.cachedDataRejected).toBe(false);
  });

  it.each<[string, (path: string) => void]>([
    [
      'none',
      (path) => {
        rmSync(path);
      },
    ],
    [
      'that of another V8',
      (path) => {
        changed(path, 4);
      },
    ],
    [
      'an empty one',
      (path) => {
        writeFileSync(path, '');
      },
    ],
    [
      'half of one',
      (path) => {
        writeFileSync(path, readFileSync(path).subarray(0, 5000));
      },
    ],
    [
      'anything else',
      (path) => {
        writeFileSync(path, 'x'.repeat(70_000));
      },
    ],
  ])('runs the same with %s, and says nothing of it', async (_, spoil) => {
    copyFileSync(compiled, `${compiled}.kept`);
    try {
      spoil(compiled);
      const ended = await built.run(['env', '--unset', '--shell', 'bash'], env);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(ended.stdout).toContain('unset AWS_ACCESS_KEY_ID;');
    } finally {
      copyFileSync(`${compiled}.kept`, compiled);
    }
  });

  it('shares no file with the agent, which would run the command', () => {
    expect(existsSync(join(built.entry, '../agent.cjs'))).toBe(false);
    expect(readFileSync(join(built.entry, '../command.cjs'), 'utf8')).not.toMatch(/require\("\.\/chunks\//);
  });
});

function changed(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(path, bytes);
}
