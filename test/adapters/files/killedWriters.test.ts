import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSharedFiles } from '../../../src-main/adapters/files.ts';
import { startBotocore, type Botocore } from '../../support/botocore.ts';
import { bundleScript, type Script } from '../../support/bundleScript.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const killsOfLane = 500;

let folder: string;
let path: string;
let script: Script;
let botocore: Botocore;

beforeAll(async () => {
  folder = await temporaryFolder({ inMemory: true });
  path = join(folder, 'credentials');
  [script, botocore] = await Promise.all([
    bundleScript(join(import.meta.dirname, 'writer.ts')),
    startBotocore(),
  ]);
}, 60_000);
afterAll(async () => {
  await Promise.all([script.remove(), botocore.close(), rm(folder, { recursive: true })]);
});

async function sections(): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> {
  const reading = await botocore.readFiles({ credentials: path });
  if ('error' in reading) throw new Error(reading.error);
  return reading.credentials;
}

const files = createSharedFiles({
  backups: '/nonexistent',
  clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
});

type Writer = ChildProcessByStdio<Writable, Readable, null>;

class Lane {
  acknowledged = 0;
  private spare: Promise<Writer>;

  constructor(readonly name: string) {
    this.spare = this.start();
  }

  private async start(): Promise<Writer> {
    const child = spawn(process.execPath, [script.path, 'forever', path, this.name], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    await once(lines, 'line');
    lines.on('line', (line) => (this.acknowledged = Number(line)));
    return child;
  }

  /** Lets a writer write a few times and kills it in the middle of the next, while its successor starts. */
  async killOne(): Promise<void> {
    const child = await this.spare;
    this.spare = this.start();
    child.stdin.write('go\n');
    for (let writes = Math.floor(Math.random() * 3); writes > 0; writes -= 1) {
      await once(child.stdout, 'data');
    }
    await wait(Math.random() * 6);
    child.kill('SIGKILL');
    await once(child, 'close');
  }

  async end(): Promise<void> {
    const child = await this.spare;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
}

test('a thousand writers are killed at any moment: the file is whole, nothing acknowledged is lost, no lock stays', async () => {
  const user = '[user]\naws_access_key_id = own\n';
  await writeFile(path, user + '# note\n'.repeat(300));
  const lanes = [new Lane('one'), new Lane('two')];
  await Promise.all(
    lanes.map(async (lane) => {
      for (let kills = 0; kills < killsOfLane; kills += 1) {
        await lane.killOne();
        const now = await sections();
        expect(now['user']).toEqual({ aws_access_key_id: 'own' });
        const written = now[lane.name] ?? { aws_secret_access_key: '0' };
        expect(Number(written['aws_secret_access_key'])).toBeGreaterThanOrEqual(lane.acknowledged);
      }
      await lane.end();
    }),
  );
  for (const { acknowledged } of lanes) expect(acknowledged).toBeGreaterThan(killsOfLane / 4);
  await files.sweep(path);
  expect(await readdir(folder)).toEqual(['credentials']);
}, 600_000);

test('sixteen writers of a hundred profiles each lose none', async () => {
  await files.sweep(path);
  await writeFile(path, '');
  const names = Array.from({ length: 16 }, (_, index) => `writer${index}`);
  const codes = await Promise.all(
    names.map(async (name) => {
      const child = spawn(process.execPath, [script.path, 'count', path, name], { stdio: 'inherit' });
      const [code] = (await once(child, 'close')) as [number | null];
      return code;
    }),
  );
  expect(codes).toEqual(names.map(() => 0));
  expect(Object.keys(await sections())).toHaveLength(1_600);
  expect(await readdir(folder)).toEqual(['credentials']);
}, 600_000);
