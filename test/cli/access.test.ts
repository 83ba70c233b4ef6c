import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src-main/core/errors.ts';
import { delivered, issued, row } from './answers.ts';
import { buildCommand, type BuiltCommand } from './builtCommand.ts';
import { fakeAgent, type FakeAgent } from './fakeAgent.ts';
import { onTerminal, python, type TerminalRun } from './onTerminal.ts';

let command: BuiltCommand;
let agent: FakeAgent;
const run = async (words: readonly string[], how: Omit<TerminalRun, 'env'> = {}) =>
  onTerminal(command.entry, words, { ...how, env: agent.env });

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
  agent.answers = { findProfile: ({ profile }) => ({ profile: row(profile) }) };
});
const inputs = (name: string) => agent.asked.filter(([one]) => one === name).map(([, input]) => input);

const needed = () => new AppError('mfa-code-needed', 'pay needs an MFA code of arn:aws:iam::1:mfa/ada.');
const refused = () => new AppError('mfa-code-refused', 'AWS did not take the MFA code.', { hint: 'Wait.' });

const user = {
  name: 'ada',
  arn: 'arn:aws:iam::111122223333:user/ada',
  accountId: '111122223333',
  userName: 'ada',
  keyId: 'AKIAQQQQQQQQQQQQQQQQ',
  region: 'us-east-1',
  mfaSerial: null,
  hasMfaProcess: false,
  sessionSeconds: null,
  mfaUntil: null,
  profileId: 'a'.repeat(24),
};
const company = {
  name: 'company',
  kind: 'saml' as const,
  from: 'pasted' as const,
  where: null,
  region: 'us-east-1',
  state: 'signed-out' as const,
  signedInAs: null,
  endsAt: null,
  roles: 0,
};
const noPlace = () => {
  throw new AppError('no-such-sso-session', 'No sign-in is called “company”.');
};

