import type { Findings } from '../../core/import/findings.ts';
import { settings, type Settings } from '../../core/settings/settings.ts';
import type { PlanContext } from './planContext.ts';
import { item, type PlannedItem } from './plannedItem.ts';

/** What concerns accounts as a whole, and the settings of the window. */
export function planPreferences(found: Findings, { now }: PlanContext): readonly PlannedItem[] {
  return [...accounts(found, now), ...preferences(found, now)];
}

function accounts({ accountRegions, hiddenAccounts }: Findings, now: Settings): readonly PlannedItem[] {
  const regions = Object.entries(accountRegions).flatMap(([accountId, region]) => {
    const before = now.regions.accounts[accountId];
    if (before === region) return [];
    const was = before === undefined ? {} : { change: 'change' as const, collides: true, before: [before] };
    const edit = (all: Settings): Settings => ({
      ...all,
      regions: { ...all.regions, accounts: { ...all.regions.accounts, [accountId]: region } },
    });
    return [item({ kind: 'region', key: accountId, name: accountId, ...was, after: [region], edit })];
  });
  const hidden = [...new Set(hiddenAccounts)].filter((id) => !now.hidden.accounts.includes(id));
  return [
    ...regions,
    ...hidden.map((accountId) => {
      const edit = (all: Settings): Settings => ({
        ...all,
        hidden: { ...all.hidden, accounts: [...all.hidden.accounts, accountId] },
      });
      return item({ kind: 'hidden', key: accountId, name: accountId, after: ['hidden'], edit });
    }),
  ];
}

const usual = settings.parse({});

/** What a person has chosen is not replaced unless they say so; what is as it came is. */
function preferences({ preferences: given }: Findings, now: Settings): readonly PlannedItem[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const key = name as keyof Findings['preferences'];
    const before = now[key];
    if (before === value) return [];
    const edit = (all: Settings): Settings => ({ ...all, [key]: value });
    const collides = before !== usual[key];
    const lines = { before: [words(before)], after: [words(value)] };
    return [item({ kind: 'setting', name, change: 'change', collides, ...lines, edit })];
  });
}

function words(value: string | number | boolean | null): string {
  return value === null ? 'none' : `${value}`;
}
