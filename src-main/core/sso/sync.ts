import pLimit from 'p-limit';
import type { AccountId } from '../arn.ts';
import { AppError } from '../errors.ts';
import type { AccountAnswer, Clock, IdentityCenter, Page } from '../ports.ts';
import type { AccountRole } from '../profiles/profile.ts';
import type { AccountList, ListedAccount } from './accountList.ts';
import type { Pace } from './pace.ts';
import type { SsoSession, SsoToken } from './ssoSession.ts';
import type { SsoTokens } from './ssoTokens.ts';

/** The pace decides the rate; this only bounds what is under way when AWS answers slowly. */
const atOnce = 24;
/** A listing that AWS throttles goes on; other faults get the attempts an SDK would make. */
const throttledAttempts = 30;
const faultAttempts = 4;

export interface SyncResult {
  readonly added: readonly AccountRole[];
  readonly removed: readonly AccountRole[];
  readonly failed: readonly { readonly account: AccountAnswer; readonly error: AppError }[];
}

export interface SyncPorts {
  readonly identityCenter: IdentityCenter;
  readonly tokens: SsoTokens;
  readonly accountList: AccountList;
  readonly clock: Clock;
  readonly paceOf: (place: SsoSession) => Pace;
}

export interface SyncCall {
  readonly signal: AbortSignal;
  /** What the answer compares with, where a sync before this one was cut short; else the list as it is. */
  readonly since?: ReadonlyMap<AccountId, ListedAccount> | undefined;
  readonly progress: (said: {
    readonly done: number;
    readonly total: number;
    readonly roles: number;
  }) => void;
}

/**
 * Lists every account and role of a sign-in, at the pace AWS allows, rows streaming into the list as they come. An
 * account that fails keeps the roles it had and is reported; the rest stay.
 *
 * @throws AppError sign-in-needed, offline, … when the accounts themselves could not be listed
 */
export async function sync(ports: SyncPorts, place: SsoSession, call: SyncCall): Promise<SyncResult> {
  const stop = new AbortController();
  const portal = pacedPortal(ports, place, AbortSignal.any([call.signal, stop.signal]));
  const before = new Map(await ports.accountList.accounts(place.name));
  const limit = pLimit(atOnce);
  const listed: Promise<Outcome>[] = [];
  const count = { done: 0, total: 0, roles: 0 };

  async function roles(account: AccountAnswer): Promise<Outcome> {
    const outcome = await outcomeOf(account, before, () => portal.roles(account.accountId));
    call.signal.throwIfAborted();
    count.done += 1;
    count.roles += outcome.listed.roles.length;
    await ports.accountList.put(place.name, outcome.listed);
    call.progress({ ...count });
    return outcome;
  }

  try {
    for await (const page of portal.accounts()) {
      count.total += page.length;
      for (const account of page) {
        const listing = limit(() => roles(account));
        listing.catch(() => undefined);
        listed.push(listing);
      }
    }
    const outcomes = await Promise.all(listed);
    await ports.accountList.replace(
      place.name,
      outcomes.map((outcome) => outcome.listed),
    );
    return {
      ...difference(
        place.name,
        call.since ?? before,
        outcomes.map((outcome) => outcome.listed),
      ),
      failed: outcomes.flatMap(({ account, error }) => (error === undefined ? [] : [{ account, error }])),
    };
  } finally {
    limit.clearQueue();
    stop.abort();
  }
}

interface Outcome {
  readonly account: AccountAnswer;
  readonly listed: ListedAccount;
  readonly error?: AppError;
}

/** What ends the whole sync rather than one account. */
const fatal: ReadonlySet<string> = new Set(['sign-in-needed', 'secrets-locked', 'secrets-unavailable']);

async function outcomeOf(
  account: AccountAnswer,
  before: ReadonlyMap<AccountId, ListedAccount>,
  list: () => Promise<string[]>,
): Promise<Outcome> {
  try {
    return { account, listed: { ...account, roles: await list() } };
  } catch (error) {
    if (!(error instanceof AppError) || fatal.has(error.code)) throw error;
    return { account, error, listed: { ...account, roles: before.get(account.accountId)?.roles ?? [] } };
  }
}

function pacedPortal(
  { identityCenter, tokens, clock, paceOf }: SyncPorts,
  place: SsoSession,
  signal: AbortSignal,
) {
  const pace = paceOf(place);

  async function paced<Row>(ask: (accessToken: string) => Promise<Page<Row>>): Promise<Page<Row>> {
    let rejected: SsoToken | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const token = await (rejected === undefined
        ? tokens.current(place)
        : tokens.afterRejection(place, rejected));
      await pace.turn(signal);
      try {
        const page = await ask(token.accessToken);
        pace.accepted();
        return page;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof AppError)) throw error;
        if (error.code === 'throttled' && attempt < throttledAttempts) {
          pace.refused();
        } else if (error.code === 'sign-in-needed' && rejected === undefined) {
          rejected = token;
        } else if (error.retry === 'later' && attempt < faultAttempts) {
          await clock.sleep(200 * 2 ** attempt, signal);
        } else {
          throw error;
        }
      }
    }
  }

  async function* pages<Row>(
    ask: (accessToken: string, next: string | undefined) => Promise<Page<Row>>,
  ): AsyncGenerator<readonly Row[]> {
    let next: string | undefined;
    do {
      const after = next;
      const page = await paced((accessToken) => ask(accessToken, after));
      yield page.rows;
      next = page.next;
    } while (next !== undefined);
  }

  return {
    accounts: () => pages((token, next) => identityCenter.listAccounts(place, token, next, signal)),
    async roles(accountId: AccountId): Promise<string[]> {
      const names: string[] = [];
      const all = pages((token, next) =>
        identityCenter.listAccountRoles(place, token, accountId, next, signal),
      );
      for await (const rows of all) names.push(...rows);
      return names;
    },
  };
}

function difference(
  ssoSession: string,
  before: ReadonlyMap<AccountId, ListedAccount>,
  after: readonly ListedAccount[],
): Pick<SyncResult, 'added' | 'removed'> {
  const now = new Map(after.map((account) => [account.accountId, account]));
  return {
    added: missingIn(before, [...now.values()], ssoSession),
    removed: missingIn(now, [...before.values()], ssoSession),
  };
}

function missingIn(
  known: ReadonlyMap<AccountId, ListedAccount>,
  accounts: readonly ListedAccount[],
  ssoSession: string,
): AccountRole[] {
  return accounts.flatMap(({ accountId, accountName, roles }) => {
    const others = new Set(known.get(accountId)?.roles);
    return roles
      .filter((roleName) => !others.has(roleName))
      .map((roleName) => ({ ssoSession, accountId, accountName, roleName }));
  });
}
