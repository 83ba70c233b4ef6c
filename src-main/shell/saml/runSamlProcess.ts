import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { AppError } from '../../core/errors.ts';
import { samlEnvironment } from './samlEnvironment.ts';
import { makeSamlFolder, removeSamlFolder } from './samlFolder.ts';
import { longestAssertion, samlOutcome, type SamlAsk, type SamlOutcome } from './samlMessages.ts';
import { samlSwitch } from './samlSwitch.ts';

export interface SamlProgram {
  /** Absolute path of Electron, or of the packaged application. */
  readonly executable: string;
  /** What it is given before the switch, such as the application's folder. */
  readonly words: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** Milliseconds. */
const longestEnd = 3_000;

/**
 * A company sign-in in a process of its own. What it is asked goes in, and what came of it out, through pipes: nothing
 * of either is seen in its arguments or environment. Its processes and its folder are gone when this settles.
 * @throws AppError sign-in-cancelled when the person closed the window or `signal` aborted; federation-refused
 */
export async function runSamlProcess(
  program: SamlProgram,
  ask: SamlAsk,
  signal: AbortSignal,
): Promise<{ readonly assertion: string }> {
  if (isAborted(signal)) throw cancelled();
  const folder = makeSamlFolder();
  const child = start(program, folder);
  const gone = new Promise<undefined>((resolve) => {
    for (const event of ['error', 'exit'])
      child.once(event, () => {
        resolve(undefined);
      });
  });
  // It ends when nobody asks any more, and its folder with it.
  const end = () => child.stdin?.destroy();
  signal.addEventListener('abort', end);
  try {
    // It may be gone before it has read: what came of it says so.
    child.stdin?.on('error', () => undefined).write(`${JSON.stringify(ask)}\n`);
    const outcome = await Promise.race([outcomeOf(child.stdio[3] as Readable | undefined), gone]);
    if (isAborted(signal)) throw cancelled();
    return resultOf(outcome);
  } finally {
    signal.removeEventListener('abort', end);
    end();
    const hangs = setTimeout(() => child.kill('SIGKILL'), longestEnd);
    await gone;
    clearTimeout(hangs);
    removeSamlFolder(folder);
  }
}

/** At 3 and not at the standard output, which Chromium's processes share. */
function start({ executable, words, environment }: SamlProgram, folder: string): ChildProcess {
  return spawn(executable, [...words, `--${samlSwitch}`], {
    env: samlEnvironment(environment, folder),
    cwd: folder,
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  });
}

/** Resolves with undefined where the process ended, or said what it never says. */
async function outcomeOf(pipe: Readable | undefined): Promise<SamlOutcome | undefined> {
  let said = '';
  try {
    for await (const chunk of pipe ?? []) {
      said += String(chunk);
      if (said.includes('\n')) return samlOutcome.parse(JSON.parse(said));
      if (said.length > longestAssertion + 1_000) return undefined;
    }
  } catch {
    // Said below, without its words: they may hold a part of an assertion.
  }
  return undefined;
}

function resultOf(outcome: SamlOutcome | undefined): { readonly assertion: string } {
  switch (outcome?.kind) {
    case 'assertion':
      return { assertion: outcome.assertion };
    case 'closed':
      throw cancelled();
    case 'refused':
      throw new AppError('federation-refused', refusals[outcome.why], { hint: askAdministrator });
    case undefined:
      throw new AppError('federation-refused', 'The sign-in window ended before you had signed in.', {
        hint: 'Try again.',
        retry: 'now',
      });
  }
}

/** By a function: what is true before a wait is not known after it. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

const cancelled = () =>
  new AppError('sign-in-cancelled', 'The sign-in window was closed before you had signed in.', {
    hint: 'Sign in again when you are ready.',
  });

const refusals: Readonly<Record<'too-long' | 'not-a-response', string>> = {
  'too-long': 'Your company’s sign-in page handed over more than AWS takes.',
  'not-a-response': 'What your company’s sign-in page handed over is not a SAML response.',
};

const askAdministrator = 'Tell the administrator of that page.';
