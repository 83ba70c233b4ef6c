import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../../src-main/core/profiles/takeover/staticKeys.ts';
import { takeover } from '../../../../src-main/core/profiles/takeover/takeover.ts';
import type { TakenFrom, Takeover } from '../../../../src-main/core/profiles/takeover/takenProfile.ts';
import { roleChain } from '../../../../src-main/core/roles/roleChain.ts';
import { roleStep } from '../../../../src-main/core/roles/roleStep.ts';
import { findBotocores } from '../../../aws/support/botocore.ts';
import { awsFileText } from '../awsFileText.ts';
import { fc } from '../../../support/fc.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'default'];
/** What no sentence may hold and, for the secrets, no answer at all. */
const canary = 'v4lue';
const secret = 's3cret';

const often = <Value>(weight: number, arbitrary: fc.Arbitrary<Value>) => ({ weight, arbitrary });
const maybe = (percent: number, line: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.oneof(
    often(100 - percent, fc.constant<string[]>([])),
    often(
      percent,
      line.map((text) => [text]),
    ),
  );
const setting = (key: string, ...values: string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...values.map((value) => `${key} = ${value}`));

/** Nearly always one that AWS takes. */
const fitting = (percent: number, key: string, good: string, bad: string): fc.Arbitrary<string[]> =>
  maybe(percent, fc.oneof(often(15, setting(key, good)), often(1, setting(key, bad))));
const beside = [
  fitting(25, 'external_id', `${canary}-1`, `${canary} 1`),
  fitting(25, 'role_session_name', canary, `{${canary}}`),
  fitting(25, 'duration_seconds', '900', `1${canary}`),
  fitting(25, 'mfa_serial', `arn:aws:iam::111122223333:mfa/${canary}`, 'v'),
  fitting(25, 'region', 'eu-west-1', canary),
];
const roleArn = (n: number): string => `role_arn = arn:aws:iam::111122223333:role/${canary}${n}`;
const source = fc.oneof(
  often(15, setting('source_profile', ...names)),
  often(1, setting('source_profile', `gone-${canary}`)),
);

/** Lines of one profile, most of them as a person means them, the others in any mixture. */
const meant = fc.nat(99).chain((n) =>
  fc.oneof(
    often(
      6,
      source.map((line) => [roleArn(n), line]),
    ),
    often(1, fc.constant([roleArn(n), 'credential_source = Ec2InstanceMetadata'])),
    often(1, fc.constant([roleArn(n), `web_identity_token_file = /run/${canary}`])),
    often(2, fc.constant([`aws_access_key_id = AKIA${n}`, `aws_secret_access_key = ${secret}`])),
    often(
      1,
      fc.constant(['sso_session = corp', 'sso_account_id = 012345678901', `sso_role_name = ${canary}${n}`]),
    ),
    often(
      2,
      fc
        .tuple(
          maybe(60, fc.constant(roleArn(n))),
          maybe(50, source),
          maybe(20, setting('credential_source', 'Environment', 'EcsContainer', canary)),
          maybe(30, setting('aws_access_key_id', 'AKIA100', 'ASIA100')),
          maybe(30, fc.constant(`aws_secret_access_key = ${secret}`)),
          maybe(10, fc.constant(`aws_session_token = ${secret}`)),
          maybe(10, fc.constant(`credential_process = /bin/${canary}`)),
          maybe(10, setting('sso_account_id', '012345678901', canary)),
        )
        .map((lines) => lines.flat()),
    ),
  ),
);
const body = fc.tuple(meant, ...beside).map((lines) => lines.flat());
const corp = `[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n`;

interface Files {
  readonly config: string;
  readonly credentials: string;
}

function sections(chosen: readonly { name: string; lines: readonly string[] }[], prefix: string): string {
  return chosen
    .map(({ name, lines }) => `[${name === 'default' ? '' : prefix}${name}]\n${lines.join('\n')}\n`)
    .join('\n');
}

const anySections = fc.uniqueArray(fc.record({ name: fc.constantFrom(...names), lines: body }), {
  selector: ({ name }) => name,
  minLength: 3,
  maxLength: names.length,
});
const anyFiles: fc.Arbitrary<Files> = fc
  .tuple(anySections, fc.oneof(often(3, fc.constant([])), often(1, anySections)))
  .map(([config, credentials]) => ({
    config: sections(config, 'profile ') + corp,
    credentials: sections(credentials, ''),
  }));
const anyText: fc.Arbitrary<Files> = fc
  .tuple(anyFiles, awsFileText, awsFileText, fc.nat(400))
  .map(([files, first, second, cut]) => ({
    config: files.config.slice(0, cut) + first + files.config.slice(cut),
    credentials: second + files.credentials,
  }));

function chainsOf({ profiles }: Takeover) {
  return new Map(
    profiles.map(({ name, from, steps }) => [
      name,
      {
        from:
          from.kind === 'profile'
            ? { parent: from.name }
            : { source: { temporary: from.kind !== 'static-keys', from, name } },
        steps,
      },
    ]),
  );
}

/** By the lines alone, for sections that each stand once: who starts from whom, and who has keys to start from. */
function parentsIn({ config, credentials }: Files): ReadonlyMap<string, string> {
  const merged = new Map<string, Map<string, string>>();
  for (const text of [config, credentials]) {
    for (const part of text.split(/^\[(?:profile )?/m).slice(1)) {
      const [header = '', ...lines] = part.split('\n');
      const of = merged.get(header) ?? new Map<string, string>();
      for (const line of lines) if (line.includes(' = ')) of.set(...(line.split(' = ') as [string, string]));
      merged.set(header, of);
    }
  }
  const parents = new Map<string, string>();
  for (const [header, values] of merged) {
    const parent = values.get('source_profile');
    if (parent === undefined || !values.has('role_arn')) continue;
    const own = values.has('aws_access_key_id') || values.has('aws_secret_access_key');
    if (parent !== header.slice(0, -1) || !own) parents.set(header.slice(0, -1), parent);
  }
  return parents;
}

describe('generated AWS files', () => {
  it('are always read, without a secret in the answer or a value in a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(anyFiles, anyText), ({ config, credentials }) => {
        const answer = takeover(config, credentials);
        expect(JSON.stringify(answer)).not.toContain(secret);
        for (const { why } of answer.left) expect(why).not.toContain(canary);
        const all = [...answer.profiles, ...answer.left].map(({ name }) => name);
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 300 },
    );
  });

  it('become profiles that resolve, with steps that hold', () => {
    let steps = 0;
    fc.assert(
      fc.property(anyFiles, ({ config, credentials }) => {
        const answer = takeover(config, credentials);
        const chains = chainsOf(answer);
        for (const { name, steps: own } of answer.profiles) {
          steps += roleChain(name, chains).steps.length;
          for (const step of own) expect(roleStep.parse(step)).toEqual(step);
        }
      }),
      { numRuns: 600 },
    );
    expect(steps).toBeGreaterThan(300);
  });

  it('have their loops named, and no others', () => {
    let loops = 0;
    fc.assert(
      fc.property(anyFiles, (files) => {
        const parents = parentsIn(files);
        const { left } = takeover(files.config, files.credentials);
        for (const name of names) {
          let at: string | undefined = name;
          for (let hop = 0; hop <= names.length && at !== undefined; hop++) at = parents.get(at);
          const why = left.find((one) => one.name === name)?.why ?? '';
          const round = /go round in (.+)\.$/.exec(why)?.[1]?.split(' -> ');
          expect(round !== undefined).toBe(at !== undefined);
          if (round === undefined) continue;
          loops += 1;
          expect(round).toContain(at);
          expect(new Set(round).size).toBe(round.length - 1);
          for (const [index, one] of round.slice(1).entries()) expect(parents.get(round[index]!)).toBe(one);
        }
      }),
      { numRuns: 600 },
    );
    expect(loops).toBeGreaterThan(300);
  });
});

