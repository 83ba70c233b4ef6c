import { z } from 'zod';
import { coloursOfLabels } from './migrations/1-colours.ts';
import type { Migration } from './migrations/migration.ts';
import { wrongSetting } from './wrongSetting.ts';

/** Each lifts from its place in the list (the first: version 1) to the next. */
const steps = [step(coloursOfLabels)];

export const newestVersion = steps.length + 1;

/** A file without a version was just made, or by hand; it is taken for the newest. */
const versioned = z.looseObject({ version: z.number().int().min(1) });

/**
 * Settings of any version that we know, in the newest shape; the newest, and what is no settings at all, as they came.
 * @throws AppError bad-input naming the first setting that is not what its version had
 */
export function migrate(stored: unknown): unknown {
  const { success, data } = versioned.safeParse(stored);
  if (!success) return stored;
  return steps.slice(data.version - 1).reduce((settings, lift) => lift(settings), stored);
}

function step<From extends { readonly version: number }, To extends { readonly version: number }>({
  from,
  lift,
}: Migration<From, To>): (stored: unknown) => unknown {
  return (stored) => {
    const { data, error } = from.safeParse(stored);
    if (error) throw wrongSetting(error);
    return lift(data);
  };
}
