import type { Profile } from '../profiles/profile.ts';
import { folded } from '../folded.ts';
import type { LabelRule } from './guardSettings.ts';

/** What a pattern is held against. */
export interface Labelled {
  readonly name: string;
  readonly source: Pick<Profile['source'], 'accountId' | 'accountName' | 'roleName'>;
}

/** The subject is folded. */
type Fits = (subject: string) => boolean;

interface Rule {
  readonly label: string;
  readonly fits: Fits;
}

/**
 * The labels of a profile, in the order of the rules: a rule gives a label and can take none away. A pattern has to fit
 * the whole of the profile’s name, the account’s name or id, or ACCOUNT/ROLE by name or id, in whichever case.
 */
export function labelsOf(rules: readonly LabelRule[], profile: Labelled): readonly string[] {
  if (rules.length === 0) return none;
  const { read, given } = compiled(rules);
  const labels = given.get(profile) ?? labelsBy(read, profile);
  given.set(profile, labels);
  return labels;
}

function labelsBy(rules: readonly Rule[], { name, source }: Labelled): readonly string[] {
  const subjects = subjectsOf(name, source);
  let labels: string[] | undefined;
  for (const { label, fits } of rules) {
    if (!subjects.some(fits)) continue;
    labels ??= [];
    if (!labels.includes(label)) labels.push(label);
  }
  return labels ?? none;
}

function subjectsOf(name: string, { accountId, accountName, roleName }: Labelled['source']): string[] {
  const role = roleName.toLowerCase();
  const subjects = [folded(name), accountId, `${accountId}/${role}`];
  if (accountName === null) return subjects;
  const account = folded(accountName);
  subjects.push(account, `${account}/${role}`);
  return subjects;
}

const none: readonly string[] = [];

/** Rules as they are held against profiles, and what came of it: 50,000 rows ask, several times each. */
interface Compiled {
  readonly read: readonly Rule[];
  readonly given: WeakMap<Labelled, readonly string[]>;
}

const known = new WeakMap<readonly LabelRule[], Compiled>();

function compiled(rules: readonly LabelRule[]): Compiled {
  const before = known.get(rules);
  if (before !== undefined) return before;
  const read = rules.map(({ label, pattern }) => ({ label, fits: fitsOf(pattern) }));
  const made = { read, given: new WeakMap<Labelled, readonly string[]>() };
  known.set(rules, made);
  return made;
}

/** No regular expression: a pattern comes from outside, and one with many stars must not take seconds. */
function fitsOf(pattern: string): Fits {
  const [first = '', ...parts] = folded(pattern).split('*');
  const last = parts.pop();
  if (last === undefined) return (subject) => subject === first;
  const between = parts.filter((part) => part !== '');
  return (subject) => fitsParts(subject, first, between, last);
}

function fitsParts(subject: string, first: string, between: readonly string[], last: string): boolean {
  if (subject.length < first.length + last.length) return false;
  if (!subject.startsWith(first) || !subject.endsWith(last)) return false;
  let from = first.length;
  for (const part of between) {
    const at = subject.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return from <= subject.length - last.length;
}
