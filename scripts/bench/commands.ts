import { join } from 'node:path';
import { command, createTestHome } from '../../test/support/testHome.ts';
import { startAws, type Aws } from '../../test/aws/standIn.ts';
import { atOnce } from './atOnce.ts';
import { measure } from './measure.ts';
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
    const crowd = await benchCrowd(aws, curl, () => run(script, [other.id]));
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

/** @throws when a program got none or other keys, or AWS was asked more than once */
async function benchCrowd(
  aws: Aws,
  curl: () => Promise<string>,
  script: () => Promise<string>,
): Promise<Figure> {
  const [scripts, curls] = [`p99 of ${many} credential scripts at once`, `that of ${many} curl`];
  const bare = await atOnce(curls, many, curl);
  const since = aws.requests.length;
  const documents = new Set<string>();
  const crowd = await atOnce(scripts, many, async () => documents.add(await script()));
  const calls = aws.requests
    .slice(since)
    .filter(({ operation }) => operation === 'GetRoleCredentials').length;
  if (documents.size !== 1 || calls !== 1) throw new Error(`${documents.size} documents of ${calls} calls`);
  return figure([bare, crowd], scripts, curls, 1.6);
}