/** Resolves every profile of each pair of files in botocore, with an STS that only writes down what it is asked. */
const resolveInBotocore = `
import json, os, sys, tempfile
import botocore.session, botocore.credentials as c
late = '2999-01-01T00:00:00Z'
def keys(name): return {'access_key': name, 'secret_key': 'x', 'token': 'x', 'expiry_time': late}
c.InstanceMetadataFetcher.retrieve_iam_role_credentials = lambda self: {**keys('instance'), 'role_name': 'x'}
c.SSOCredentialFetcher.fetch_credentials = lambda self: keys('sso ' + self._account_id + ' ' + self._role_name)
c.FileWebIdentityTokenLoader.__call__ = lambda self: self._web_identity_token_path
class Client:
    def __init__(self, calls, caller): self.calls, self.caller = calls, caller
    def assume_role(self, **asked):
        self.calls.append({**asked, 'caller': self.caller})
        return {'Credentials': {'AccessKeyId': 'role', 'SecretAccessKey': 'x', 'SessionToken': 'x', 'Expiration': late},
                'AssumedRoleUser': {'Arn': 'arn:aws:sts::111122223333:assumed-role/x/y'}}
    assume_role_with_web_identity = assume_role
def resolve(name):
    session, calls = botocore.session.Session(profile=name), []
    session.create_client = lambda service, **given: Client(calls, given.get('aws_access_key_id'))
    resolver = c.create_credential_resolver(session)
    resolver.get_provider('assume-role')._prompter = lambda *_: '123456'
    found = resolver.load_credentials()
    return {'key': found.get_frozen_credentials().access_key, 'calls': calls}
answers = []
with tempfile.TemporaryDirectory() as folder:
    for number, question in enumerate(json.load(sys.stdin)):
        for file in ('config', 'credentials'):
            path = os.path.join(folder, file + str(number))
            with open(path, 'w') as out: out.write(question[file])
            os.environ['AWS_CONFIG_FILE' if file == 'config' else 'AWS_SHARED_CREDENTIALS_FILE'] = path
        answer = {}
        for name in question['names']:
            try: answer[name] = resolve(name)
            except Exception as error: answer[name] = {'error': type(error).__name__}
        answers.append(answer)
json.dump(answers, sys.stdout)
`;

