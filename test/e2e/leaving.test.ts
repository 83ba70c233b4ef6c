import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { startAws, type Aws } from '../aws/standIn.ts';
import { approveOnce, command, createTestHome, type TestHome } from '../support/testHome.ts';

const profile = 'payments-dev.PowerUserAccess';

async function signedIn(): Promise<{ readonly aws: Aws; readonly home: TestHome }> {
  const aws = await startAws();
  onTestFinished(() => aws.close());
  const home = await createTestHome({ aws });
  onTestFinished(() => home.dispose());
  await home.signIn(aws, 'ada@example.com');
  await home.latchkey(['sync']);
  expect(await home.latchkey(['start', profile])).toMatchObject({ code: 0 });
  return { aws, home };
}

it('when another person takes the sign-in over, keys of the one before are handed out no more', async () => {
  const { aws, home } = await signedIn();
  const before = await home.latchkey(['credentials', profile]);
  const login = await home.latchkey(['login', '--replace', '--no-browser'], {
    onStderr: approveOnce(aws, 'grace@example.com'),
  });
  expect(login).toMatchObject({ code: 0 });
  expect(home.read(home.credentials)).not.toContain('aws_session_token');
  await home.latchkey(['sync']);
  const after = await home.latchkey(['credentials', profile]);
  expect(after.code).toBe(0);
  expect(after.stdout).not.toBe(before.stdout);
  const check = `eval "$(node ${command} env ${profile} --shell bash)"; node ${command} whoami --check`;
  expect((await home.run('bash', ['-c', check])).stdout).toContain('grace@example.com');
});

it('logout forgets the token even where the keys in a file cannot be taken out, and says which', async () => {
  const { aws, home } = await signedIn();
  renameSync(home.credentials, `${home.credentials}.away`);
  mkdirSync(home.credentials);
  const logout = await home.latchkey(['logout']);
  rmSync(home.credentials, { recursive: true });
  renameSync(`${home.credentials}.away`, home.credentials);
  expect(aws.calls('Logout')).toBe(1);
  expect((await home.json(['status'])).value).toMatchObject({ signIns: [{ state: 'signed-out' }] });
  expect(logout.code).toBe(1);
  expect(logout.stderr).toContain(home.credentials);
});
