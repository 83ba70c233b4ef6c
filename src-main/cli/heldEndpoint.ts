import { setTimeout as pause } from 'node:timers/promises';
import type { Input, Progress } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Cli } from './cli.ts';
import { withoutDefaultProfile } from './defaultProfile.ts';
import { endpointToken } from './endpointToken.ts';
import { endpointEnvironment } from './environment.ts';
import type { EnvironmentChange } from './shellText.ts';

export interface HeldEndpoint {
  /** For the command that may use it. */
  readonly change: EnvironmentChange;
  /** Takes it away from everybody. It ends with this process, too, however that ends. */
  readonly close: () => Promise<void>;
}

type Wanted = Omit<Input<'holdEndpoint'>, 'token' | 'port' | 'id'>;

/** Milliseconds between two looks for the agent, and until one is started where none came by itself. */
const lookEvery = 100;
const startAfter = 3_000;
/** Between two attempts where an agent is there, but something keeps it from opening: the first two, and any. */
const retry = { first: 500, longest: 30_000 };

/**
 * An endpoint for one command and what it starts, as long as this process lives. When the agent is replaced or dies
 * it opens again under the same address: programs below cannot be told of another.
 * @throws AppError as `holdEndpoint`, the first time it opens
 */
export async function heldEndpoint(cli: Cli, wanted: Wanted): Promise<HeldEndpoint> {
  const token = endpointToken();
  const closing = new AbortController();
  const { signal } = closing;
  let onProgress: (said: Progress<'holdEndpoint'>) => void = () => undefined;
  const said = new Promise<Progress<'holdEndpoint'>>((resolve) => {
    onProgress = resolve;
  });
  const call = cli.call('holdEndpoint', { ...wanted, token }, { onProgress, signal }).then(closedByAgent);
  const opened = await Promise.race([said, call]);
  const holding = call.catch((error: unknown) =>
    openAgain(cli, { ...wanted, token, ...placeIn(opened.uri) }, signal, error),
  );
  const hidden = withoutDefaultProfile(cli.env);
  for (const name of Object.keys(hidden))
    cli.say(`Your [default] profile would be used first: ${name} is empty here.`);
  const { set, unset } = endpointEnvironment(opened, token);
  return {
    change: { set: { ...set, ...hidden }, unset },
    close: async () => {
      closing.abort();
      await holding;
    },
  };
}

/** A port that somebody else has by now may have been told the token, and nobody is asked the same again and again. */
const final: readonly string[] = ['bad-input', 'ask-first'];

/** Until it is closed. Says once what is in the way. */
async function openAgain(
  cli: Cli,
  wanted: Input<'holdEndpoint'>,
  signal: AbortSignal,
  first: unknown,
): Promise<void> {
  // A code was good once, and nobody is asked at a terminal that the command has now.
  const again = { ...wanted, mfaCode: undefined, asksItself: undefined };
  let why = first;
  let lostAt = Date.now();
  let wait = retry.first;
  let openings = 0;
  const onProgress = () => {
    openings += 1;
  };
  while (!signal.aborted) {
    const isGone = why instanceof AppError && why.code === 'agent-unreachable';
    if (!isGone && wait === retry.first) cli.say(`latchkey: The endpoint is closed. ${wordsOf(why)}`);
    if (why instanceof AppError && final.includes(why.code)) return;
    const before = openings;
    try {
      await pause(isGone ? lookEvery : wait, undefined, { signal });
      if (!isGone) wait = Math.min(wait * 2, retry.longest);
      const startsAgent = Date.now() - lostAt > startAfter;
      const options = { onProgress, signal, startsAgent, mayAsk: false };
      why = await cli.call('holdEndpoint', again, options).then(closedByAgent);
    } catch (error) {
      why = error;
    }
    if (openings > before) {
      lostAt = Date.now();
      wait = retry.first;
    }
  }
}

/** It answers only when it holds it no more. */
function closedByAgent(): never {
  throw new AppError('bad-input', 'Latchkey has closed it.', { hint: 'Start the command again.' });
}

function placeIn(uri: string): { readonly port: number; readonly id: string } {
  const { port, pathname } = new URL(uri);
  return { port: Number(port), id: pathname.slice('/v1/'.length) };
}

function wordsOf(error: unknown): string {
  return error instanceof AppError ? `${error.message} ${error.hint ?? ''}`.trim() : 'Nobody knows why.';
}
