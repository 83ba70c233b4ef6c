import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../core/errors.ts';
import { errnoOf } from './fileTrouble.ts';
import { ownProcessMark, pidOf, processState } from './runningProcess.ts';
import { temporaryName } from './temporaryName.ts';

/** A lock is held for milliseconds. One that cannot be asked after (another host, an old boot) ends after this. */
const longestHoldElsewhere = 30_000;
/** Milliseconds for which one and the same holder is waited for; a queue that moves on is waited for longer. */
const patience = 10_000;
const longestPause = 64;

/**
 * Runs `work` while no other process of ours works on `path`. The lock is a file beside it that names its holder; a
 * holder that ended without letting go is replaced at once.
 * @throws AppError file-unwritable when a process holds it for longer than 10 seconds
 */
export async function withFileLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  return holding({ path, lock: lockOf(path) }, work);
}

/** Removes a lock of `path` named `name` when its holder ended. */
export async function breakEndedLock(path: string, name: string): Promise<void> {
  const lock = join(dirname(path), name);
  const found = await readLock(lock);
  if (found === undefined || !hasEnded(found)) return;
  await breakLock({ path, lock }, found);
}

export function isLockOf(path: string, name: string): boolean {
  const own = basename(lockOf(path));
  return name === own || (name.startsWith(`${own}.`) && /^(\.[0-9a-f]{8})+$/.test(name.slice(own.length)));
}

interface Asked {
  readonly path: string;
  readonly lock: string;
}

interface FoundLock {
  readonly text: string;
  /** Milliseconds since it was made, by this machine's clock. */
  readonly age: number;
}

function lockOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.latchkey-lock`);
}

async function holding<Result>(asked: Asked, work: () => Promise<Result>): Promise<Result> {
  const text = await acquire(asked);
  try {
    return await work();
  } finally {
    if ((await readLock(asked.lock))?.text === text) await unlinkIfThere(asked.lock);
  }
}

/**
 * link(2) makes a lock that is complete from its first moment; a file opened and then written could be left empty
 * by a kill, naming nobody.
 */
async function acquire(asked: Asked): Promise<string> {
  const draft = temporaryName(asked.path);
  const text = `${ownProcessMark()} ${basename(draft)}`;
  try {
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
    const patient = startPatience(asked.path);
    while (!(await linked(draft, asked.lock))) {
      const found = await readLock(asked.lock);
      if (found === undefined) continue;
      if (hasEnded(found)) await breakLock(asked, found);
      else await patient(found);
    }
    return text;
  } finally {
    await unlinkIfThere(draft);
  }
}

/** Waits a little longer each time; gives up when the holder stays the same for too long. */
function startPatience(path: string): (found: FoundLock) => Promise<void> {
  let holder = '';
  let since = 0;
  let pause = 2;
  return async (found) => {
    const now = performance.now();
    if (found.text !== holder) since = now;
    holder = found.text;
    if (now - since > patience) throw heldBy(path, found);
    await wait(pause * (0.5 + Math.random()));
    pause = Math.min(pause * 2, longestPause);
  };
}

/**
 * Two processes may both see that the holder ended, and the slower one must not remove the lock that the faster one
 * has taken since. So only who holds the lock named after that very holder may remove it, and looks again first.
 */
async function breakLock(asked: Asked, found: FoundLock): Promise<void> {
  const grave = createHash('sha256').update(found.text).digest('hex').slice(0, 8);
  await holding({ ...asked, lock: `${asked.lock}.${grave}` }, async () => {
    if ((await readLock(asked.lock))?.text === found.text) await unlinkIfThere(asked.lock);
  });
}

function hasEnded({ text, age }: FoundLock): boolean {
  const state = processState(text.split(' ')[0] ?? '');
  return state === 'ended' || (state === 'elsewhere' && age > longestHoldElsewhere);
}

function heldBy(path: string, { text }: FoundLock): AppError {
  const pid = pidOf(text);
  return new AppError('file-unwritable', `${path} is being written by another process (pid ${pid}).`, {
    hint: `Try again in a moment, or end process ${pid} if it hangs.`,
    retry: 'later',
  });
}

async function linked(draft: string, lock: string): Promise<boolean> {
  try {
    await link(draft, lock);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readLock(lock: string): Promise<FoundLock | undefined> {
  let file;
  try {
    file = await open(lock, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const { mtimeMs } = await file.stat();
    return { text: await file.readFile('latin1'), age: Date.now() - mtimeMs };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  } finally {
    await file?.close();
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}
