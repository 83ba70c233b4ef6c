import { execFile } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEndpoints } from '../../../src-main/adapters/endpoints/createEndpoints.ts';
import type { OpenEndpoint } from '../../../src-main/core/ports.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { rawRequest, requestText } from './rawRequest.ts';

const token = 't'.repeat(43);
const endpoints = createEndpoints();

describe('an endpoint at a socket', () => {
  let folder: string;
  let path: string;
  const opened: OpenEndpoint[] = [];

  beforeEach(async () => {
    folder = await temporaryFolder({ inMemory: true });
    path = join(folder, 'prod.sock');
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    await rm(folder, { recursive: true });
  });

  const open = async (at = path) => {
    const answer = { state: 'refused', status: 403, code: 'Served', message: '' } as const;
    const one = await endpoints.open({
      place: { kind: 'socket', path: at },
      token,
      answer: () => Promise.resolve(answer),
      alarm: () => undefined,
    });
    opened.push(one);
    return one;
  };
  const ask = (uri: string, host = 'localhost') =>
    rawRequest({ path }, requestText(uri, { host, authorization: token }));

  it('is there while it is open, and for its owner alone', async () => {
    const one = await open();
    expect(one.uri).toMatch(/^\/v1\/[\w-]{22}$/);
    expect(lstatSync(path).mode & 0o777).toBe(0o600);
    expect((await ask(one.uri)).body).toContain('Served');
    await one.close();
    expect(lstatSync(path, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('takes the loopback’s names with whichever port the far end has, and no other', async () => {
    const { uri } = await open();
    for (const host of ['localhost', '127.0.0.1', '127.0.0.1:9911', 'localhost:1']) {
      expect((await ask(uri, host)).body, host).toContain('Served');
    }
    for (const host of [
      'evil:80',
      '127.0.0.1.evil',
      'localhost:',
      'localhost:0',
      '127.0.0.1:x',
      '[::1]',
      '',
    ]) {
      expect([400, 403], host).toContain((await ask(uri, host)).status);
    }
  });

  it('takes the place of a socket that a crash left, and of nothing else', async () => {
    await left(path);
    await open();
    await expect(open()).rejects.toMatchObject({ code: 'bad-input' });
    const file = join(folder, 'mine.txt');
    writeFileSync(file, 'mine');
    await expect(open(file)).rejects.toMatchObject({ code: 'bad-input' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const link = join(folder, 'link.sock');
    symlinkSync(file, link);
    await expect(open(link)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('is not put where others could put another one, or where its path would be cut', async () => {
    chmodSync(folder, 0o777);
    await expect(open()).rejects.toThrow('others can change its folder');
    chmodSync(folder, 0o1777);
    await open();
    const long = join(folder, 'x'.repeat(100 - folder.length));
    await expect(open(long)).rejects.toThrow('100 bytes');
    const deep = join(folder, 'y'.repeat(60), 'z'.repeat(30));
    mkdirSync(dirname(deep));
    symlinkSync(dirname(deep), join(folder, 's'));
    await expect(open(join(folder, 's', 'z'.repeat(30)))).rejects.toThrow('too long');
    await expect(open(join(folder, 'none', 'a'))).rejects.toThrow('no such folder');
    await expect(open(join(folder, 'a\0b'))).rejects.toMatchObject({ code: 'bad-input' });
  });

  it.skipIf(process.getuid?.() !== 0)('cannot be reached by another user', async () => {
    const { uri } = await open();
    const refused = await new Promise((resolve) => {
      const curl = ['curl', '-q', '-s', '--unix-socket', path, `http://localhost${uri}`];
      execFile('runuser', ['-u', 'nobody', '--', ...curl], { cwd: '/' }, (error) => {
        resolve(error?.code);
      });
    });
    expect(refused).toBe(7);
  });
});

/** A socket whose owner ended without closing it. */
async function left(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${path}.old`, resolve));
  renameSync(`${path}.old`, path);
  await new Promise((resolve) => server.close(resolve));
}
