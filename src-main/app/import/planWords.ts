import type { PlannedItem } from './plannedItem.ts';

const words: Readonly<Record<PlannedItem['kind'], readonly [string, string]>> = {
  'sign-in': ['sign-in', 'sign-ins'],
  profile: ['chain', 'chains'],
  alias: ['alias', 'aliases'],
  region: ['region', 'regions'],
  favourite: ['favourite', 'favourites'],
  hidden: ['hidden one', 'hidden ones'],
  label: ['label', 'labels'],
  colour: ['colour', 'colours'],
  mark: ['mark', 'marks'],
  setting: ['setting', 'settings'],
};

/** `2 sign-ins, 1 chain`. */
export function planWords(items: readonly Pick<PlannedItem, 'kind'>[]): string {
  const kinds = Object.entries(words).map(([kind, [one, many]]) => {
    const count = items.filter((item) => item.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return kinds.flat().join(', ');
}
