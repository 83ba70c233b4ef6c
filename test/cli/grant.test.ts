import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src-main/core/errors.ts';
import { buildCommand, type BuiltCommand } from './builtCommand.ts';
import { fakeAgent, type FakeAgent } from './fakeAgent.ts';

let command: BuiltCommand;
let agent: FakeAgent;
let folder: string;
const opened = {
  uri: `http://127.0.0.1:9911/v1/${'a'.repeat(22)}`,
  profileName: 'prod.Admin',
  region: 'eu-west-1',
  labels: [],
  endsAt: '2030-01-01T00:00:00Z',
};
const grant = async (words: readonly string[]) => command.run(['grant', 'prod.Admin', ...words], agent.env);

beforeAll(async () => {
  command = await buildCommand();
  agent = await fakeAgent();
  folder = join(agent.folder, 'tokens');
});
afterAll(async () => {
  command.remove();
  await agent.close();
});
beforeEach(() => {
  agent.asked.length = 0;
  agent.answers = { grant: () => opened };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});

describe('grant --token-file', () => {
  it('leaves the token of a door that is open as it is when no other opens', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'in use');
    agent.answers.grant = () => {
      throw new AppError('bad-input', 'Port 9911 of 127.0.0.1 is taken.');
    };
    expect(await grant(['--port', '9911', '--token-file', file])).toMatchObject({ code: 2, stdout: '' });
    expect(readFileSync(file, 'utf8')).toBe('in use');
    expect(readdirSync(folder)).toEqual(['token']);
  });

  it('writes the token that the door has, for its user alone, and does not print it', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'of an earlier door', { mode: 0o644 });
    const { code, stdout } = await grant(['--port', '9911', '--token-file', file]);
    const token = readFileSync(file, 'utf8');
    expect(code).toBe(0);
    expect(agent.asked).toMatchObject([['grant', { token, at: { port: 9911 } }]]);
    expect(stdout).toContain(`AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=${file}\n`);
    expect(stdout).not.toContain(token);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('opens no door whose token could not be written', async () => {
    for (const file of [folder, join(folder, 'missing', 'token')]) {
      const { code, stderr } = await grant(['--port', '9911', '--token-file', file]);
      expect(code).toBe(1);
      expect(stderr).toContain(file);
    }
    expect(agent.asked).toEqual([]);
  });
});

describe('grant', () => {
  // A client that asks at port 80 leaves it out of the Host, by which the endpoint knows itself.
  it.each(['0', '80', '1023', '65536', '70000', '8e3', '-1', ''])(
    'says which ports there are when it is given “%s”',
    async (port) => {
      const { code, stderr } = await grant([`--port=${port}`]);
      expect(code).toBe(2);
      expect(stderr).toContain(`--port takes a number from 1024 to 65535: “${port}”.`);
      expect(agent.asked).toEqual([]);
    },
  );

  it('takes the first port and the last', async () => {
    for (const port of [1024, 65_535]) expect(await grant(['--port', `${port}`])).toMatchObject({ code: 0 });
    expect(agent.asked.map(([, input]) => input)).toMatchObject([
      { at: { port: 1024 } },
      { at: { port: 65_535 } },
    ]);
  });

  it('says how long the path of a socket may be', async () => {
    const { code, stderr } = await grant(['--socket', `/${'ü'.repeat(50)}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('100 bytes');
    expect(agent.asked).toEqual([]);
  });
});
