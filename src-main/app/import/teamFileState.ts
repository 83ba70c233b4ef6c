import type { Output } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import type { Findings } from '../../core/import/findings.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Domain } from '../domain.ts';
import { makePlan } from './makePlan.ts';
import { planWords } from './planWords.ts';

/** Milliseconds. A checkout changes a few times a day, and nobody waits for it. */
const lookEvery = 10_000;

type State = Output<'snapshot'>['live']['teamFile'];
type TeamFile = NonNullable<Settings['teamFile']>;

/** What a team’s file says, to know whether it says something else than when it was accepted. */
export function teamDigest({ sha256 }: Pick<Domain, 'sha256'>, findings: Findings): string {
  return sha256(JSON.stringify({ ...findings, left: [] })).hex;
}

/**
 * Whether the team’s file has something new; it is never applied by itself. Nobody waits for the disk, which may be a
 * mount that is gone: what was seen last is told, and the domain’s watchers of what is seen next.
 */
export function watchTeamFile(domain: Domain): () => State {
  let lookedAt = -Infinity;
  let lookedFor: Settings | undefined;
  let of: readonly unknown[] = [];
  let isLooking = false;
  let state: State = null;
  let stateOf = '';

  async function refresh(now: Settings, teamFile: TeamFile): Promise<void> {
    const madeOf = [now, await domain.book(), await textOf(domain, teamFile.path)];
    // To plan takes a moment, and the file is the same all day.
    if (madeOf.every((one, index) => one === of[index])) return;
    const seen = await look(domain, teamFile);
    of = madeOf;
    const isNews = stateOf !== JSON.stringify(teamFile) || JSON.stringify(seen) !== JSON.stringify(state);
    [state, stateOf] = [seen, JSON.stringify(teamFile)];
    if (isNews) for (const watcher of domain.watchers) watcher();
  }

  return () => {
    const now = domain.settings.get();
    const { teamFile } = now;
    if (teamFile === null) return null;
    const at = domain.clock.now();
    // A clock that was set back looks at once.
    const isDue = lookedFor !== now || at - lookedAt >= lookEvery || at < lookedAt;
    if (isDue && !isLooking) {
      isLooking = true;
      [lookedAt, lookedFor] = [at, now];
      refresh(now, teamFile)
        .catch(() => {
          domain.log.write('team-file-failed');
        })
        .finally(() => {
          isLooking = false;
        });
    }
    return stateOf === JSON.stringify(teamFile) ? state : null;
  };
}

async function textOf({ importFiles }: Domain, path: string): Promise<string | undefined> {
  try {
    return await importFiles.read(path);
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

async function look(domain: Domain, { path, accepted }: TeamFile): Promise<State> {
  try {
    const { findings, items } = await makePlan(domain, { from: 'team' });
    const isNew = teamDigest(domain, findings) !== accepted && items.length > 0;
    return { path, changes: isNew ? planWords(items) : null, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { path, changes: null, problem: error.message };
  }
}
