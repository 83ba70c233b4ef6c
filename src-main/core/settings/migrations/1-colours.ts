import { z } from 'zod';
import type { labelColour } from '../../guard/guardSettings.ts';
import type { Migration } from './migration.ts';

/** As the first version wrote them, in the parts that change. */
const version1 = z.looseObject({
  version: z.literal(1),
  labels: z.array(z.looseObject({ label: z.string() })).default([]),
});
type Version1 = z.infer<typeof version1>;
type Version2 = Omit<Version1, 'version'> & {
  readonly version: 2;
  readonly labelColours: Readonly<Record<string, z.infer<typeof labelColour>>>;
};

/**
 * Labels have colours of their own; until now production was red and all others grey. The newest shape is strict, so
 * that new keys need a new version: an older Latchkey would take the file for a damaged one.
 */
export const coloursOfLabels: Migration<Version1, Version2> = {
  from: version1,
  lift(settings) {
    const red = settings.labels.map(({ label }) => label).filter((label) => /^prod(uction)?$/i.test(label));
    return { ...settings, version: 2, labelColours: Object.fromEntries(red.map((label) => [label, 'red'])) };
  },
};
