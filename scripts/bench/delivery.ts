import { existsSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startAws } from '../../test/aws/standIn.ts';
import { createTestHome, type TestHome } from '../../test/support/testHome.ts';
import { measure, type Contestant } from './measure.ts';
import { figure, type Figure } from './report.ts';

const profiles = 5000;

/** One delivery into a credentials file that has 5,000 profiles already. */
export async function benchDelivery(rounds: number): Promise<readonly Figure[]> {
  const aws = await startAws();
  const home = await createTestHome({ aws });
  try {
    await home.signIn(aws);
    const text = bigFile();
    await mkdir(dirname(home.credentials), { recursive: true });
    await writeSynced(home.credentials, text);
    const copy = join(home.folder, 'copy');
    const name = 'payments-prod/ReadOnlyAccess';
    await home.latchkey(['sync']);
    const measured = await measure(rounds, [
      {
        name: 'read, write and fsync the same bytes',
        run: async () => writeSynced(copy, await readFile(home.credentials, 'latin1')),
      },
      { name: 'latchkey agent status', run: () => home.latchkey(['agent', 'status']) },
      { name: 'latchkey start, 5,000 profiles', run: () => started(home, name) },
      ...awsConfigureSet(home),
    ]);
    const all = [
      figure(measured, 'latchkey start, 5,000 profiles', 'read, write and fsync the same bytes', null),
    ];
    all.push(figure(measured, 'latchkey start, 5,000 profiles', 'latchkey agent status', null));
    if (measured.some((one) => one.name === 'aws configure set')) {
      all.push(figure(measured, 'latchkey start, 5,000 profiles', 'aws configure set', 1));
    }
    return all;
  } finally {
    await home.dispose();
    await aws.close();
  }
}

function bigFile(): string {
  return Array.from(
    { length: profiles },
    (_, index) => `[profile-${index}]\naws_access_key_id = EXAMPLE\naws_secret_access_key = EXAMPLE\n`,
  ).join('\n');
}

async function started(home: TestHome, name: string): Promise<void> {
  const ran = await home.latchkey(['start', name]);
  if (ran.code !== 0) throw new Error(ran.stderr);
}

function awsConfigureSet(home: TestHome): Contestant[] {
  if (!existsSync('/usr/bin/aws')) return [];
  const given = ['configure', 'set', 'aws_access_key_id', 'EXAMPLE', '--profile', 'profile-2500'];
  return [{ name: 'aws configure set', run: () => home.run('/usr/bin/aws', given) }];
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  await file.writeFile(text, 'latin1');
  await file.sync();
  await file.close();
}
