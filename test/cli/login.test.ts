import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src-main/core/errors.ts';
import { buildCommand, type BuiltCommand } from './builtCommand.ts';
import { fakeAgent, type FakeAgent } from './fakeAgent.ts';
import { onTerminal, python } from './onTerminal.ts';

let command: BuiltCommand;
let agent: FakeAgent;
let browser: string;
let opened: string;
const signedIn = { ssoSession: 'work', expiresAt: '2030-01-01T00:00:00Z', signedInAs: 'ada' };
const link = {
  kind: 'link' as const,
  ssoSession: 'work',
  userCode: 'ABCD-EFGH',
  link: 'https://example.awsapps.com/start/#/device?user_code=ABCD-EFGH&x=1',
  expiresAt: '2030-01-01T00:00:00Z',
};
const otherPerson = { kind: 'other-person' as const, signInId: 'id', before: 'ada', now: 'grace' };

beforeAll(async () => {
  command = await buildCommand();
  agent = await fakeAgent();
  opened = join(agent.folder, 'opened');
  browser = join(agent.folder, 'browser');
  writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${opened}'\n`);
  chmodSync(browser, 0o700);
});
afterAll(async () => {
  command.remove();
  await agent.close();
});
beforeEach(() => {
  agent.asked.length = 0;
  writeFileSync(opened, '');
  agent.answers = {
    awsCliSignIn: () => ({ ssoSession: 'work', found: null }),
    signIn: (_, { say }) => {
      say(link);
      say(link);
      say({ kind: 'offline' });
      return signedIn;
    },
  };
});

/** A sign-in that asks about another person, as the agent does. */
function askAboutOtherPerson(): void {
  let answered: (replace: boolean) => void;
  const decision = new Promise<boolean>((resolve) => (answered = resolve));
  agent.answers.answerSignIn = ({ replace }) => {
    answered(replace);
    return {};
  };
  agent.answers.signIn = async ({ replace }, { say }) => {
    if (replace !== true) {
      say(otherPerson);
      if (!(await decision)) throw new AppError('other-person', 'grace signed in, not ada.');
    }
    return { ...signedIn, signedInAs: 'grace' };
  };
}

describe('login without a terminal', () => {
  const run = async (...words: string[]) => command.run(words, { ...agent.env, BROWSER: browser });

  it('prints one line with the code and one with the link on stderr, waits, and opens nothing', async () => {
    const { code, stdout, stderr } = await run('login', 'work', '--flow', 'device');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr.split('\n').filter((line) => line.startsWith('Code:'))).toEqual(['Code: ABCD-EFGH']);
    expect(stderr.split('\n').filter((line) => line.startsWith('Link:'))).toEqual([`Link: ${link.link}`]);
    expect(stderr).toContain('as ada');
    expect(readFileSync(opened, 'utf8')).toBe('');
    expect(agent.asked).toEqual([['signIn', { ssoSession: 'work', flow: 'device' }]]);
  });

  it('prints no code where there is none to compare', async () => {
    agent.answers.signIn = (_, { say }) => {
      say({ ...link, userCode: null });
      return signedIn;
    };
    const { stderr } = await run('login');
    expect(stderr).not.toContain('Code');
    expect(stderr).toContain('Link: ');
  });

  it('--json ends with who signed in', async () => {
    const { stdout } = await run('login', '--json');
    expect(JSON.parse(stdout)).toEqual(signedIn);
  });

  it('another person than before is refused: exit 3', async () => {
    askAboutOtherPerson();
    expect(await run('login')).toMatchObject({ code: 3, stdout: '' });
    expect(agent.asked).toContainEqual(['answerSignIn', { signInId: 'id', replace: false }]);
  });

  it('--replace takes another person', async () => {
    askAboutOtherPerson();
    expect(await run('login', '--replace')).toMatchObject({ code: 0 });
    expect(agent.asked).toContainEqual(['signIn', { replace: true }]);
  });
});

