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
}

export function createRecents(memory: Memory, clock: Clock): Recents {
  const loaded = memory.read('recents').then((read) => {
    const parsed = document.safeParse(read);
    return new Map(parsed.success ? Object.entries(parsed.data) : []);
  });

  async function latest(): Promise<string[]> {
    return [...(await loaded)].sort(([, a], [, b]) => b - a).map(([id]) => id);
  }

  return {
    latest,
    async used(id) {
      const times = await loaded;
      const before = times.get(id);
      const now = clock.now();
      times.set(id, now);
      for (const old of (await latest()).slice(most)) times.delete(old);
      if (before === undefined || now - before > writeEveryMs) {
        // A full disk is no reason to keep somebody from their keys.
        await memory.write('recents', Object.fromEntries(times)).catch(() => undefined);
      }
    },
  };
}
