import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prefixedLines } from '../../src-main/cli/prefixedLines.ts';
import { AppError } from '../../src-main/core/errors.ts';
import { fc } from '../support/fc.ts';
import { issued, row } from './answers.ts';
import { buildCommand, type BuiltCommand, ended } from './builtCommand.ts';
import { fakeAgent, type FakeAgent } from './fakeAgent.ts';
import { onTerminal, python } from './onTerminal.ts';

let command: BuiltCommand;
let agent: FakeAgent;
const node = process.execPath;
const profiles = ['a.Admin', 'b.Admin', 'c.Admin'].map((name, at) =>
  row(name, { id: String(at).repeat(24), accountId: String(at + 1).repeat(12) }),
);
const guarded = row('d.Admin', { id: 'd'.repeat(24), accountId: '444444444444', asksFirst: true });

beforeAll(async () => {
  command = await buildCommand();
  agent = await fakeAgent();
});
afterAll(async () => {
  command.remove();
  await agent.close();
});
beforeEach(() => {
  agent.asked.length = 0;
  agent.answers = {
    listProfiles: () => ({ profiles }),
    credentials: (input) => {
      const found = [...profiles, guarded].find(({ id }) => 'profile' in input && id === input.profile);
      if (found === undefined) throw new AppError('no-such-profile', 'None.');
      return { ...issued, profileName: found.name, accountId: found.accountId, roleName: found.roleName };
    },
  };
});
const each = async (words: readonly string[]) => command.run(['each', ...words], agent.env);
const js = (text: string): string[] => ['--', node, '-e', text];
const lines = (text: string): string[] => text.trimEnd().split('\n').sort();

