import type { App } from '../app.ts';
import type { LiveView, Output } from '../contract.ts';
import { AppError, type ErrorCode } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import { problemOf, type Problems } from './problems.ts';

type RunningSync = LiveView['desk']['syncs'][number];

export interface SyncDrive {
  /**
   * One at a time for each place; null is every sign-in. What becomes of it is in the state and the problems; one that
   * nobody asked for keeps to itself that the network is away, or that somebody has signed out meanwhile.
   */
  begin(ssoSession: string | null, by: 'asked' | 'unasked'): void;
  state(): RunningSync[];
}

export function createSyncDrive(
  { app, log, problems }: { readonly app: App; readonly log: Log; readonly problems: Problems },
  changed: () => void,
): SyncDrive {
  const running = new Map<string | null, RunningSync>();

  async function run(ssoSession: string | null, by: 'asked' | 'unasked'): Promise<void> {
    const input = ssoSession === null ? {} : { ssoSession };
    try {
      const { failed } = await app.sync(input, {
        // It goes on when the window closes: the rows are for everybody.
        signal: new AbortController().signal,
        progress: ({ done, total, roles }) => {
          running.set(ssoSession, { ssoSession, done, total, roles });
          changed();
        },
      });
      // One of all sign-ins may have failed for want of this one.
      problems.drop('sync', null);
      if (failed.length === 0) problems.drop('sync', ssoSession);
      else problems.add('sync', ssoSession, accountsFailed(failed));
    } catch (error) {
      const problem = problemOf(error, 'sync', log);
      if (by === 'asked' || !passing.has(problem.code)) problems.add('sync', ssoSession, problem);
    } finally {
      running.delete(ssoSession);
      changed();
    }
  }

  return {
    begin(ssoSession, by) {
      if (running.has(ssoSession)) return;
      running.set(ssoSession, { ssoSession, done: 0, total: 0, roles: 0 });
      changed();
      void run(ssoSession, by);
    },
    state: () => [...running.values()],
  };
}

const passing: ReadonlySet<string> = new Set<ErrorCode>(['offline', 'sign-in-needed']);

/** More lines than anybody reads. */
const mostNamed = 20;

function accountsFailed(failed: Output<'sync'>['failed']): AppError {
  const named = failed
    .slice(0, mostNamed)
    .map(({ accountId, accountName, message }) => `${accountName ?? accountId}: ${message}`);
  const more = failed.length - named.length;
  const what = failed.length === 1 ? 'One account' : `${failed.length} accounts`;
  return new AppError('aws-failed', `${what} could not be listed; the rest of the list is up to date.`, {
    hint: 'Sync again later. Until then the roles that were known before are shown.',
    details: more > 0 ? [...named, `and ${more} more`] : named,
  });
}
