import { CommanderError } from 'commander';
import { AppError } from '../core/errors.ts';
import { createCli } from './createCli.ts';
import { Ended } from './ended.ts';
import { done, exitCode, interrupted, wrongUsage } from './exitCode.ts';
import { createProgram } from './program.ts';
import { plainText } from './textWidth.ts';

/** How long a command may take to come to its end after Ctrl-C, in milliseconds. */
const patience = 1000;

/** Runs one command line and answers with the exit code: the one place where failures end. */
export async function run(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  agentEntry: string,
): Promise<number> {
  const stop = new AbortController();
  const json = wantsJson(argv);
  outliveBrokenPipes();
  process.once('SIGINT', () => {
    stop.abort();
  });
  stop.signal.addEventListener('abort', () => {
    setTimeout(() => process.exit(interrupted), patience).unref();
  });
  const bare = argv.every((word) => word === '--json');
  // The bare command is for choosing: the profile that the shell has already is not it.
  const shell = bare ? { ...env, LATCHKEY_PROFILE: undefined } : env;
  const cli = createCli({ env: shell, json, stop, agentEntry });
  const words = bare && cli.interactive ? ['start'] : argv;
  try {
    const program = await createProgram(cli, words);
    if (words === argv && bare) program.help({ error: true });
    await program.parseAsync(words, { from: 'user' });
    return done;
  } catch (error) {
    if (error instanceof Ended) return error.code;
    return stop.signal.aborted ? interrupted : report(error, json);
  }
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? undefined : end).includes('--json');
}

/** `latchkey list | head` is no failure. */
function outliveBrokenPipes(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(done);
    process.stderr.write(`latchkey: The answer could not be written (${code ?? 'no reason given'}).\n`);
    process.exit(exitCode('internal'));
  });
  process.stderr.on('error', () => undefined);
}

function report(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return done;
    // Commander has already said it on stderr.
    const message =
      error.code === 'commander.help' ? 'Name a command.' : error.message.replace(/^error: /, '');
    if (json) writeJson('bad-input', message, 'latchkey help says how.');
    return wrongUsage;
  }
  const known = error instanceof AppError ? error : unforeseen(error);
  const hint = known.hint ?? null;
  if (json) writeJson(known.code, known.message, hint);
  else say(`latchkey: ${[known.message, hint].filter((part) => part !== null).join(' ')}`);
  for (const line of known.details) say(`  ${line}`);
  return exitCode(known.code);
}

function say(line: string): void {
  process.stderr.write(`${plainText(line)}\n`);
}

function writeJson(code: string, message: string, hint: string | null): void {
  process.stdout.write(`${JSON.stringify({ error: { code, message, hint } })}\n`);
}

/** A fault of ours. Its own message is left out: parsers quote what they read, and that may be a secret. */
function unforeseen(error: unknown): AppError {
  const name = error instanceof Error ? error.name : typeof error;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return new AppError('internal', `latchkey met a fault of its own (${name}).`, {
    hint: 'latchkey doctor may say more; please report it with these lines.',
    details: stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 3)
      .map((line) => line.trim()),
    cause: error,
  });
}