describe('each', () => {
  it('runs the command in every match and says whose line is whose, and at the end how each ended', async () => {
    const text = `console.log(process.env.LATCHKEY_PROFILE); console.error('said');
      process.exit(process.env.LATCHKEY_PROFILE === 'b.Admin' ? 3 : 0)`;
    const { code, stdout, stderr } = await each(['admin', '--reason', 'ticket', ...js(text)]);
    expect(code).toBe(1);
    expect(lines(stdout)).toEqual(['a.Admin\ta.Admin', 'b.Admin\tb.Admin', 'c.Admin\tc.Admin']);
    expect(lines(stderr)).toEqual(
      ['a', 'b', 'c']
        .flatMap((name) => [`${name}.Admin\tsaid`, `${name}.Admin  exit ${name === 'b' ? 3 : 0}`])
        .sort(),
    );
    expect(agent.asked[0]).toEqual(['listProfiles', { words: 'admin' }]);
    expect(agent.asked[1]).toEqual([
      'credentials',
      { profile: '0'.repeat(24), ssoSession: 'work', reason: 'ticket', use: 'each' },
    ]);
  });

  it('exits 3 where nothing but a person is missing, and says once what to do', async () => {
    agent.answers.credentials = () => {
      throw new AppError('sign-in-needed', 'Nobody is signed in.', { hint: 'Sign in with: latchkey login' });
    };
    const none = await each(['admin', ...js('')]);
    expect(none.code).toBe(3);
    expect(none.stderr.match(/not run {2}Nobody is signed in\./g)).toHaveLength(3);
    expect(none.stderr.match(/latchkey login/g)).toHaveLength(1);
    expect(await each(['admin', '--json', ...js('')])).toMatchObject({ code: 3 });
  });

  it('exits 1 where something failed, too', async () => {
    const { credentials } = agent.answers;
    agent.answers.credentials = (input, call) => {
      if ('profile' in input && input.profile === '1'.repeat(24))
        throw new AppError('ask-first', 'It asks first.');
      return credentials!(input, call);
    };
    expect(await each(['admin', ...js('process.exit(3)')])).toMatchObject({ code: 1 });
    expect(await each(['admin', ...js('')])).toMatchObject({ code: 3 });
  });

  it('exits 0 where all did', async () => {
    expect(await each(['admin', ...js('')])).toMatchObject({ code: 0, stdout: '' });
  });

  it('prints one document with --json; what the commands write goes to stderr', async () => {
    const { credentials } = agent.answers;
    agent.answers.credentials = (input, call) => {
      if ('profile' in input && input.profile === '1'.repeat(24))
        throw new AppError('denied', 'AWS said no.');
      return credentials!(input, call);
    };
    const { code, stdout, stderr } = await each(['admin', '--json', ...js("console.log('out')")]);
    expect(code).toBe(1);
    const said = (at: number, result: object) => {
      const { id, name, accountId, roleName } = profiles[at]!;
      return { id, profile: name, accountId, roleName, ...result };
    };
    expect(JSON.parse(stdout)).toEqual({
      results: [
        said(0, { exitCode: 0, error: null }),
        said(1, { exitCode: null, error: 'AWS said no.' }),
        said(2, { exitCode: 0, error: null }),
      ],
    });
    expect(lines(stderr)).toEqual(['a.Admin\tout', 'c.Admin\tout']);
  });

  it('leaves out what asks first, and says so; --include-guarded takes it in', async () => {
    agent.answers.listProfiles = () => ({ profiles: [...profiles, guarded] });
    const without = await each(['admin', ...js('')]);
    expect(without.stderr).toContain('Left out, because they ask first: d.Admin.');
    expect(without.stderr).not.toContain('d.Admin  exit');
    expect((await each(['admin', '--include-guarded', ...js('')])).stderr).toContain('d.Admin  exit 0');
  });

  it('fails in words where nothing fits', async () => {
    agent.answers.listProfiles = () => ({ profiles: [] });
    expect(await each(['nothing', ...js('')])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'latchkey: No profile is left to run it in. latchkey list shows what words fit.\n',
    });
  });

  it.each([
    [['admin']],
    [js('')],
    [['admin', '--parallel', '0', ...js('')]],
    [['admin', '--parallel', 'x', ...js('')]],
  ])('%j is wrong usage, and nothing is run', async (words) => {
    expect(await each(words)).toMatchObject({ code: 2, stdout: '' });
    expect(agent.asked).toEqual([]);
  });

  it('runs no more at once than it is told', async () => {
    // Each looks how many are there beside it, and stays until it has seen another or has looked often enough.
    const folder = join(agent.folder, 'running');
    const text = `
      const { mkdirSync, readdirSync, rmdirSync } = require('node:fs');
      const mine = ${JSON.stringify(folder)} + '/' + process.pid;
      mkdirSync(mine, { recursive: true });
      let most = 0, looks = 0;
      const look = () => {
        most = Math.max(most, readdirSync(${JSON.stringify(folder)}).length);
        if (most < 2 && ++looks < 15) return void setTimeout(look, 20);
        rmdirSync(mine);
        console.log(most);
      };
      look();`;
    const most = async (parallel: string) => {
      const { stdout } = await each(['admin', '--parallel', parallel, ...js(text)]);
      return Math.max(...lines(stdout).map((line) => Number(line.split('\t')[1])));
    };
    expect([await most('1'), (await most('2')) <= 2]).toEqual([1, true]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('ends its commands with itself, starts no more, and dies of the same signal', async () => {
    const started = join(agent.folder, 'started');
    const text = `
      process.on('SIGTERM', () => { console.log('ended'); process.exit(0); });
      require('node:fs').appendFileSync(${JSON.stringify(started)}, 'x');
      console.log('there');
      setTimeout(() => process.exit(99), 60000);`;
    const words = [command.entry, 'each', 'admin', '--parallel', '1', ...js(text)];
    const child = spawn(node, words, { env: agent.env, detached: true });
    const end = ended(child);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const { stdout } = await end;
    expect(child.signalCode).toBe('SIGTERM');
    expect(stdout).toBe('a.Admin\tthere\na.Admin\tended\n');
    expect(existsSync(started)).toBe(true);
  });

  it.skipIf(python === undefined)('ends its commands at Ctrl-C (needs python3)', async () => {
    const run = await onTerminal(
      command.entry,
      ['each', 'admin', ...js("console.log('there'); setTimeout(() => process.exit(99), 60000)")],
      { env: agent.env, steps: [{ await: 'c.Admin\tthere', type: '\u0003' }] },
    );
    expect(run.screen).not.toContain('exit 99');
    expect(run.code).toBe(-2);
  });
});

describe('lines with a name before them', () => {
  it('hold every byte, however they come in pieces, and none holds two', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\n', '🔑'), minLength: 1 })),
        async (pieces) => {
          const whole = Buffer.from(pieces.join(''));
          const from = new PassThrough();
          const to = new PassThrough();
          prefixedLines(from, to, 'p\t');
          // Cut within characters, too.
          for (let at = 0; at < whole.length; at += 3) from.write(whole.subarray(at, at + 3));
          from.end();
          await once(from, 'end');
          const text = (to.read() as Buffer | null)?.toString() ?? '';
          expect(text.replaceAll(/^p\t/gm, '').replace(/\n$/, '')).toBe(whole.toString().replace(/\n$/, ''));
          expect(text).toMatch(/^(p\t[^\t]*\n)*$/);
        },
      ),
      { numRuns: 50 },
    );
  });
});
