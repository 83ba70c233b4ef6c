import { join } from 'node:path';
import { createTestHome } from '../../test/support/testHome.ts';
import { startAws } from '../../test/aws/standIn.ts';
import { measure } from './measure.ts';
import { figure, type Figure } from './report.ts';

/** What a terminal waits for: the credential script and the command beside the least that could do their work. */
export async function benchCommands(rounds: number): Promise<readonly Figure[]> {
  const aws = await startAws();
  const home = await createTestHome({ aws });
  try {
    await home.signIn(aws);
    await home.latchkey(['sync']);
    const { value } = await home.json(['list', 'payments', 'prod']);
    const [profile] = (value as { profiles: { id: string; name: string }[] }).profiles;
    if (profile === undefined) throw new Error('the demo organisation has no payments-prod');
    await home.latchkey(['credentials', profile.name]);
    const script = join(home.home, 'bin/latchkey-credentials');
    const socket = /'?(\/[^\s']+\.sock)'?/.exec(home.read(script) ?? '')?.[1] ?? '';
    const url = `http://latchkey/v1/credential-process/${profile.id}`;
    const run = async (program: string, given: readonly string[], code = 0) => {
      const ran = await home.run(program, given);
      if (ran.code !== code)
        throw new Error(`${program} ${given.join(' ')} ended with ${ran.code}: ${ran.stderr}`);
    };
    const latchkey = (given: readonly string[]) => async () => {
      const ran = await home.latchkey(given);
      if (ran.code !== 0) throw new Error(ran.stderr);
    };
    const measured = await measure(rounds, [
      {
        name: 'curl --unix-socket',
        run: () => run('/usr/bin/curl', ['-q', '-s', '--unix-socket', socket, url]),
      },
      { name: 'credential script', run: () => run(script, [profile.id]) },
      {
        name: 'credential script through sh -c',
        run: () => run('/bin/sh', ['-c', `"${script}" ${profile.id}`]),
      },
      { name: 'node -e 0', run: () => run(process.execPath, ['-e', '0']) },
      { name: 'latchkey credentials', run: latchkey(['credentials', profile.name]) },
      { name: 'latchkey env', run: latchkey(['env', profile.name, '--shell', 'bash']) },
    ]);
    const cold = await measure(Math.ceil(rounds / 4), [
      { name: 'node -e 0', run: () => run(process.execPath, ['-e', '0']) },
      { name: 'latchkey agent start, none running', run: latchkey(['agent', 'start']) },
      { name: '(agent stop)', run: latchkey(['agent', 'stop']) },
    ]);
    return [
      figure(measured, 'credential script', 'curl --unix-socket', 1.5),
      figure(measured, 'credential script through sh -c', 'curl --unix-socket', null),
      figure(measured, 'latchkey env', 'node -e 0', 1.6),
      figure(measured, 'latchkey credentials', 'node -e 0', null),
      figure(cold, 'latchkey agent start, none running', 'node -e 0', null),
    ];
  } finally {
    await home.dispose();
    await aws.close();
  }
}