interface Resolved {
  readonly key?: string;
  readonly calls?: Record<string, unknown>[];
  readonly error?: string;
}

function firstKey(from: TakenFrom, name: string, files: Files): string | null {
  if (from.kind === 'instance-profile') return 'instance';
  if (from.kind === 'account-role') return `sso ${from.accountId} ${from.roleName}`;
  if (from.kind === 'static-keys' && from.file !== 'elsewhere')
    return keysOf(from.file, files[from.file], name)!.accessKeyId;
  return null;
}

/** The calls that a taken profile makes, in the parameters of STS. */
function expectedCalls(answer: Takeover, name: string, files: Files) {
  const chain = roleChain(name, chainsOf(answer));
  const { from, name: first } = chain.source;
  const key = firstKey(from, first, files);
  const web =
    from.kind === 'web-identity'
      ? [
          {
            caller: null,
            RoleArn: from.roleArn,
            WebIdentityToken: from.tokenFile,
            RoleSessionName: from.sessionName,
          },
        ]
      : [];
  const calls = chain.steps.map(({ step }, index) => ({
    caller: index + web.length > 0 ? 'role' : key,
    RoleArn: step.roleArn,
    RoleSessionName: step.sessionName === '{user}' ? null : step.sessionName,
    ...(step.externalId === null ? {} : { ExternalId: step.externalId }),
    ...(step.durationSeconds === null ? {} : { DurationSeconds: step.durationSeconds }),
    ...(step.mfaSerial === null ? {} : { SerialNumber: step.mfaSerial, TokenCode: '123456' }),
  }));
  const all = [...web, ...calls];
  return { key: all.length > 0 ? 'role' : key, calls: all };
}

function withoutOwnName({
  RoleSessionName: name,
  ...call
}: Record<string, unknown>): Record<string, unknown> {
  const generated = typeof name === 'string' && name.startsWith('botocore-session-');
  return { ...call, RoleSessionName: generated ? null : name };
}

const [botocore] = findBotocores();

describe('the AWS CLI’s own reading', () => {
  it.skipIf(botocore === undefined)(
    'makes of every profile that is taken the calls that we would make',
    () => {
      const files = fc.sample(anyFiles, { numRuns: 60, seed: 4 });
      const answers = files.map(({ config, credentials }) => takeover(config, credentials));
      const questions = files.map((one, index) => ({
        ...one,
        names: answers[index]!.profiles.map(({ name }) => name),
      }));
      const { stdout, stderr } = spawnSync(botocore!.python, ['-c', resolveInBotocore], {
        input: JSON.stringify(questions),
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: '/nonexistent' },
      });
      expect(stderr).toBe('');
      const read = JSON.parse(stdout) as Record<string, Resolved>[];
      let calls = 0;
      for (const [index, answer] of answers.entries()) {
        for (const { name } of answer.profiles) {
          const theirs = read[index]![name]!;
          const expected = expectedCalls(answer, name, files[index]!);
          const made = { ...theirs, calls: theirs.calls?.map(withoutOwnName) };
          expect(made, JSON.stringify([name, files[index]])).toEqual(expected);
          calls += expected.calls.length;
        }
      }
      expect(calls).toBeGreaterThan(50);
    },
  );
});
