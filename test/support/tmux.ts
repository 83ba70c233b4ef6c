import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';

/** A real terminal that somebody types into. */
export interface Tmux {
  /** Types, Enter at its end. */
  readonly enter: (line: string) => void;
  /** Types keys by tmux's names, such as `Enter`, `C-c`, `Tab`, or text. */
  readonly press: (...keys: readonly string[]) => void;
  /** All that was shown, the scrollback too. */
  readonly screen: () => string;
  readonly title: () => string;
  /** Waits for the text. */
  readonly shows: (text: string | RegExp) => Promise<void>;
  readonly end: () => void;
}

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** Starts a program in a tmux of its own. `folder`: where its socket may lie. */
export function startTmux(program: readonly string[], env: NodeJS.ProcessEnv, folder: string): Tmux {
  const tmux = (...words: readonly string[]): string => {
    const socket = join(folder, 'tmux');
    const { status, stdout, stderr } = spawnSync('tmux', ['-u', '-f', '/dev/null', '-S', socket, ...words], {
      env: { ...env, TERM: 'xterm' },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`tmux ${words.join(' ')}: ${stderr}`);
    return stdout;
  };
  tmux('new-session', '-d', '-x', '100', '-y', '30', ...program);
  const screen = (): string => tmux('capture-pane', '-p', '-J', '-S', '-');
  return {
    enter: (line) => {
      tmux('send-keys', '-l', line);
      tmux('send-keys', 'Enter');
    },
    press: (...keys) => tmux('send-keys', ...keys),
    screen,
    title: () => tmux('display-message', '-p', '#{pane_title}').trimEnd(),
    shows: async (text) => {
      await expect.poll(screen).toMatch(text);
    },
    end: () => tmux('kill-server'),
  };
}
