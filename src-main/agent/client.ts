import type { CommandName, Input, Output, Progress } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { AgentPaths } from './agentPaths.ts';
import { exchange, type Exchange } from './exchange.ts';
import { ownVersion } from './ownVersion.ts';
import { checkSocket } from './privateFolder.ts';
import { hasSessionBus } from './sessionBus.ts';
import type { StartOptions } from './start.ts';
import { storeChoice } from './storeChoice.ts';

export interface CallAgentOptions<Name extends CommandName> {
  readonly onProgress?: (said: Progress<Name>) => void;
  /** Aborting closes the connection, and with it the agent's work on this call. */
  readonly signal?: AbortSignal;
  /** How to start an agent where none answers; left out, none is started. */
  readonly start?: StartOptions;
}

/** Agents may end under our hands, one after the other; somebody who starts them is at work then. */
const attempts = 5;

/**
 * Asks the agent of this home. One that is older than we are, or has no way to the keychain where ours would have
 * one, is asked to make way for ours first; it stays, and answers, when a secret in its memory would be lost.
 * @throws AppError as the command does; agent-unreachable when there is no agent or its socket is not private;
 *   bad-input, store-already-chosen when the environment chooses another store than the home's
 * @throws the signal's reason when aborted
 */
export async function callAgent<Name extends CommandName>(
  paths: AgentPaths,
  command: Name,
  input: Input<Name>,
  options: CallAgentOptions<Name> = {},
): Promise<Output<Name>> {
  const { start, signal } = options;
  const onProgress = options.onProgress as ((said: unknown) => void) | undefined;
  const ours = start && boastsOf(paths, start);
  let boasts = ours;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const answer = await ask(paths, { command, input, onProgress, signal, ...boasts });
    // The agent parsed its output by the contract before it sent it.
    if (answer.state === 'result') return answer.result as Output<Name>;
    if (start === undefined) break;
    const { ensureAgent } = await import('./start.ts');
    if (answer.state === 'outdone') {
      boasts = undefined;
      if (!(await makeWay(paths, { ...ours, signal }))) continue;
    }
    await ensureAgent(paths, start, signal);
  }
  throw new AppError('agent-unreachable', 'No agent is running.', {
    hint: 'Start it with `latchkey agent start`.',
  });
}

type Asked = Omit<Parameters<typeof exchange>[0], 'socket'>;

async function ask(paths: AgentPaths, question: Asked): Promise<Exchange> {
  const answer = checkSocket(paths.socket) ? await exchange({ ...question, socket: paths.socket }) : nobody;
  if (answer.state !== 'nobody') return answer;
  // Started under another XDG_RUNTIME_DIR or TMPDIR: the owner's lock says where it listens.
  const { lockHolder } = await import('./processLock.ts');
  const elsewhere = lockHolder(paths.lock)?.note ?? paths.socket;
  if (elsewhere === paths.socket || !checkSocket(elsewhere)) return answer;
  return exchange({ ...question, socket: elsewhere });
}

const nobody = { state: 'nobody' } as const;

/** What an agent that we start would have, for the one that runs to compare. */
function boastsOf(paths: AgentPaths, { version, environment }: StartOptions): Boasts {
  storeChoice(paths, environment);
  return { version: version ?? ownVersion, sessionBus: hasSessionBus(environment) };
}

type Boasts = Pick<Asked, 'version' | 'sessionBus'>;

/** Somebody else may have replaced it by now: what we boast of goes along, so that their agent stays. */
async function makeWay(paths: AgentPaths, boasts: Boasts & Pick<Asked, 'signal'>): Promise<boolean> {
  const input: Input<'stopAgent'> = { why: 'replace' };
  const answer = await ask(paths, { command: 'stopAgent', input, ...boasts });
  return answer.state !== 'result' || (answer.result as Output<'stopAgent'>).stopping;
}
