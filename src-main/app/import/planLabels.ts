import { AppError } from '../../core/errors.ts';
import type { Findings } from '../../core/import/findings.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { mostRules } from '../guardCommands.ts';
import type { PlanContext } from './planContext.ts';
import { item, type PlannedItem } from './plannedItem.ts';

/** Labels, their colours and marks. A mark is only ever added. */
export function planLabels(found: Findings, { now }: PlanContext): readonly PlannedItem[] {
  return [...labels(found, now), ...colours(found, now), ...marks(found, now)];
}

function labels({ labels: rules }: Findings, now: Settings): readonly PlannedItem[] {
  const keyOf = ({ label, pattern }: { readonly label: string; readonly pattern: string }) =>
    JSON.stringify([label, pattern.toLowerCase()]);
  const here = new Set(now.labels.map(keyOf));
  const items = new Map<string, PlannedItem>();
  for (const rule of rules) {
    const key = keyOf(rule);
    if (here.has(key) || items.has(key)) continue;
    const edit = (all: Settings): Settings => {
      if (all.labels.length >= mostRules)
        throw new AppError('bad-input', `There are ${mostRules} rules for labels already.`);
      return { ...all, labels: [...all.labels, rule] };
    };
    const trace = JSON.stringify(['label', key]);
    items.set(
      key,
      item({ kind: 'label', key, name: rule.label, after: [`for ${rule.pattern}`], trace, edit }),
    );
  }
  return [...items.values()];
}

function colours({ colours: given }: Findings, now: Settings): readonly PlannedItem[] {
  return Object.entries(given).flatMap(([label, colour]) => {
    const before = Object.hasOwn(now.labelColours, label) ? now.labelColours[label] : undefined;
    if (before === colour) return [];
    const edit = (all: Settings): Settings => ({
      ...all,
      labelColours: { ...all.labelColours, [label]: colour },
    });
    const was = before === undefined ? {} : { change: 'change' as const, collides: true, before: [before] };
    return [item({ kind: 'colour', name: label, ...was, after: [colour], edit })];
  });
}

function marks(
  { marks: { roles, labels: marked } }: Findings,
  { askFirst }: Settings,
): readonly PlannedItem[] {
  const keyOf = ({ accountId, roleName }: Settings['askFirst']['roles'][number]) =>
    `${accountId}/${roleName.toLowerCase()}`;
  const here = new Set(askFirst.roles.map(keyOf));
  const items = new Map<string, PlannedItem>();
  for (const role of roles) {
    const key = keyOf(role);
    if (here.has(key) || items.has(key)) continue;
    const edit = (all: Settings): Settings => ({
      ...all,
      askFirst: { ...all.askFirst, roles: [...all.askFirst.roles, role] },
    });
    const name = `${role.accountId}/${role.roleName}`;
    items.set(key, item({ kind: 'mark', key, name, after: ['asks first'], edit }));
  }
  for (const label of new Set(marked.filter((one) => !askFirst.labels.includes(one)))) {
    const edit = (all: Settings): Settings => ({
      ...all,
      askFirst: { ...all.askFirst, labels: [...all.askFirst.labels, label] },
    });
    const key = `label ${label}`;
    items.set(key, item({ kind: 'mark', key, name: `label ${label}`, after: ['asks first'], edit }));
  }
  return [...items.values()];
}
