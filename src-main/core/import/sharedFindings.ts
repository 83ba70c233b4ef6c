import { z } from 'zod';
import { AppError } from '../errors.ts';
import { profileLoops } from '../profiles/takeover/profileLoops.ts';
import type { LeftProfile, TakenFrom, TakenProfile } from '../profiles/takeover/takenProfile.ts';
import { issueWords } from '../settings/issueWords.ts';
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
  const what = kind === 'settings' ? 'The file' : 'The team’s file';
  const isJson = kind === 'settings' || /^\s*\{/.test(text);
  const value = isJson ? readJson(text, what) : await readYaml(text, what);
  checkKind(value, kind, what);
  return kind === 'settings'
    ? ofSettings(parsed(settingsShape, value, what))
    : findingsOf(parsed(teamShape, value, what));
}

const header = z.looseObject({ latchkey: z.string(), version: z.number() });

/** What the file says that it is. @throws AppError file-invalid */
function checkKind(value: unknown, kind: 'settings' | 'team', what: string): void {
  const { data } = header.safeParse(value);
  if (data === undefined || !['settings', 'team'].includes(data.latchkey)) {
    const hint =
      kind === 'settings'
        ? 'A file to import is one that latchkey settings export wrote.'
        : 'It begins with “latchkey: team” and “version: 1”.';
    throw new AppError('file-invalid', `${what} is none of Latchkey’s.`, { hint });
  }
  if (data.version > 1) {
    throw new AppError('file-invalid', `${what} is from a newer version of Latchkey.`, {
      hint: 'Update Latchkey to take it.',
    });
  }
  if (data.latchkey === kind) return;
  const [message, hint] =
    kind === 'settings'
      ? ['The file is one that a team shares.', 'Name it as the team’s file in the settings of the window.']
      : ['The team’s file is one person’s exported settings.', 'Those go by: latchkey settings import FILE'];
  throw new AppError('file-invalid', message, { hint });
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
      hint: shownName(sentence(issueWords(issue))),
    },
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
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
