import { z } from 'zod';
import type { RoleArn } from '../arn.ts';
import type { Memory } from '../ports.ts';

const document = z.strictObject({
  version: z.literal(1),
  /** Seconds by role ARN. */
  refused: z.record(z.string(), z.number()),
});

/** What AWS tells of a role's maximum only by refusing: the shortest length that was too long. */
export interface RoleLimits {
  /** Seconds; null where nothing was refused. */
  refused(roleArn: RoleArn): Promise<number | null>;
  /** AWS refused this many seconds as more than the role's maximum. */
  learn(roleArn: RoleArn, seconds: number): Promise<void>;
  /** AWS gave this many: what was refused before is no longer so. */
  given(roleArn: RoleArn, seconds: number): Promise<void>;
}

export function createRoleLimits(memory: Memory): RoleLimits {
  let known: Promise<Map<string, number>> | undefined;
  const all = () => (known ??= read(memory));
  const write = async (limits: ReadonlyMap<string, number>) =>
    memory.write('role-limits', { version: 1, refused: Object.fromEntries(limits) });
  return {
    refused: async (roleArn) => (await all()).get(roleArn) ?? null,
    async learn(roleArn, seconds) {
      const limits = await all();
      if ((limits.get(roleArn) ?? Infinity) <= seconds) return;
      limits.set(roleArn, seconds);
      await write(limits);
    },
    async given(roleArn, seconds) {
      const limits = await all();
      if (seconds < (limits.get(roleArn) ?? Infinity)) return;
      limits.delete(roleArn);
      await write(limits);
    },
  };
}

async function read(memory: Memory): Promise<Map<string, number>> {
  const { data } = document.safeParse(await memory.read('role-limits'));
  return new Map(Object.entries(data?.refused ?? {}));
}
