import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { exchange } from './support/wire.ts';

test('as a process it says on one line where it is, and ends when told', async () => {
  const script = new URL('serve.ts', import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, '--accounts', '30', '--session-minutes', '15'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const said = JSON.parse(line) as { url: string; environment: Record<string, string>; startUrl: string };
  expect(said.startUrl).toMatch(/^https:\/\/.*\.awsapps\.com\/start$/);
  expect(Object.keys(said.environment)).toContain('AWS_ENDPOINT_URL_SSO_OIDC');
  expect((await exchange(`${said.url}/device`)).text).toContain('Enter the code');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
