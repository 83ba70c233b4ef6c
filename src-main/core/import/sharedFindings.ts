import { AppError } from '../errors.ts';
import { profileLoops } from '../profiles/takeover/profileLoops.ts';
import type { LeftProfile, TakenFrom, TakenProfile } from '../profiles/takeover/takenProfile.ts';
import { type Findings, type FoundAbout, type FoundRole, nothingFound } from './findings.ts';
import { readJson } from './readJson.ts';
import { readYaml } from './readYaml.ts';
import { placeOfRef, roleRef } from './roleRef.ts';
import { settingsShape, teamShape, type SettingsFile, type TeamFile } from './sharedShapes.ts';
import { shownName } from './shownName.ts';

/**
 * A file of Latchkey’s own: `settings` as they were exported (JSON), or what a `team` shares (JSON or YAML). Closed:
 * nothing in it says what is run, where tokens go, which browser opens, or that something asks no more.
 * @throws AppError file-invalid
 */
export async function sharedFindings(kind: 'settings' | 'team', text: string): Promise<Findings> {
  if (kind === 'settings') return ofSettings(parsed(settingsShape, readJson(text, 'The file'), 'The file'));
  const what = 'The team’s file';
  const value = /^\s*\{/.test(text) ? readJson(text, what) : await readYaml(text, what);
  return findingsOf(parsed(teamShape, value, what));
}

function parsed<Shape extends typeof settingsShape | typeof teamShape>(
  shape: Shape,
  value: unknown,
  what: string,
) {
  const read = shape.safeParse(value);
  if (read.success) return read.data as ReturnType<Shape['parse']>;
  const [issue] = read.error.issues;
  const where = shownName(issue?.path.join('.') ?? '');
  throw new AppError(
    'file-invalid',
    `${what} cannot be taken${where === '' ? '' : `: ${where} is not valid`}.`,
    {
      hint: shownName(issue?.message ?? 'It is not written as Latchkey writes it.'),
    },
  );
}

function findingsOf(file: TeamFile | SettingsFile): Findings {
  const { signIns, labels, labelColours, askFirst } = file;
  const left: LeftProfile[] = [];
  const sorted = sortRefs(file, Object.entries(file.aliases), (alias) => ({ alias }));
  return {
    ...{ ...nothingFound, signIns, labels, left, colours: labelColours },
    profiles: chainsOf(file, left),
    roles: sorted.roles,
    about: sorted.about,
    marks: {
      labels: askFirst.labels,
      roles: askFirst.roles.map((ref) => {
        const [accountId = '', roleName = ''] = ref.split('/');
        return { accountId, roleName };
      }),
    },
  };
}

function ofSettings(file: SettingsFile): Findings {
  const base = findingsOf(file);
  const more = [
    sortRefs(
      file,
      file.favourites.map((ref) => [ref, true] as const),
      () => ({ favourite: true }),
    ),
    sortRefs(
      file,
      file.hidden.profiles.map((ref) => [ref, true] as const),
      () => ({ hidden: true }),
    ),
    sortRefs(file, Object.entries(file.regions.profiles), (region) => ({ region })),
  ];
  return {
    ...base,
    roles: [...base.roles, ...more.flatMap(({ roles }) => roles)],
    about: [...base.about, ...more.flatMap(({ about }) => about)],
    accountRegions: file.regions.accounts,
    hiddenAccounts: file.hidden.accounts,
    preferences: file.preferences as Findings['preferences'],
  };
}

type About = Omit<FoundAbout, 'profile'> & { readonly region?: string };

function sortRefs<Value>(
  { signIns }: Pick<TeamFile, 'signIns'>,
  entries: readonly (readonly [string, Value])[],
  about: (value: Value) => About,
) {
  const roles: FoundRole[] = [];
  const named: FoundAbout[] = [];
  for (const [text, value] of entries) {
    const ref = roleRef(text);
    const { accountId, roleName } = ref ?? {};
    if (ref === undefined || accountId === undefined || roleName === undefined)
      named.push({ profile: text, ...about(value) });
    else roles.push({ place: placeOfRef(ref, signIns), accountId, roleName, ...about(value) });
  }
  return { roles, about: named };
}

function chainsOf(file: TeamFile | SettingsFile, left: LeftProfile[]): readonly TakenProfile[] {
  const parents = new Map<string, string>();
  for (const { name, from } of file.chains)
    if (typeof from === 'string' && roleRef(from) === undefined) parents.set(name, from);
  const loops = profileLoops(parents);
  const seen = new Set<string>();
  return file.chains.flatMap(({ name, from, steps, region }) => {
    if (loops.has(name) || seen.has(name.toLowerCase())) {
      left.push({ name, why: loops.has(name) ? 'It goes round in a circle.' : 'It is in the file twice.' });
      return [];
    }
    seen.add(name.toLowerCase());
    return [{ name, from: startOf(from, file.signIns), steps, mfaSerial: null, region }];
  });
}

function startOf(from: SettingsFile['chains'][number]['from'], signIns: TeamFile['signIns']): TakenFrom {
  if (typeof from !== 'string') return { kind: 'here', from };
  const ref = roleRef(from);
  if (ref === undefined) return { kind: 'profile', name: from };
  const { accountId, roleName } = ref;
  return { kind: 'account-role', ...placeOfRef(ref, signIns), accountId, roleName };
}
