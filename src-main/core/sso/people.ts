import { z } from 'zod';
import type { Memory } from '../ports.ts';

const people = z.record(
  z.string(),
  z.strictObject({ signedInAs: z.string().nullable(), ended: z.boolean() }),
);
type Person = z.infer<typeof people>[string];

/** Who signed in where, and which sign-ins AWS has ended. No secrets. */
export interface People {
  of(ssoSession: string): Promise<Person | undefined>;
  signedIn(ssoSession: string, signedInAs: string | null): Promise<void>;
  ended(ssoSession: string): Promise<void>;
  /** A sign-in that was thought to have ended was renewed. */
  lives(ssoSession: string): Promise<void>;
  forget(ssoSession: string): Promise<void>;
}

export function createPeople(memory: Memory): People {
  const known = memory.read('people').then((document) => {
    const parsed = people.safeParse(document);
    return new Map(parsed.success ? Object.entries(parsed.data) : []);
  });

  async function change(edit: (map: Map<string, Person>) => void): Promise<void> {
    const map = await known;
    edit(map);
    await memory.write('people', Object.fromEntries(map));
  }

  return {
    of: async (name) => (await known).get(name),
    signedIn: (name, signedInAs) => change((map) => map.set(name, { signedInAs, ended: false })),
    ended: (name) =>
      change((map) => map.set(name, { signedInAs: map.get(name)?.signedInAs ?? null, ended: true })),
    lives: async (name) => {
      const person = (await known).get(name);
      if (person?.ended === true) await change((map) => map.set(name, { ...person, ended: false }));
    },
    forget: (name) => change((map) => map.delete(name)),
  };
}
