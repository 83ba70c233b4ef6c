import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agentPaths } from '../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../src-main/agent/client.ts';
import { findAwsCommand } from '../../scripts/demo/awsCommand.ts';
import { onTerminal } from '../cli/onTerminal.ts';
import { startDisplay } from '../support/display.ts';
import { watchProcesses, isAlive, type Seen } from '../support/processes.ts';
import { eventually } from './window/eventually.ts';

const demo = join(import.meta.dirname, '../../scripts/demo.ts');
const identity = /"Arn": "arn:aws:sts::\d{12}:assumed-role\/AWSReservedSSO_\w+\/ada@example\.com"/g;

let folder: string;
let environment: Record<string, string>;
let watching: { stop(): Promise<readonly Seen[]> };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lkd-'));
  environment = { PATH: process.env['PATH'] ?? '', TMPDIR: folder, HOME: folder, SHELL: '/bin/sh' };
  watching = watchProcesses(folder);
});
afterEach(async () => {
  const started = await watching.stop();
  expect(started.length).toBeGreaterThan(1);
  // Chromium's helpers end by themselves, a moment after they notice that their browser has.
  await eventually(() => started.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.startsWith('lk-demo-'))).toEqual([]);
  await rm(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** Runs the demo without a terminal. `onText` is given all of its output so far. */
function runDemo(
  onText?: (text: string, interrupt: () => void) => void,
  words: readonly string[] = [],
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', demo, ...words], {
    env: environment,
    stdio: 'pipe',
  });
  child.stdin.end();
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      onText?.(text, () => child.kill('SIGINT'));
    });
  }
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, text });
    });
  });
}

it('the demo runs through without a terminal, and leaves nothing behind', async () => {
  const { code, text } = await runDemo();
  expect(code, text).toBe(0);
  expect(text).toContain('Signed in to acme as ada@example.com');
  expect(text).toMatch(/ARN +arn:aws:sts::100003000021:assumed-role/);
  expect(text).toContain('  region: eu-central-1\n');
  expect(text).not.toContain('\u001b');
  if (findAwsCommand(environment) !== undefined) expect(text.match(identity)).toHaveLength(2);
});

it('a step that fails ends the demo, named, and leaves nothing behind', async () => {
  const broken = '#!/bin/sh\n[ "$1" = --version ] && exec echo aws-cli/2.30.0\nexit 255\n';
  await writeFile(join(folder, 'aws'), broken, { mode: 0o755 });
  environment['PATH'] = `${folder}:${environment['PATH'] ?? ''}`;
  const { code, text } = await runDemo();
  expect(code).toBe(1);
  expect(text).toMatch(/because this failed \(exit code 255\): aws sts get-caller-identity --profile \S+\n$/);
});

it('Ctrl-C in the middle leaves nothing behind', async () => {
  const { code } = await runDemo((text, interrupt) => {
    if (text.includes('$ latchkey sync')) interrupt();
  });
  expect(code).toBe(130);
});

it('the demo ends in a shell where latchkey works', async () => {
  const steps = [
    { await: 'demo $ ', type: 'latchkey list payments-prod; latchkey login\n' },
    { await: 'until', type: '' },
    { await: 'demo $ ', type: 'exit\n' },
  ];
  const run = { env: environment, columns: 120, seconds: 50, steps };
  const { code, screen, missed } = await onTerminal('--import', ['tsx', demo], run);
  expect(missed, screen).toBeNull();
  expect(code).toBe(0);
  const shell = screen.slice(screen.indexOf('demo $ '));
  expect(shell).toMatch(/payments-prod\.ReadOnlyAccess +100000000001 +payments-prod +ReadOnlyAccess +acme/);
  expect(shell).toContain('Signed in to acme as ada@example.com');
  expect(screen.slice(0, screen.indexOf('demo $ '))).toContain('\u001b[1mlatchkey login');
});

describe('where there is a display', () => {
  // The Electron that the set-up fetched is in the person's own cache.
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');

  it('the demo opens the window on its own home, and Ctrl-C leaves nothing behind', async () => {
    const display = await startDisplay();
    Object.assign(environment, { DISPLAY: display.name, XDG_CACHE_HOME: cache });
    const kinds: Promise<string>[] = [];
    const { code, text } = await runDemo((said, interrupt) => {
      if (!said.includes('press Ctrl-C here') || kinds.length > 0) return;
      kinds.push(ownerOfDemo().finally(interrupt));
    });
    await display.stop();
    expect(await Promise.all(kinds), text).toEqual(['application']);
    expect(code).toBe(130);
  });

  it('the demo is a walk through the commands when that is asked for', async () => {
    Object.assign(environment, { DISPLAY: ':0' });
    const { code } = await runDemo(
      (text, interrupt) => {
        if (text.includes('$ latchkey login')) interrupt();
      },
      ['--terminal'],
    );
    expect(code).toBe(130);
  });

  it('the demo is that walk, too, when the window does not open', async () => {
    Object.assign(environment, { DISPLAY: ':nowhere', XDG_CACHE_HOME: cache });
    const { code, text } = await runDemo((said, interrupt) => {
      if (said.includes('$ latchkey login')) interrupt();
    });
    expect(text).toContain('The window does not open here. So this is shown in the terminal.');
    expect(code).toBe(130);
  });
});

/** Who owns the one home of a demo that runs in `folder`. */
async function ownerOfDemo(): Promise<string> {
  const [name = ''] = readdirSync(folder).filter((one) => one.startsWith('lk-demo-'));
  const home = join(folder, name);
  const paths = agentPaths({
    HOME: home,
    LATCHKEY_HOME: join(home, 'latchkey'),
    XDG_RUNTIME_DIR: join(home, 'run'),
  });
  return (await callAgent(paths, 'agentStatus', {})).kind;
}
