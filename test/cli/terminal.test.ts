import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src-main/core/errors.ts';
import { textWidth } from '../../src-main/cli/textWidth.ts';
import { delivered, issued, row, wellNow } from './answers.ts';
import { buildCommand, type BuiltCommand } from './builtCommand.ts';
import { fakeAgent, type FakeAgent } from './fakeAgent.ts';
import { onTerminal, python, type TerminalRun } from './onTerminal.ts';

let command: BuiltCommand;
let agent: FakeAgent;
const profiles = [
  row('prod.Admin', { id: 'a'.repeat(24), accountId: '111111111111' }),
  row('prod.ReadOnly', { id: 'b'.repeat(24), accountId: '111111111111' }),
  row('sandbox.Admin', { id: 'c'.repeat(24), accountId: '222222222222' }),
];
const run = async (
  words: readonly string[],
  how: Omit<TerminalRun, 'env'> & { env?: NodeJS.ProcessEnv } = {},
) => onTerminal(command.entry, words, { ...how, env: { ...agent.env, ...how.env } });

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
    findProfile: ({ profile, letters }) => {
      const found = profiles.filter(
        ({ name }) => name === profile || (letters === true && name.startsWith(profile)),
      );
      const [only, ...others] = found;
      if (only === undefined) throw new AppError('no-such-profile', 'None.');
      if (others.length > 0) throw new AppError('ambiguous-profile', 'Several.', { details: ['one', 'two'] });
      return { profile: only };
    },
    startProfile: ({ profile }) => ({ ...delivered, profileName: profile }),
    credentials: () => issued,
  };
});
const started = () => agent.asked.find(([name]) => name === 'startProfile')?.[1];

