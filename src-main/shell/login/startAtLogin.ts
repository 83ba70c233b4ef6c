import { fileTrouble } from '../../adapters/fileTrouble.ts';
import type { AgentPaths } from '../../agent/agentPaths.ts';
import { pathHash } from '../../agent/pathHash.ts';
import type { Log } from '../../core/ports.ts';
import { autostartPath, keepAutostart } from './autostartFile.ts';

export interface LoginChoice {
  readonly startAtLogin: boolean;
  /** Then with the tray alone. */
  readonly startHidden: boolean;
}

export interface LoginOptions {
  readonly paths: Pick<AgentPaths, 'home' | 'named' | 'homeVariable'>;
  readonly environment: NodeJS.ProcessEnv;
  /** The application and its arguments, as a desktop starts it. */
  readonly command: readonly string[];
  /** Of macOS and Windows, which keep such a list themselves; why it is not as wanted. */
  readonly setLoginItem: (choice: LoginChoice) => string | undefined;
  readonly log: Log;
  /** `trouble()` is another now. */
  readonly changed: () => void;
}

export interface StartAtLogin {
  readonly follow: (choice: LoginChoice) => void;
  /** Why it does not start as chosen, in one sentence. */
  readonly trouble: () => string | null;
}

/** The application starts when the person logs in, or no longer does, as the settings say. */
export function createStartAtLogin(options: LoginOptions): StartAtLogin {
  let last = '';
  let trouble: string | null = null;
  let turn = Promise.resolve();

  async function keep(choice: LoginChoice): Promise<void> {
    const said = await (process.platform === 'linux'
      ? onLinux(options, choice)
      : options.setLoginItem(choice));
    trouble = said ?? null;
    options.changed();
  }

  return {
    follow: ({ startAtLogin, startHidden }) => {
      const choice = { startAtLogin, startHidden };
      const text = JSON.stringify(choice);
      if (text === last) return;
      last = text;
      turn = turn.then(() => keep(choice)).catch(() => undefined);
    },
    trouble: () => trouble,
  };
}

/** One entry a home, so that one does not switch another off. */
async function onLinux(
  { paths, environment, command, log }: LoginOptions,
  { startAtLogin, startHidden }: LoginChoice,
): Promise<string | undefined> {
  const { home, named, homeVariable } = paths;
  const path = autostartPath(environment, named ? `latchkey-${pathHash(home)}` : 'latchkey');
  const inHome = homeVariable === undefined ? [] : ['env', `${homeVariable.name}=${homeVariable.value}`];
  const words = [...inHome, ...command, ...(startHidden ? ['--hidden'] : [])];
  try {
    return await keepAutostart(path, startAtLogin ? words : undefined);
  } catch (error) {
    log.write('login.fault', { reason: error instanceof Error ? error.name : typeof error });
    return fileTrouble('file-unwritable', path, error).message;
  }
}
