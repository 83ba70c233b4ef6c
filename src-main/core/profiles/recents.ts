import { z } from 'zod';
import type { Clock, Memory } from '../ports.ts';

const document = z.record(z.string(), z.number());
const most = 200;
/** A renewing terminal asks often; the file need not follow each time. */
const writeEveryMs = 60_000;

/** When each profile was used last, by id. */
export interface Recents {
  used(id: string): Promise<void>;
  /** Ids, the latest first. */
  latest(): Promise<readonly string[]>;
  /** Ids with the time of their last use (epoch milliseconds), the latest first. */
  times(): Promise<readonly (readonly [id: string, at: number])[]>;
}

export function createRecents(memory: Memory, clock: Clock): Recents {
  const loaded = memory.read('recents').then((read) => {
    const parsed = document.safeParse(read);
    return new Map(parsed.success ? Object.entries(parsed.data) : []);
  });

  async function times(): Promise<[string, number][]> {
    return [...(await loaded)].sort(([, a], [, b]) => b - a);
  }
  async function latest(): Promise<string[]> {
    return (await times()).map(([id]) => id);
  }

  return {
    latest,
    times,
    async used(id) {
      const known = await loaded;
      const before = known.get(id);
      const now = clock.now();
      known.set(id, now);
      for (const old of (await latest()).slice(most)) known.delete(old);
      if (before === undefined || now - before > writeEveryMs) {
        // A full disk is no reason to keep somebody from their keys.
        await memory.write('recents', Object.fromEntries(known)).catch(() => undefined);
      }
    },
  };
}
