/**
 * A program of the tests that writes a shared file: `append`, `count` profiles, or one section `forever` until it
 * is killed, saying the number of each write once it is done.
 */
import { createInterface } from 'node:readline';
import { createSharedFiles } from '../../../src-main/adapters/files.ts';
import { AppError } from '../../../src-main/core/errors.ts';
import { editSections, type Block } from '../../../src-main/core/profiles/editSections.ts';
import { byProfile, parseSharedFile, settingsOf } from '../../../src-main/core/profiles/sharedFile.ts';

const [task = '', path = '', argument = ''] = process.argv.slice(2);
const files = createSharedFiles({
  backups: `${path}.backups`,
  clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
});

function withSection(text: string, name: string, value: string): string {
  const block: Block = {
    name,
    marker: { kind: 'keys', id: 'c'.repeat(24), home: 'writer', endsAt: 0 },
    keys: [
      ['aws_access_key_id', value],
      ['aws_secret_access_key', value],
      ['aws_session_token', `${value}-`.repeat(20)],
    ],
  };
  return editSections('credentials', text, { put: new Map([[name, block]]), takeOut: () => false }).text;
}

function counterIn(text: string, name: string): number {
  const [section] = byProfile(parseSharedFile('credentials', text)).get(name) ?? [];
  return Number(section === undefined ? 0 : settingsOf(section).get('aws_secret_access_key'));
}

async function writeForever(): Promise<void> {
  for (;;) {
    let written = 0;
    await files.edit(
      path,
      (text) => {
        written = counterIn(text, argument) + 1;
        return withSection(text, argument, String(written));
      },
      'keys',
    );
    process.stdout.write(`${written}\n`);
  }
}

async function run(): Promise<void> {
  if (task === 'append') await files.edit(path, (text) => text + argument, 'keys');
  if (task === 'count') {
    for (let index = 0; index < 100; index += 1) {
      await files.edit(path, (text) => withSection(text, `${argument}-${index}`, 'value'), 'keys');
    }
  }
  if (task === 'forever') {
    process.stdout.write('ready\n');
    for await (const line of createInterface({ input: process.stdin }))
      if (line === 'go') await writeForever();
  }
}

try {
  await run();
} catch (error) {
  const shown = error instanceof AppError ? { code: error.code, message: error.message } : String(error);
  process.stdout.write(JSON.stringify(shown));
  process.exitCode = 1;
}
