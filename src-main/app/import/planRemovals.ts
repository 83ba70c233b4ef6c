import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { PlanContext } from './planContext.ts';
import { placeHere } from './placeHere.ts';
import { item, type PlannedItem } from './plannedItem.ts';
import { savedLines } from './profileLines.ts';

const words = z.array(z.string()).min(2);

/** What came from a team’s file, is still here, and is in the file no more. Marks stay, whatever a file says. */
export function planRemovals(gone: readonly string[], context: PlanContext): readonly PlannedItem[] {
  return gone.flatMap((trace) => {
    const read = words.safeParse(parsed(trace));
    if (!read.success) return [];
    const [kind, key = '', value = ''] = read.data;
    const one = removal(kind, key, value, context);
    return one === undefined ? [] : [item({ ...one, change: 'remove', collides: true, trace })];
  });
}

type Removal = Parameters<typeof item>[0];

function removal(
  kind: string | undefined,
  key: string,
  value: string,
  context: PlanContext,
): Removal | undefined {
  const { now } = context;
  if (kind === 'sign-in') {
    const place = placeHere(now, { ssoSession: null, startUrl: key });
    // Its own command takes it away, with what was signed in there.
    return (
      place && { kind, key, name: place.name, before: [`start URL  ${place.startUrl}`], edit: (all) => all }
    );
  }
  if (kind === 'profile') {
    const saved = now.profiles.find(({ name }) => name.toLowerCase() === key);
    return saved && { kind, name: saved.name, before: savedLines(now, saved), edit: (all) => all };
  }
  if (kind === 'alias') return aliasRemoval(key, value, context);
  return kind === 'label' ? labelRemoval(key, context) : undefined;
}

function aliasRemoval(key: string, alias: string, { now, idOfRole }: PlanContext): Removal | undefined {
  const [place = '', accountId, roleName] = words.or(z.array(z.string())).safeParse(parsed(key)).data ?? [];
  const signIn = placeHere(now, { ssoSession: place, startUrl: URL.canParse(place) ? place : null });
  const id =
    accountId === undefined || roleName === undefined
      ? now.profiles.find(({ name }) => name.toLowerCase() === place)?.id
      : signIn && idOfRole(signIn.name, accountId, roleName);
  if (id === undefined || now.aliases[id] !== alias) return undefined;
  const name = accountId === undefined ? place : `${accountId}/${roleName ?? ''}`;
  const edit = (all: Settings): Settings => ({
    ...all,
    aliases: Object.fromEntries(Object.entries(all.aliases).filter(([one]) => one !== id)),
  });
  return { kind: 'alias', key, name, before: [alias], edit };
}

function labelRemoval(key: string, { now, left }: PlanContext): Removal | undefined {
  const isIt = (rule: Settings['labels'][number]): boolean =>
    JSON.stringify([rule.label, rule.pattern.toLowerCase()]) === key;
  const rule = now.labels.find(isIt);
  if (rule === undefined) return undefined;
  if (now.askFirst.labels.includes(rule.label)) {
    const why = `The team’s file has it for ${rule.pattern} no more, but what has it asks first: only you take that away.`;
    left.push({ name: `Label ${rule.label}`, why });
    return undefined;
  }
  const edit = (all: Settings): Settings => {
    // It may have been marked meanwhile, and by this very plan.
    if (all.askFirst.labels.includes(rule.label))
      throw new AppError('bad-input', 'What has it asks first: only you take that away.');
    return { ...all, labels: all.labels.filter((one) => !isIt(one)) };
  };
  return { kind: 'label', key, name: rule.label, before: [`for ${rule.pattern}`], edit };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
