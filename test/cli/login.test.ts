import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
    expect(agent.asked).toEqual([['signIn', { replace: true }]]);
  });
});

describe.skipIf(python === undefined)('login on a terminal (needs python3)', () => {
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
