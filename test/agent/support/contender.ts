import { appendFileSync, closeSync, openSync, unlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { takeProcessLock } from '../../../src-main/agent/processLock.ts';

/**
 * Takes the lock once and ends without a release, as a killed process does. The file made with O_EXCL shows whether
 * somebody else is inside.
 */
const [lock = '', log = '', stay = ''] = process.argv.slice(2);
while (takeProcessLock(lock).state === 'held') await pause(Math.random() * 3);
if (stay === 'stay') {
  process.stdout.write('taken\n');
  await pause(1_000_000);
}
closeSync(openSync(`${log}.inside`, 'wx'));
appendFileSync(log, `${process.pid}\n`);
unlinkSync(`${log}.inside`);
