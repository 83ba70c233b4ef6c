import type { IamUserView, ListedProfile, SourceView } from '../../src-main/contract.ts';
import { printedAccountId } from '../printedAccountId.ts';

/** What a chain can start at. */
export interface StartPlace {
  /** As `from` of a draft. */
  readonly query: string;
  readonly kind: ListedProfile['kind'] | 'source-saml' | 'source-web-identity';
  readonly label: string;
  /** What it is, and where it comes from. */
  readonly beside: string;
  /** Whether its keys are temporary, so that the next role gets an hour at most. */
  readonly temporary: boolean;
  /** An IAM user with a device that shows codes. */
  readonly mfa: boolean;
  /** What letters are matched against. */
  readonly name: string;
  readonly origin: string;
  readonly accountId: string;
  readonly accountName: string | null;
  readonly roleName: string;
}

interface Known {
  readonly rows: readonly ListedProfile[];
  readonly iamUsers: readonly IamUserView[];
  readonly sources: readonly SourceView[];
}

/** Everything that can be a source: the few that a person named first, then the list. */
export function startPlaces({ rows, iamUsers, sources }: Known): readonly StartPlace[] {
  const users = new Set(iamUsers.map(({ profileId }) => profileId));
  const others = rows.filter(
    ({ id, kind, name, origin }) => !users.has(id) && !(kind === 'instance-profile' && name === origin),
  );
  return [...iamUsers.map(ofUser), ...sources.map(ofSource), ...others.map(ofRow)];
}

/** The place that a query means. One that is not known, such as a source that was removed, is shown as it is. */
export function placeOf(
  query: string,
  places: readonly StartPlace[],
  rows: readonly ListedProfile[],
): StartPlace {
  const byQuery = places.find((place) => place.query === query) ?? places.find(({ name }) => name === query);
  if (byQuery !== undefined) return byQuery;
  const row = rows.find(({ id, name }) => id === query || name === query);
  // The profile that is an IAM user itself.
  const user = row && places.find(({ kind, name }) => kind === 'iam-user' && name === row.origin);
  return user ?? (row ? ofRow(row) : unknown(query));
}

function ofUser({ name, accountId, userName, mfaSerial, hasMfaProcess }: IamUserView): StartPlace {
  return {
    ...{ query: name, kind: 'iam-user', label: name, name, origin: name },
    beside: `IAM user ${userName} in ${printedAccountId(accountId)}`,
    ...{ temporary: false, mfa: mfaSerial !== null || hasMfaProcess },
    ...{ accountId, accountName: null, roleName: userName },
  };
}

const sourceWords = {
  saml: 'SAML sign-in: the first step is the role that it opens',
  'web-identity': 'Web identity: the first step is the role that it opens',
  'instance-profile': 'The role of this machine',
} as const;

function ofSource({ name, kind }: SourceView): StartPlace {
  return {
    query: name,
    kind: kind === 'instance-profile' ? kind : `source-${kind}`,
    ...{ label: name, name, origin: name, beside: sourceWords[kind] },
    // SAML and web identity sign nothing: their first step is no chained one.
    ...{ temporary: kind === 'instance-profile', mfa: false },
    ...{ accountId: '', accountName: null, roleName: '' },
  };
}

const rowWords: Readonly<Record<ListedProfile['kind'], string>> = {
  'account-role': 'Identity Center',
  'role-chain': 'role chain',
  'iam-user': 'IAM user',
  saml: 'SAML',
  'web-identity': 'web identity',
  'instance-profile': 'this machine',
};

function ofRow(row: ListedProfile): StartPlace {
  const { id, kind, name, origin, accountId, accountName, roleName } = row;
  const role = `${accountName ?? printedAccountId(accountId)} / ${roleName}`;
  const listed = kind === 'account-role';
  return {
    ...{ query: id, kind, name, origin, accountId, accountName, roleName },
    label: listed ? role : name,
    beside: [listed ? printedAccountId(accountId) : role, rowWords[kind], listed ? origin : undefined]
      .filter((part) => part !== undefined)
      .join(' · '),
    // A saved profile of an IAM user may have its MFA session or not; main knows and says so.
    temporary: kind !== 'iam-user',
    mfa: false,
  };
}

function unknown(query: string): StartPlace {
  return {
    ...{ query, kind: 'role-chain', label: query, name: query, origin: '', beside: 'not in the list now' },
    ...{ temporary: true, mfa: false },
    ...{ accountId: '', accountName: null, roleName: '' },
  };
}
