import { spawn } from 'node:child_process';
import { AppError } from '../core/errors.ts';

export interface SystemSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Whether http on loopback counts too: in tests and the demo. */
  readonly opensLoopback: boolean;
}

/** How long an opener may take to fail, in milliseconds; a browser that stays in the foreground never ends. */
const failsWithin = 1000;

/**
 * Opens a link in the person's browser: $BROWSER where it is set, else what the system has. No shell is involved.
 * @throws AppError bad-input for a link that is not to be opened, internal when nothing could open it
 */
export async function openInBrowser(link: string, surroundings: SystemSurroundings): Promise<void> {
  const { env, platform, opensLoopback } = surroundings;
  const [command, ...words] = opener(env, platform);
  await startOpener([command, ...withLink(words, checkedLink(link, opensLoopback))], env);
}

/**
 * Starts what opens a page, without a shell, and waits a moment for it to fail.
 * @throws AppError internal when it could not be started, or failed
 */
export async function startOpener(
  [command, ...words]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const environment = { ...env, LATCHKEY_PASSPHRASE: undefined };
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, words, { env: environment, stdio: 'ignore', detached: true });
    const timer = setTimeout(resolve, failsWithin);
    child.once('error', (cause) => {
      clearTimeout(timer);
      reject(cannotOpen(command, cause));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(cannotOpen(command));
    });
    child.unref();
  });
}

function opener(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly [string, ...string[]] {
  // Several browsers may be listed with colons between them, each a command with `%s` for the link.
  const listed = (env.BROWSER ?? '').split(platform === 'win32' ? ';' : ':').find((one) => one.trim() !== '');
  const [command, ...words] = listed?.trim().split(/\s+/) ?? [];
  if (command !== undefined) return [command, ...words];
  if (platform === 'darwin') return ['open'];
  // `start` is a word of cmd, which would read the & in a link; this is what `start` does in the end.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}

function withLink(words: readonly string[], link: string): string[] {
  if (!words.some((word) => word.includes('%s'))) return [...words, link];
  return words.map((word) => word.replaceAll('%s', () => link));
}

/** @throws AppError bad-input for what is no link that Latchkey opens */
export function checkedLink(link: string, opensLoopback: boolean): string {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  const loopback = url !== undefined && /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback && opensLoopback)) return url.href;
  throw new AppError('bad-input', 'This link is not one that Latchkey opens.', {
    hint: 'Only https links are opened.',
  });
}

function cannotOpen(command: string, cause?: Error): AppError {
  return new AppError('internal', `The browser could not be opened (${command}).`, {
    hint: 'Set BROWSER to the command of your browser, or open the link yourself.',
    cause,
  });
}
