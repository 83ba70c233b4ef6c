import { join } from 'node:path';
import { command, createTestHome } from '../../test/support/testHome.ts';
import { startAws, type Aws } from '../../test/aws/standIn.ts';
import { atOnce } from './atOnce.ts';
import { measure, type Measured } from './measure.ts';
import { figure, type Figure } from './report.ts';
import { startTrivialServer } from './trivialServer.ts';

/** As many programs as ask for one profile at once. */
const many = 200;

interface Listed {
  readonly id: string;
  readonly name: string;
}

/** What a terminal waits for: the credential script and the command beside the least that could do their work. */
export async function benchCommands(rounds: number): Promise<readonly Figure[]> {
  const aws = await startAws();
  const home = await createTestHome({ aws });
  const trivial = await startTrivialServer();
  try {
    await home.signIn(aws);
    await home.latchkey(['sync']);
    const { value } = await home.json(['list']);
    const { profiles } = value as { profiles: readonly Listed[] };
    const [profile, other] = profiles.filter(({ name }) => name.includes('.'));
    if (profile === undefined || other === undefined)
      throw new Error('the demo organisation has no profiles');
    await home.latchkey(['credentials', profile.name]);
    const run = async (program: string, given: readonly string[]) => {
      const ran = await home.run(program, given);
      if (ran.code !== 0) throw new Error(`${program} ${given.join(' ')}: ${ran.code} ${ran.stderr}`);
      return ran.stdout;
    };
    const latchkey = (given: readonly string[]) => () => run(process.execPath, [command, ...given]);
    const script = join(home.home, 'bin/latchkey-credentials');
    const curl = () => run('/usr/bin/curl', ['-q', '-s', '--unix-socket', trivial.socket, 'http://x/']);
    const measured = await measure(rounds, [
      { name: 'curl --unix-socket', run: curl },
      { name: 'credential script', run: () => run(script, [profile.id]) },
      {
        name: 'credential script through sh -c',
        run: () => run('/bin/sh', ['-c', `"${script}" ${profile.id}`]),
      },
      { name: 'node -e 0', run: () => run(process.execPath, ['-e', '0']) },
      { name: 'latchkey credentials', run: latchkey(['credentials', profile.name]) },
      { name: 'latchkey env', run: latchkey(['env', profile.name, '--shell', 'bash']) },
    ]);
    const crowd = await benchCrowd(aws, {
      curl,
      script: () => run(script, [other.id]),
      forget: latchkey(['lock']),
    });
    const cold = await measure(Math.ceil(rounds / 4), [
      { name: 'node -e 0', run: () => run(process.execPath, ['-e', '0']) },
      { name: 'latchkey agent start, none running', run: latchkey(['agent', 'start']) },
      { name: '(agent stop)', run: latchkey(['agent', 'stop']) },
    ]);
    return [
      figure(measured, 'credential script', 'curl --unix-socket', 1.5),
      figure(measured, 'credential script through sh -c', 'curl --unix-socket', null),
      crowd,
      figure(measured, 'latchkey env', 'node -e 0', 1.6),
      figure(measured, 'latchkey credentials', 'node -e 0', null),
      figure(cold, 'latchkey agent start, none running', 'node -e 0', null),
    ];
  } finally {
    trivial.stop();
    await home.dispose();
    await aws.close();
  }
}

/** One crowd says little of the next: the usual one of several, in turns with the crowd that it is held against. */
const crowds = 5;

/**
 * `forget` empties the agent's memory, so that each crowd has to wait for AWS, too.
 * @throws when a program got none or other keys, or AWS was asked more than once
 */
async function benchCrowd(
  aws: Aws,
  { curl, script, forget }: Readonly<Record<'curl' | 'script' | 'forget', () => Promise<string>>>,
): Promise<Figure> {
  const [scripts, curls] = [`p99 of ${many} credential scripts at once`, `that of ${many} curl`];
  const bare: Measured[] = [];
  const asked: Measured[] = [];
  for (let turn = 0; turn < crowds; turn += 1) {
    bare.push(await atOnce(curls, many, curl));
    await forget();
    const since = aws.requests.length;
    const documents = new Set<string>();
    asked.push(await atOnce(scripts, many, async () => documents.add(await script())));
    const calls = aws.requests
      .slice(since)
      .filter(({ operation }) => operation === 'GetRoleCredentials').length;
    if (documents.size !== 1 || calls !== 1) throw new Error(`${documents.size} documents of ${calls} calls`);
  }
  return figure([usual(bare), usual(asked)], scripts, curls, 1.6);
}

function usual(measured: readonly Measured[]): Measured {
  const sorted = measured.toSorted((one, other) => one.median - other.median);
  return sorted[Math.floor(sorted.length / 2)] ?? { name: '', median: 0, slowest: 0 };
}
