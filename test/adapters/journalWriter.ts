import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createJournalFile } from '../../src-main/adapters/journalFile.ts';
import { temporaryName } from '../../src-main/adapters/temporaryName.ts';

/**
 * Appends long lines, and now and then replaces all, until it is killed. Says when it begins. It leaves what one leaves
 * that is killed in the middle of a replacement.
 */
const [, , path = ''] = process.argv;
const file = createJournalFile(path);
mkdirSync(dirname(path), { recursive: true });
writeFileSync(temporaryName(path), 'half');
console.log('ready');
for (let count = 0; ; count += 1) {
  await file.append(`{"count":${count},"text":"${'x'.repeat(50_000)}"}\n`);
  if (count % 10 === 9) await file.replace((await file.read()).slice(-5));
}
