import { readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { pathHash } from './pathHash.ts';
import { processStart } from './processStart.ts';

export interface Holder {
  readonly pid: number;
  /** What the holder left for others, such as the path of its socket. */
  readonly note: string;
}

export type TakenLock =
  | { readonly state: 'taken'; readonly isMine: () => boolean; readonly release: () => void }
  | { readonly state: 'held'; readonly holder: Holder | undefined };

/** Rounds against others who take and leave at the same moment; whoever loses them all asks again later. */
const rounds = 50;

/**
 * Takes the lock at `path` if its holder has ended or there is none. It is a symbolic link whose target names the
 * holder: made in one step together with what it says, so that a `kill -9` leaves no half of it.
 * @throws the file system's error where no link can be made
 */
export function takeProcessLock(path: string, note = ''): TakenLock {
  const text = `${process.pid} ${processStart(process.pid) ?? ''} ${note}`;
  for (let round = 0; round < rounds; round++) {
    if (link(path, text)) return taken(path, text);
    const found = read(path);
    if (found === undefined) continue;
    const holder = living(found);
    if (holder !== undefined) return { state: 'held', holder };
    removeDead(path, path, found);
  }
  return { state: 'held', holder: undefined };
}

/** The living process that holds the lock. */
export function lockHolder(path: string): Holder | undefined {
  const found = read(path);
  return found === undefined ? undefined : living(found);
}

function taken(path: string, text: string): TakenLock {
  const isMine = () => read(path) === text;
  return {
    state: 'taken',
    isMine,
    release: () => {
      if (isMine()) remove(path);
    },
  };
}

/**
 * Two who find the same dead holder must not both remove its lock: the slower one would remove the lock that the
 * faster one has taken since. So each first takes a claim on this one holder and looks again. A claim whose own
 * holder was killed is removed in the same way.
 */
function removeDead(lock: string, path: string, dead: string): void {
  const claim = `${lock}.${pathHash(dead)}`;
  if (link(claim, `${process.pid} ${processStart(process.pid) ?? ''} `)) {
    try {
      if (read(path) === dead) remove(path);
    } finally {
      remove(claim);
    }
    return;
  }
  const claimed = read(claim);
  if (claimed !== undefined && living(claimed) === undefined) removeDead(lock, claim, claimed);
}

function living(text: string): Holder | undefined {
  const [, pid = '', start = '', note = ''] = /^(\d+) (\S*) (.*)$/s.exec(text) ?? [];
  const began = pid === '' ? undefined : processStart(Number(pid));
  return began !== undefined && began === start ? { pid: Number(pid), note } : undefined;
}

function link(path: string, text: string): boolean {
  try {
    symlinkSync(text, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** A file that is no link of ours reads as a dead holder's. */
function read(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'EINVAL') return '';
    throw error;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