describe.skipIf(python === undefined)('on a terminal (needs python3)', () => {
  describe('an MFA code', () => {
    const acceptOnly = (code: string) => (input: { mfaCode?: string | undefined }) => {
      if (input.mfaCode === undefined) throw needed();
      if (input.mfaCode !== code) throw refused();
    };

    it('is asked for, naming profile and device, and the command goes on', async () => {
      const check = acceptOnly('012345');
      agent.answers.startProfile = (input) => {
        check(input);
        return delivered;
      };
      const steps = [{ await: 'MFA code:', type: '12345\r' }];
      steps.push({ await: 'six digits', type: '012 345\r' });
      const { code, missed, screen } = await run(['start', 'pay'], { steps });
      expect({ code, missed }).toEqual({ code: 0, missed: null });
      expect(screen).toContain('pay needs an MFA code of arn:aws:iam::1:mfa/ada.');
      expect(inputs('startProfile')).toMatchObject([
        { asksItself: true },
        { asksItself: true, mfaCode: '012345' },
      ]);
    });

    it('is asked for within an eval, too', async () => {
      const check = acceptOnly('012345');
      agent.answers.credentials = (input) => {
        check(input);
        return issued;
      };
      const steps = [{ await: 'MFA code:', type: '012345\r' }];
      const end = await run(['env', 'pay', '--shell', 'bash'], { stdout: 'pipe', steps });
      expect(end).toMatchObject({ code: 0, missed: null });
      expect(end.stdout).toContain('export AWS_ACCESS_KEY_ID');
      expect(end.stdout).not.toContain('MFA');
    });

    it('is asked for three times at most: exit 3', async () => {
      agent.answers.startProfile = (input) => {
        throw input.mfaCode === undefined ? needed() : refused();
      };
      const steps = ['111111', '222222', '333333', '444444'].map((code) => ({
        await: 'MFA code:',
        type: `${code}\r`,
      }));
      const { code, missed, screen } = await run(['start', 'pay'], { steps });
      expect({ code, missed }).toEqual({ code: 3, missed: 'MFA code:' });
      expect(screen).toContain('AWS did not take the MFA code. Wait.');
      expect(inputs('startProfile')).toHaveLength(4);
    });

    it('that is left empty ends the command with what was needed: exit 3', async () => {
      agent.answers.startProfile = () => {
        throw needed();
      };
      const steps = [{ await: 'MFA code:', type: '\r' }];
      expect(await run(['start', 'pay'], { steps })).toMatchObject({ code: 3, missed: null });
    });

    it('is never asked for by credentials, which runs inside other programs', async () => {
      agent.answers.credentials = () => {
        throw needed();
      };
      const { code, screen } = await run(['credentials', 'pay'], { stdout: 'pipe' });
      expect(code).toBe(3);
      expect(screen).not.toContain('MFA code:');
      expect(inputs('credentials')).toEqual([{ profile: 'pay' }]);
    });
  });

  describe('an IAM user', () => {
    it('is added with a secret that is not shown', async () => {
      agent.answers.addIamUser = () => ({ iamUser: user });
      const steps = [
        { await: 'Access key id:', type: 'AKIAQQQQQQQQQQQQQQQQ\r' },
        { await: 'Secret access key', type: 'sesame/open\r' },
      ];
      const { code, screen } = await run(['iam-user', 'add', 'ada'], { steps });
      expect(code).toBe(0);
      expect(screen).not.toContain('sesame');
      const key = { accessKeyId: 'AKIAQQQQQQQQQQQQQQQQ', secretAccessKey: 'sesame/open' };
      expect(inputs('addIamUser')).toEqual([{ name: 'ada', ...key }]);
    });

    it.each([
      ['y', true],
      ['', false],
    ])('has its former key deactivated after a rotation only for a yes: “%s”', async (key, deactivated) => {
      const rotated = { name: 'ada', keyId: 'AKIANEW', formerKeyId: 'AKIAOLD' };
      agent.answers.rotateIamUser = ({ deactivateFormer }) => ({
        ...rotated,
        deactivated: deactivateFormer === true,
      });
      const steps = [{ await: 'Deactivate the former key AKIAOLD? [y/N]', type: `${key}\r` }];
      expect(await run(['iam-user', 'rotate', 'ada'], { steps })).toMatchObject({ code: 0, missed: null });
      expect(inputs('rotateIamUser')).toHaveLength(deactivated ? 2 : 1);
    });
  });

  describe('a company sign-in', () => {
    const signedIn = { source: 'company', signedInAs: 'ada', endsAt: null, roles: [] };

    const response = Buffer.from(`<Response>${'x'.repeat(15_000)}</Response>`).toString('base64');
    it.each([
      ['one line', response],
      ['lines, as most programs print it', response.replaceAll(/.{76}/g, '$&\r')],
      ['lines, as Windows ends them', response.replaceAll(/.{76}/g, '$&\r\n')],
    ])('takes a pasted SAML response of any length as %s, and does not show it', async (_, pasted) => {
      agent.answers = { signIn: noPlace, listSources: () => ({ sources: [company] }) };
      agent.answers.presentAssertion = () => signedIn;
      const steps = [{ await: 'SAML response', type: `${pasted}\r` }];
      const { code, screen } = await run(['login', 'company'], { steps });
      expect(code).toBe(0);
      expect(screen).not.toContain(response.slice(1000, 1040));
      expect(inputs('presentAssertion')).toEqual([{ source: 'company', assertion: response }]);
    });

    it('says where the response goes while the application runs', async () => {
      agent.answers = { signIn: noPlace, listSources: () => ({ sources: [company] }) };
      agent.answers.presentAssertion = () => {
        throw new AppError('wrong-door', 'presentAssertion is for Latchkey’s own window only.');
      };
      const steps = [{ await: 'SAML response', type: `${response}\r` }];
      const { code, screen } = await run(['login', 'company'], { steps });
      expect(code).not.toBe(0);
      expect(screen).toContain('While the application runs');
      expect(screen).not.toContain('presentAssertion');
    });

    it.each([
      ['y', 0],
      ['', 3],
    ])('asks about another provider: “%s” ends with exit %d', async (key, exit) => {
      agent.answers = {
        signIn: noPlace,
        listSources: () => ({ sources: [{ ...company, from: 'command' }] }),
      };
      agent.answers.signInSource = () => {
        throw new AppError('other-provider', 'It names another account.', { details: ['999999999999'] });
      };
      agent.answers.acceptProvider = () => signedIn;
      const steps = [{ await: 'Accept? [y/N]', type: `${key}\r` }];
      const { code, screen } = await run(['login', 'company'], { steps });
      expect(code).toBe(exit);
      expect(screen).toContain('999999999999');
      const shown = { source: 'company', accepts: ['999999999999'] };
      expect(inputs('acceptProvider')).toEqual(exit === 0 ? [shown] : []);
    });
  });

  it('import asks before anything is done', async () => {
    const about = { kind: 'profile' as const, before: [], needs: [], keysIn: null };
    const plan = [
      {
        ...about,
        id: 'profile audit',
        name: 'audit',
        change: 'add' as const,
        after: ['from  base'],
        collides: false,
      },
      {
        ...about,
        id: 'profile mine',
        name: 'mine',
        change: 'change' as const,
        after: ['from  base'],
        collides: true,
      },
    ];
    agent.answers.planImport = () => ({ files: [], digest: 'd1', items: plan, left: [], leftMore: 0 });
    agent.answers.applyImport = () => ({
      done: [{ kind: 'profile', name: 'audit' }],
      left: [],
      keysRemoved: 0,
    });
    const answered = (key: string) => run(['import'], { steps: [{ await: '[y/N]', type: `${key}\r` }] });
    expect((await answered('n')).code).toBe(1);
    expect(inputs('applyImport')).toEqual([]);
    expect((await answered('y')).code).toBe(0);
    // What would replace something needs a word of its own.
    const taken = { from: 'aws', awsFiles: {}, digest: 'd1', items: ['profile audit'] };
    expect(inputs('applyImport')).toEqual([taken]);
  });
});

describe('without a terminal', () => {
  it('a code that is needed ends the command: exit 3 with the sentence, and somebody else may be asked', async () => {
    agent.answers.startProfile = () => {
      throw needed();
    };
    const { code, stderr } = await command.run(['start', 'pay'], agent.env);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: 'latchkey: pay needs an MFA code of arn:aws:iam::1:mfa/ada.\n',
    });
    expect(inputs('startProfile')).toEqual([{ profile: 'pay', awsFiles: {} }]);
  });
});