/** Somebody signed in with `aws sso login`. */
function offerAwsCli(): void {
  agent.answers.awsCliSignIn = () => ({ ssoSession: 'work', found: { expiresAt: '2030-01-01T17:00:00Z' } });
  agent.answers.takeAwsCliSignIn = () => ({ ...signedIn, expiresAt: '2030-01-01T17:00:00Z' });
}

describe('login where the AWS CLI is signed in', () => {
  const run = async (...words: string[]) => command.run(words, { ...agent.env, TZ: 'UTC' });
  const names = () => agent.asked.map(([name]) => name);

  it('without a terminal says so in one line and signs in as ever', async () => {
    offerAwsCli();
    const { code, stdout, stderr } = await run('login', 'work');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const lines = stderr.split('\n');
    expect(lines.filter((line) => line.includes('AWS CLI'))).toEqual([
      'The AWS CLI is signed in to work until 17:00. To use that: latchkey login work --aws-cli',
    ]);
    expect(lines.filter((line) => /^(Code|Link):/.test(line))).toHaveLength(2);
    expect(names()).toEqual(['awsCliSignIn', 'signIn']);
  });

  it('is not looked for where a flow is chosen', async () => {
    offerAwsCli();
    await run('login', 'work', '--flow', 'pkce');
    expect(names()).toEqual(['signIn']);
  });

  it('an agent that cannot tell does not keep anybody from signing in', async () => {
    delete agent.answers.awsCliSignIn;
    expect(await run('login', 'work')).toMatchObject({ code: 0 });
  });

  it('--aws-cli uses it, and says why when it cannot', async () => {
    offerAwsCli();
    const { code, stderr } = await run('login', 'work', '--aws-cli');
    expect(code).toBe(0);
    expect(stderr).toContain(
      'Signed in to work as ada with the AWS CLI’s sign-in until 2030-01-01T17:00:00Z',
    );
    expect(agent.asked).toEqual([['takeAwsCliSignIn', { ssoSession: 'work' }]]);
    agent.answers.takeAwsCliSignIn = () => {
      throw new AppError('sign-in-needed', 'There is none.');
    };
    expect(await run('login', 'work', '--aws-cli')).toMatchObject({ code: 3, stdout: '' });
    expect(names()).not.toContain('signIn');
  });
});