describe.skipIf(python === undefined)('on a terminal (needs python3)', () => {
  describe('a profile', () => {
    it('is found by a few letters, and the one match is echoed', async () => {
      const { code, screen } = await run(['start', 'sand']);
      expect(code).toBe(0);
      expect(screen).toContain('sandbox.Admin  222222222222/Admin  work');
      expect(started()).toMatchObject({ profile: 'c'.repeat(24), ssoSession: 'work' });
    });

    it('that ends in the account and role of another is taken by its id, never by those', async () => {
      const same = { accountId: '222222222222', accountName: 'sandbox', roleName: 'Admin' };
      const chain = row('sandbox-by-gateway', { ...same, id: 'd'.repeat(24) });
      agent.answers.findProfile = () => ({ profile: chain });
      await run(['start', 'gatew']);
      expect(started()).toMatchObject({ profile: 'd'.repeat(24) });
    });

    it('is not echoed when it was named exactly', async () => {
      expect((await run(['start', 'sandbox.Admin'])).screen).not.toContain('222222222222/Admin  work');
    });

    it('is chosen in a picker when the letters fit several', async () => {
      const steps = [
        { await: '2 of 3', type: ' read' },
        { await: '1 of 3', type: '\r' },
      ];
      const { code, missed } = await run(['start', 'prod'], { steps });
      expect({ code, missed }).toEqual({ code: 0, missed: null });
      expect(started()).toMatchObject({ profile: 'b'.repeat(24) });
    });

    it('is chosen with the arrows; the bare command is start with the picker, whatever the shell has', async () => {
      const steps = [{ await: '3 of 3', type: '\u001b[B\u001b[B\u001b[B\u001b[A\r' }];
      const { code } = await run([], { steps, env: { LATCHKEY_PROFILE: 'prod.Admin' } });
      expect(code).toBe(0);
      expect(started()).toMatchObject({ profile: 'b'.repeat(24) });
    });

    it.each([
      ['Esc', '\u001b'],
      ['Ctrl-C', '\u0003'],
    ])('is not chosen after %s: exit 130 and nothing done', async (_, key) => {
      const { code } = await run(['start'], { steps: [{ await: '3 of 3', type: key }] });
      expect(code).toBe(130);
      expect(started()).toBeUndefined();
    });

    it('is taken from LATCHKEY_PROFILE by its exact name alone', async () => {
      await run(['start'], { env: { LATCHKEY_PROFILE: 'prod' } });
      expect(agent.asked).toEqual([['startProfile', { profile: 'prod', asksItself: true, awsFiles: {} }]]);
    });

    it('is chosen within an eval: the picker draws on stderr', async () => {
      const steps = [{ await: '3 of 3', type: '\r' }];
      const { code, stdout } = await run(['env', '--shell', 'bash'], { stdout: 'pipe', steps });
      expect(code).toBe(0);
      expect(stdout).toContain(`export AWS_ACCESS_KEY_ID='${issued.accessKeyId}';`);
      expect(stdout).not.toContain('\u001b');
    });

    it('stops by the name it has in ~/.aws, which no list knows', async () => {
      agent.answers.stop = () => ({ removed: [{ profileName: 'mine', file: '/c' }] });
      expect(await run(['stop', 'mine'])).toMatchObject({ code: 0 });
      expect(agent.asked).toEqual([['stop', { profile: 'mine' }]]);
    });
  });

  describe('secrets', () => {
    it.each([
      [['env', 'prod.Admin', '--shell', 'bash'], 'eval "$(latchkey env prod.Admin)"'],
      [['env', 'prod.Admin', '--shell', 'fish'], 'latchkey env prod.Admin | source'],
      [['credentials', 'prod.Admin'], 'latchkey start'],
      [['console', 'prod.Admin', '--print'], 'latchkey console'],
    ])('%j are refused, with the line to use', async (words, line) => {
      const { code, screen } = await run(words);
      expect(code).toBe(2);
      expect(screen).toContain(line);
      expect(agent.asked).toEqual([]);
    });

    it('are printed when --force insists', async () => {
      expect((await run(['credentials', 'prod.Admin', '--force'])).screen).toContain(issued.sessionToken);
      expect((await run(['env', 'prod.Admin', '--force', '--shell', 'bash'])).screen).toContain(
        issued.sessionToken,
      );
    });
  });

  describe('a locked file of secrets', () => {
    const status = (store: 'file' | 'keychain') => () => ({
      signIns: [],
      active: [],
      grants: [],
      secrets: { store, state: 'locked' as const, reason: null },
      ...wellNow,
      notices: [],
    });
    const lockedUntil = (opened: () => boolean) => {
      agent.answers.startProfile = () => {
        if (!opened()) throw new AppError('secrets-locked', 'It is locked.');
        return delivered;
      };
    };

    it('is unlocked with the passphrase, which is not shown, and the command goes on', async () => {
      let open = false;
      agent.answers.status = status('file');
      agent.answers.unlockSecrets = ({ passphrase }) => {
        open = passphrase === 'open sesame';
        return {};
      };
      lockedUntil(() => open);
      const steps = [{ await: 'Passphrase', type: 'wrong\u0015open sesamex\u007f\r' }];
      const { code, screen } = await run(['start', 'prod.Admin'], { steps });
      expect(code).toBe(0);
      expect(screen).not.toContain('sesame');
      expect(agent.asked.map(([name]) => name)).toEqual([
        'findProfile',
        'startProfile',
        'status',
        'unlockSecrets',
        'startProfile',
      ]);
    });

    it('a keychain is not asked about: exit 3', async () => {
      agent.answers.status = status('keychain');
      lockedUntil(() => false);
      expect(await run(['start', 'prod.Admin'])).toMatchObject({ code: 3 });
    });

    it('credentials never asks', async () => {
      agent.answers.credentials = () => {
        throw new AppError('secrets-locked', 'It is locked.');
      };
      expect(await run(['credentials', 'prod.Admin'], { stdout: 'pipe' })).toMatchObject({
        code: 3,
        stdout: '',
      });
      expect(agent.asked.map(([name]) => name)).toEqual(['credentials']);
    });

    it('is made with a passphrase that is typed twice', async () => {
      agent.answers.setTrustSetting = () => ({});
      const typed = (second: string) => [
        { await: 'New passphrase', type: 'one\r' },
        { await: 'again', type: `${second}\r` },
      ];
      expect(await run(['settings', 'set', 'secrets', 'file'], { steps: typed('two') })).toMatchObject({
        code: 2,
      });
      expect(agent.asked).toEqual([]);
      expect(await run(['settings', 'set', 'secrets', 'file'], { steps: typed('one') })).toMatchObject({
        code: 0,
      });
      expect(agent.asked).toEqual([
        ['setTrustSetting', { name: 'secrets', value: 'file', passphrase: 'one' }],
      ]);
    });
  });

  describe('list', () => {
    it('fits the width and is aligned', async () => {
      const { screen } = await run(['list'], { columns: 60, env: { NO_COLOR: '1' } });
      const lines = screen.trimEnd().split('\n');
      expect(lines).toHaveLength(1 + profiles.length);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(60);
      const column = lines[0]!.indexOf('ACCOUNT');
      for (const line of lines.slice(1)) expect(line.slice(column)).toMatch(/^[\d…]/);
      expect(screen).not.toContain('\u001b');
    });

    it('names profiles, in the picker too, on a terminal that says it has no columns', async () => {
      const listed = await run(['list'], { columns: 0, env: { NO_COLOR: '1' } });
      const picked = await run(['start'], { columns: 0, steps: [{ await: 'Profile:', type: '\u001b' }] });
      for (const { screen } of [listed, picked])
        for (const { name } of profiles) expect(screen).toContain(name);
    });

    it('has colours unless NO_COLOR is set', async () => {
      expect((await run(['list'])).screen).toContain('\u001b[');
    });
  });

  it('console opens the link', async () => {
    const link = 'https://signin.example.test/federation?Action=login&SigninToken=x';
    const opened = join(agent.folder, 'opened');
    const browser = join(agent.folder, 'browser');
    writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > '${opened}'\n`);
    chmodSync(browser, 0o700);
    const opening = { service: null, region: 'eu-west-1', by: 'federation' } as const;
    agent.answers.consoleLink = () => ({ link, profileName: 'prod.Admin', endsAt: null, ...opening });
    const { code, screen } = await run(['console', 'prod.Admin'], { env: { BROWSER: browser } });
    expect(code).toBe(0);
    expect(screen).not.toContain('SigninToken');
    expect(readFileSync(opened, 'utf8')).toBe(`${link}\n`);
  });

  it('console opens where the settings say, and nowhere when that browser is gone; $BROWSER counts before', async () => {
    const HOME = join(agent.folder, 'with-browsers');
    const brave = join(HOME, '.local/share/flatpak/exports/bin/com.brave.Browser');
    const own = join(agent.folder, 'own-browser');
    const came = join(HOME, 'came');
    const goes = `curl -s -o /dev/null -w '%{redirect_url}' "$2" > '${came}'`;
    mkdirSync(dirname(brave), { recursive: true });
    writeFileSync(brave, `#!/bin/sh\nprintf '%s\\n' "$@" > '${came}.words'\n${goes}\n`, { mode: 0o700 });
    writeFileSync(own, `#!/bin/sh\nprintf '%s' "$1" > '${came}'\n`, { mode: 0o700 });
    const link = 'https://signin.example.test/federation?Action=login&SigninToken=y';
    const how = { endsAt: null, service: 'Lambda', region: 'eu-west-1', by: 'federation' } as const;
    agent.answers.consoleLink = () => ({ link, profileName: 'prod.Admin', ...how });
    const open = { browser: 'brave', profile: null, container: null, private: true } as const;
    agent.answers.browserFor = () => ({ open });
    const words = ['console', 'prod.Admin', '--service', 'lambda'];
    const { code, screen } = await run(words, { env: { HOME } });
    expect([code, screen]).toEqual([
      0,
      expect.stringContaining('Opened Lambda in prod.Admin in Brave, private'),
    ]);
    expect(readFileSync(came, 'utf8')).toBe(link);
    expect(readFileSync(`${came}.words`, 'utf8')).toMatch(/^--incognito\nhttp:\/\/127\.0\.0\.1:\d+\/\S+\n$/);
    rmSync(came);
    rmSync(brave);
    agent.asked.length = 0;
    const gone = await run(words, { env: { HOME } });
    expect([gone.code, gone.screen]).toEqual([1, expect.stringContaining('Brave is not on this machine.')]);
    expect(agent.asked.map(([name]) => name)).not.toContain('consoleLink');
    expect((await run(words, { env: { HOME, BROWSER: own } })).code).toBe(0);
    expect(readFileSync(came, 'utf8')).toBe(link);
  });
});

if (python === undefined)
  process.stderr.write('skipped: terminal tests need python3 for a pseudo-terminal\n');
