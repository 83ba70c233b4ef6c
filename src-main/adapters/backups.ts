import { createHash } from 'node:crypto';
import { access, mkdir, readdir, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Clock } from '../core/ports.ts';
import { writeAtomic } from './writeAtomic.ts';

const day = 86_400_000;
const keptDays = 7;

/** Keeps at most one copy a day and file in `folder` (0700, copies 0600) and drops those older than 7 days. */
export async function backUp(
  { folder, clock }: { readonly folder: string; readonly clock: Clock },
  path: string,
  text: string,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await dropOld(folder, dateOf(clock.now() - keptDays * day));
  const tag = createHash('sha256').update(path).digest('hex').slice(0, 8);
  const copy = join(folder, `${basename(path)}.${tag}.${dateOf(clock.now())}`);
  if (await isThere(copy)) return;
  await writeAtomic({ path: copy, bytes: Buffer.from(text, 'latin1'), mode: 0o600 });
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

async function dropOld(folder: string, oldest: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const date = /\.[0-9a-f]{8}\.(\d{4}-\d{2}-\d{2})$/.exec(name)?.[1];
    if (date !== undefined && date < oldest) await unlink(join(folder, name));
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
