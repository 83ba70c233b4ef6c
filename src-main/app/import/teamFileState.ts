import type { Output } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import type { Findings } from '../../core/import/findings.ts';
import type { Domain } from '../domain.ts';
import { makePlan } from './makePlan.ts';
import { planWords } from './planWords.ts';

/** Milliseconds. A checkout changes a few times a day, and nobody waits for it. */
const lookEvery = 10_000;

type State = Output<'snapshot'>['live']['teamFile'];

/** What a team’s file says, to know whether it says something else than when it was accepted. */
export function teamDigest({ sha256 }: Pick<Domain, 'sha256'>, findings: Findings): string {
  return sha256(JSON.stringify({ ...findings, left: [] })).hex;
}

/** Whether the team’s file has something new; it is never applied by itself. */
export function watchTeamFile(domain: Domain): () => Promise<State> {
  let lookedAt = -Infinity;
  let of: readonly unknown[] = [];
  let state: State = null;
  return async () => {
    const now = domain.settings.get();
    if (now.teamFile === null) return null;
    const at = domain.clock.now();
    // A clock that was set back looks at once.
    if (of[0] === now && at - lookedAt < lookEvery && at >= lookedAt) return state;
    lookedAt = at;
    const madeOf = [now, await domain.book(), await textOf(domain, now.teamFile.path)];
    // To plan takes a moment, and the file is the same all day.
    if (madeOf.every((one, index) => one === of[index])) return state;
    of = madeOf;
    state = await look(domain, now.teamFile);
    return state;
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

async function look(
  domain: Domain,
  { path, accepted }: { readonly path: string; readonly accepted: string | null },
): Promise<State> {
  try {
    const { findings, items } = await makePlan(domain, { from: 'team' });
    const isNew = teamDigest(domain, findings) !== accepted && items.length > 0;
    return { path, changes: isNew ? planWords(items) : null, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { path, changes: null, problem: error.message };
  }
}
