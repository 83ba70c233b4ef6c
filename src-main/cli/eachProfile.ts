import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Output, ProfileRow } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import { type AccessOptions, withCode } from './access.ts';
import type { BehindDashes } from './behindDashes.ts';
import { childEnvironment } from './childEnvironment.ts';
import type { Cli } from './cli.ts';
import { endLike } from './endLike.ts';
import { environment } from './environment.ts';
import { givenInstead } from './givenInstead.ts';
import { oneAtATime } from './oneAtATime.ts';
import { passSignals } from './passSignals.ts';
import { prefixedLines } from './prefixedLines.ts';
import { startProgram } from './startProgram.ts';
import { plainText } from './textWidth.ts';

export interface EachResult {
  readonly id: string;
  readonly profile: string;
  readonly accountId: string;
  readonly roleName: string;
  /** As shells count it; null where the command was not run. */
  readonly exitCode: number | null;
  /** Why it was not run, or what ended it. */
  readonly error: string | null;
}

export interface EachOutcome {
  readonly result: EachResult;
  /** Why it got no keys; null where the command was run. */
  readonly refusal: AppError | null;
}

export interface EachOptions extends Pick<AccessOptions, 'mfaCode' | 'reason'> {
  readonly command: BehindDashes['command'];
  /** How many run at once, at most. */
  readonly parallel: number;
}

const endsUs: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
const forPerson = ['mfa-code-needed', 'mfa-code-refused', 'secrets-locked'];

/**
 * Runs the command in every profile. Its output comes line by line, each with the profile's name before it: with
 * --json all on stderr, because stdout is the document's. After Ctrl-C or its like nothing more is started, and this
 * process ends by the same signal once the commands have ended.
 */
export async function eachProfile(
  cli: Cli,
  rows: readonly ProfileRow[],
  options: EachOptions,
): Promise<readonly EachOutcome[]> {
  const children = new Set<ChildProcess>();
  const stop = new AbortController();
  const stopped = new Promise<never>((_resolve, reject) => {
    stop.signal.addEventListener('abort', () => {
      reject(new AppError('internal', 'It was not run: you stopped.'));
    });
  });
  stopped.catch(() => undefined);
  passSignals(
    () => children,
    (signal) => {
      if (endsUs.includes(signal)) stop.abort(signal);
    },
  );
  const askPerson = oneAtATime();
  const one = async (row: ProfileRow): Promise<EachOutcome> => {
    const { id, name: profile, accountId, roleName } = row;
    const where = { id, profile, accountId, roleName };
    try {
      const issued = await Promise.race([keysOf(cli, row, options, askPerson), stopped]);
      stop.signal.throwIfAborted();
      const how = await runIn(cli, row, issued, options, children);
      return { result: { ...where, ...how }, refusal: null };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { result: { ...where, exitCode: null, error: error.message }, refusal: error };
    }
  };
  const results = await atMost(options.parallel, rows, one);
  if (stop.signal.aborted) endLike(stop.signal.reason as NodeJS.Signals);
  return results;
}

/** Asks without a person first, and for a person's part one profile after the other. */
async function keysOf(
  cli: Cli,
  row: ProfileRow,
  { mfaCode, reason }: EachOptions,
  askPerson: ReturnType<typeof oneAtATime>,
): Promise<Output<'credentials'>> {
  const input = { profile: row.id, ssoSession: row.ssoSession ?? undefined, use: 'each' } as const;
  try {
    const asksItself = cli.interactive ? true : undefined;
    return await cli.call('credentials', { ...input, mfaCode, reason, asksItself }, { mayAsk: false });
  } catch (error) {
    if (!cli.interactive || !(error instanceof AppError) || !forPerson.includes(error.code)) throw error;
    cli.say(`${row.name}:`);
    return askPerson(async () =>
      withCode(cli, reason === undefined ? {} : { reason }, async (access) =>
        cli.call('credentials', { ...input, ...access }),
      ),
    );
  }
}

async function runIn(
  cli: Cli,
  row: ProfileRow,
  issued: Output<'credentials'>,
  { command }: EachOptions,
  children: Set<ChildProcess>,
): Promise<Pick<EachResult, 'exitCode' | 'error'>> {
  const instead = givenInstead(row.id, row, issued);
  if (instead !== undefined) cli.say(instead);
  // They cannot share a stdin.
  const env = childEnvironment(cli.env, environment(issued));
  const { child, ended } = startProgram(command, env, ['ignore', 'pipe', 'pipe']);
  children.add(child);
  const prefix = `${plainText(row.name)}\t`;
  if (child.stdout !== null) prefixedLines(child.stdout, cli.json ? process.stderr : process.stdout, prefix);
  if (child.stderr !== null) prefixedLines(child.stderr, process.stderr, prefix);
  const { code, signal, failure } = await ended;
  children.delete(child);
  if (signal === null) return { exitCode: code, error: failure };
  return { exitCode: 128 + constants.signals[signal], error: `ended by ${signal}` };
}

/** In the order of the items, whoever is done first. */
async function atMost<Item, Result>(
  most: number,
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const next = items.entries();
  const work = async (): Promise<void> => {
    for (const [at, item] of next) results[at] = await run(item);
  };
  await Promise.all(Array.from({ length: most }, work));
  return results;
}