describe.skipIf(python === undefined)('login on a terminal (needs python3)', () => {
  it.each([
    ['', true],
    ['y', true],
    ['n', false],
  ])('asks whether to use the AWS CLI’s sign-in: “%s” means %s', async (key, taken) => {
    offerAwsCli();
    const { code, missed } = await onTerminal(command.entry, ['login', 'work', '--no-browser'], {
      env: { ...agent.env, TZ: 'UTC' },
      steps: [{ await: 'The AWS CLI is signed in to work until 17:00. Use that? [Y/n]', type: `${key}\r` }],
    });
    expect({ code, missed }).toEqual({ code: 0, missed: null });
    expect(agent.asked.map(([name]) => name)).toEqual([
      'awsCliSignIn',
      taken ? 'takeAwsCliSignIn' : 'signIn',
    ]);
  });

  it('asks before another person’s takes the place, and signs in where AWS no longer takes it', async () => {
    offerAwsCli();
    agent.answers.takeAwsCliSignIn = ({ replace }) => {
      if (replace === true) return { ...signedIn, signedInAs: 'grace' };
      throw new AppError('other-person', 'grace signed in, not ada.');
    };
    const other = await onTerminal(command.entry, ['login', 'work', '--no-browser'], {
      env: agent.env,
      steps: [
        { await: 'Use that? [Y/n]', type: '\r' },
        { await: 'grace signed in, not ada. Replace? [y/N]', type: 'y\r' },
      ],
    });
    expect(other).toMatchObject({ code: 0, missed: null });
    agent.answers.takeAwsCliSignIn = () => {
      throw new AppError('sign-in-needed', 'AWS no longer takes it.');
    };
    const ended = await onTerminal(command.entry, ['login', 'work', '--no-browser'], {
      env: agent.env,
      steps: [{ await: 'Use that? [Y/n]', type: '\r' }],
    });
    expect(ended.code).toBe(0);
    expect(ended.screen).toContain('AWS no longer takes it.');
    expect(ended.screen).toContain('Code: ABCD-EFGH');
  });

  it('opens the browser with the link as one argument', async () => {
    agent.answers.signIn = async (_, { say }) => {
      say(link);
      await expect.poll(() => readFileSync(opened, 'utf8')).not.toBe('');
      return signedIn;
    };
    const { code } = await onTerminal(command.entry, ['login'], { env: { ...agent.env, BROWSER: browser } });
    expect(code).toBe(0);
    expect(readFileSync(opened, 'utf8')).toBe(`${link.link}\n`);
  });

  it('opens it where the settings say for this sign-in, unless $BROWSER says otherwise', async () => {
    const HOME = join(agent.folder, 'with-brave');
    const brave = join(HOME, '.local/share/flatpak/exports/bin/com.brave.Browser');
    mkdirSync(dirname(brave), { recursive: true });
    writeFileSync(brave, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${opened}'\n`, { mode: 0o700 });
    const open = { browser: 'brave', profile: null, container: null, private: true } as const;
    agent.answers.browserFor = () => ({ open });
    agent.answers.signIn = async (_, { say }) => {
      say(link);
      await expect.poll(() => readFileSync(opened, 'utf8')).not.toBe('');
      return signedIn;
    };
    const { code } = await onTerminal(command.entry, ['login'], { env: { ...agent.env, HOME } });
    expect([code, readFileSync(opened, 'utf8')]).toEqual([0, `--incognito\n${link.link}\n`]);
    expect(agent.asked).toContainEqual(['browserFor', { ssoSession: 'work' }]);
  });

  it('--no-browser opens nothing', async () => {
    const run = { env: { ...agent.env, BROWSER: browser } };
    const { code, screen } = await onTerminal(command.entry, ['login', '--no-browser'], run);
    expect(code).toBe(0);
    expect(screen).toContain(`Link: ${link.link}`);
    expect(readFileSync(opened, 'utf8')).toBe('');
  });

  it('says so when no browser can be opened, and goes on waiting', async () => {
    agent.answers.signIn = async (_, { say }) => {
      say(link);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return signedIn;
    };
    const run = { env: { ...agent.env, BROWSER: join(agent.folder, 'no-such-browser') } };
    const { code, screen } = await onTerminal(command.entry, ['login'], run);
    expect(code).toBe(0);
    expect(screen).toContain('open the link yourself');
  });

  it.each([
    ['y', true, 0],
    ['', false, 3],
  ])('asks about another person: “%s” means replace %s, exit %d', async (key, replace, exit) => {
    askAboutOtherPerson();
    const { code, missed } = await onTerminal(command.entry, ['login', '--no-browser'], {
      env: agent.env,
      steps: [{ await: 'Replace? [y/N]', type: `${key}\r` }],
    });
    expect({ code, missed }).toEqual({ code: exit, missed: null });
    expect(agent.asked).toContainEqual(['answerSignIn', { signInId: 'id', replace }]);
  });

  it('Ctrl-C ends the sign-in at the agent and exits 130', async () => {
    let left: Promise<void> | undefined;
    agent.answers.signIn = async (_, { say, gone }) => {
      left = gone;
      say(link);
      await gone;
      return signedIn;
    };
    const { code } = await onTerminal(command.entry, ['login', '--no-browser'], {
      env: agent.env,
      steps: [{ await: 'Link:', type: '\u0003' }],
    });
    expect(code).toBe(130);
    await left;
  });
});
