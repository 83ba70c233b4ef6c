import { z } from 'zod';
import type { Clock, Memory } from '../ports.ts';
import { byFrecency, usedAgain, type Uses } from './frecency.ts';

/** A number is the time of the last use, as versions before frecency wrote it. */
const document = z.record(
  z.string(),
  z.union([
    z.number().transform((at): Uses => ({ at, weight: 1, weighedAt: at })),
    z.strictObject({ at: z.number(), weight: z.number(), weighedAt: z.number() }),
  ]),
);
const most = 200;
/** A renewing terminal asks often; the file need not follow each time. */
const writeEveryMs = 60_000;

/** What was used, by profile id. */
export interface Recents {
  used(id: string): Promise<void>;
  /** Ids with the time of their last use (epoch milliseconds), what is used often and lately first. */
  times(): Promise<readonly (readonly [id: string, at: number])[]>;
}

export function createRecents(memory: Memory, clock: Clock): Recents {
  const loaded = memory.read('recents').then((read) => {
    const parsed = document.safeParse(read);
    return new Map(parsed.success ? Object.entries(parsed.data) : []);
  });

  return {
    async times() {
      const known = await loaded;
      return byFrecency(known, clock.now()).flatMap((id) => {
        const uses = known.get(id);
        return uses === undefined ? [] : [[id, uses.at] as const];
      });
    },
    async used(id) {
      const known = await loaded;
      const before = known.get(id);
      const now = clock.now();
      known.set(id, usedAgain(before, now));
      const others = byFrecency(known, now).filter((one) => one !== id);
      for (const old of others.slice(most - 1)) known.delete(old);
      if (before === undefined || now - before.at > writeEveryMs) {
        // A full disk is no reason to keep somebody from their keys.
        await memory.write('recents', Object.fromEntries(known)).catch(() => undefined);
      }
    },
  };
}
