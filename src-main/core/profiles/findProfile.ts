import { isAccountId } from '../arn.ts';
import { AppError } from '../errors.ts';
import { searchProfiles } from '../search.ts';
import type { Settings } from '../settings/settings.ts';
import { hiddenBy } from './hiddenBy.ts';
import type { AccountRole, Profile } from './profile.ts';

export interface ProfileQuery {
  /** A profile's exact name or id, ACCOUNT/ROLE, its alias, or (with `letters`) a few letters. */
  readonly profile: string;
  readonly ssoSession?: string | undefined;
  /** Only where a person typed them at a terminal: a script must never drift to another account. */
  readonly letters?: boolean | undefined;
}

export interface ProfileBook {
  readonly profiles: readonly Profile[];
  readonly byId: (id: string) => Profile | undefined;
  /** Names of the SsoSessions that exist, signed in or not. */
  readonly ssoSessions: readonly string[];
  /** The derived profile of a role that is in no list. */
  readonly derive: (role: AccountRole) => Profile;
  /** What a listed role is called while nothing else has that name; of another profile its name. */
  readonly nameAlone: (profile: Profile) => string;
}

/** How the person wants profiles to be found. */
export type Finding = Pick<Settings, 'aliases' | 'hidden' | 'favourites'>;

const plain: Finding = { aliases: {}, hidden: { accounts: [], profiles: [] }, favourites: [] };

/**
 * The one profile that is meant. An account id with a role name needs no listing. Names count before aliases; what is
 * hidden is found by exact words, not by letters.
 * @throws AppError no-such-profile, ambiguous-profile (its details list the candidates), no-such-sso-session
 */
export function findProfile(book: ProfileBook, query: ProfileQuery, finding: Finding = plain): Profile {
  const { profile: text, ssoSession } = query;
  if (ssoSession !== undefined && !book.ssoSessions.includes(ssoSession)) throw noSsoSession(ssoSession);
  const within = book.profiles.filter(
    ({ source }) => ssoSession === undefined || source.ssoSession === ssoSession,
  );
  const exact = within.filter(({ id, name }) => name === text || id === text);
  const named = exact.length > 0 ? exact : byAccountAndRole(book, within, query);
  const found = named.length > 0 ? named : within.filter(({ id }) => finding.aliases[id] === text);
  const [only, ...others] =
    found.length > 0 || query.letters !== true ? found : byLetters(within, text, finding);
  if (only === undefined) throw noProfile(text);
  if (others.length > 0) throw ambiguous(text, [only, ...others]);
  return only;
}

function byAccountAndRole(
  book: ProfileBook,
  within: readonly Profile[],
  query: ProfileQuery,
): readonly Profile[] {
  const slash = query.profile.lastIndexOf('/');
  if (slash < 1) return [];
  const account = query.profile.slice(0, slash);
  const roleName = query.profile.slice(slash + 1);
  const listed = within.filter(
    ({ source }) =>
      source.roleName === roleName && (source.accountId === account || source.accountName === account),
  );
  if (listed.length > 0 || !isAccountId(account) || roleName === '') return listed;
  const ssoSessions = query.ssoSession === undefined ? book.ssoSessions : [query.ssoSession];
  return ssoSessions.map((ssoSession) =>
    book.derive({ ssoSession, accountId: account, accountName: null, roleName }),
  );
}

function byLetters(within: readonly Profile[], letters: string, finding: Finding): readonly Profile[] {
  const isHidden = hiddenBy(finding);
  const rows = within
    .filter((profile) => isHidden(profile) === undefined)
    .map((profile) => ({
      ...profile.source,
      name: profile.name,
      alias: finding.aliases[profile.id],
      profile,
    }));
  return searchProfiles(rows, letters, 'loose').map(({ profile }) => profile);
}

function noProfile(text: string): AppError {
  return new AppError('no-such-profile', `No profile is called “${text}”.`, {
    hint: 'See latchkey list, or latchkey sync if it is new.',
  });
}

function ambiguous(text: string, candidates: readonly Profile[]): AppError {
  const several = new Set(candidates.map(({ source }) => source.ssoSession)).size > 1;
  return new AppError('ambiguous-profile', `“${text}” fits several profiles.`, {
    hint: several
      ? 'Say which, or choose the sign-in with --sso-session NAME.'
      : 'Say which by its full name.',
    details: candidates
      .slice(0, 20)
      .map(({ name, source, origin }) => `${name}  ${source.accountId}/${source.roleName}  ${origin}`),
  });
}

export function noSsoSession(name: string): AppError {
  return new AppError('no-such-sso-session', `No sign-in is called “${name}”.`, {
    hint: 'See latchkey sso list, or add one with latchkey sso add.',
  });
}
