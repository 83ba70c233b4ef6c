import { AppError, type ErrorCode } from '../core/errors.ts';
import type { Feed } from '../desk/feed.ts';

/**
 * Hears how the syncs go that were begun where nobody sees their problems. `begun` before one begins; `failed` is
 * called at most once for each.
 */
export function syncFailures(
  feed: Pick<Feed, 'live' | 'onChange'>,
  failed: (error: AppError) => void,
): { readonly begun: (ssoSession: string | null) => void } {
  interface Watched {
    /** The problem that the place had before. */
    readonly before: string | undefined;
    /** Whether it was seen under way. */
    seen: boolean;
  }
  const watched = new Map<string | null, Watched>();

  function problemOf(ssoSession: string | null) {
    const problems = feed.live()?.desk.problems ?? [];
    return problems.find(({ about, subject }) => about === 'sync' && subject === ssoSession);
  }

  feed.onChange(() => {
    for (const [ssoSession, one] of watched) {
      const isUnderWay = feed.live()?.desk.syncs.some((sync) => sync.ssoSession === ssoSession) === true;
      const isOver = one.seen && !isUnderWay;
      one.seen ||= isUnderWay;
      const problem = problemOf(ssoSession);
      const isNew = problem !== undefined && problem.id !== one.before;
      if (isOver || isNew) watched.delete(ssoSession);
      if (!isNew) continue;
      const { code, message, hint } = problem.error;
      failed(new AppError(code as ErrorCode, message, hint === null ? {} : { hint }));
    }
  });
  return {
    begun: (ssoSession) => {
      watched.set(ssoSession, { before: problemOf(ssoSession)?.id, seen: false });
    },
  };
}
