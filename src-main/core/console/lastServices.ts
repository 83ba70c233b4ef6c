import { z } from 'zod';
import type { Memory } from '../ports.ts';

/** By profile id, the one chosen last at the end. */
const document = z.array(z.tuple([z.string(), z.string()]));
const most = 500;

/** The service that was opened last in each profile's console, as somebody named it. */
export interface LastServices {
  of(profileId: string): Promise<string | undefined>;
  opened(profileId: string, service: string): Promise<void>;
}

export function createLastServices(memory: Memory): LastServices {
  const loaded = memory.read('console-services').then((read) => {
    const parsed = document.safeParse(read);
    return new Map(parsed.success ? parsed.data : []);
  });
  return {
    of: async (profileId) => (await loaded).get(profileId),
    async opened(profileId, service) {
      const known = await loaded;
      if (known.get(profileId) === service) return;
      known.delete(profileId);
      known.set(profileId, service);
      for (const [old] of [...known].slice(0, -most)) known.delete(old);
      // What is only remembered keeps nobody from the console.
      await memory.write('console-services', [...known]).catch(() => undefined);
    },
  };
}
