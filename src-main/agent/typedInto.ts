import { basename } from 'node:path';
import type { ProcessRead } from './processTable.ts';

interface ShellOptions {
  /** What follows is run instead of what somebody types. */
  readonly runs: RegExp;
  /** The next word belongs to the option. */
  readonly takes: RegExp;
  /** Somebody types, whatever follows. */
  readonly stays?: RegExp;
}

/** Long options with two dashes, short ones in bundles such as `-lc`. */
const posix: ShellOptions = {
  runs: /^-[a-zA-Z]*c[a-zA-Z]*$/,
  takes: /^(?:[-+][a-zA-Z]*[oO]|--(?:rcfile|init-file))$/,
  stays: /^-[a-zA-Z]*s[a-zA-Z]*$/,
};

const shells: Readonly<Record<string, ShellOptions>> = {
  ...Object.fromEntries(
    ['sh', 'ash', 'bash', 'csh', 'dash', 'ksh', 'ksh93', 'mksh', 'rbash', 'tcsh', 'zsh'].map((name) => [
      name,
      posix,
    ]),
  ),
  fish: {
    runs: /^(?:-[a-zA-Z]*c|--command(?:=.*)?)$/s,
    takes: /^(?:-[a-zA-Z]*[CdDfop]|--(?:init-command|debug|debug-output|features|profile))$/,
  },
  pwsh: {
    runs: /^-{1,2}(?:c|command|cwa|commandwithargs|e|ec|encodedcommand|f|file)$/i,
    takes:
      /^-{1,2}(?:ex|ep|executionpolicy|wd|workingdirectory|settingsfile|configurationname|custompipename|inp|inputformat|o|outputformat|w|windowstyle)$/i,
    stays: /^-{1,2}noe(?:xit)?$/i,
  },
  nu: {
    runs: /^(?:-c|--commands(?:=.*)?)$/s,
    takes: /^(?:-[eItm]|--(?:execute|config|env-config|plugin-config|include-path|table-mode))$/,
  },
  xonsh: { runs: /^-[a-zA-Z]*c$/, takes: /^(?:-D|--rc|--shell-type)$/ },
};

/** Whether this is a shell that somebody types into: no script, no command given, a terminal or `-i`. */
export function typedInto({ executable, words, terminal }: ProcessRead): boolean {
  const found = shellOf(executable, words);
  if (found === undefined) return false;
  const { shell, rest } = found;
  return (terminal || rest.some((word) => /^-[a-zA-Z]*i[a-zA-Z]*$/.test(word))) && readsTyping(shell, rest);
}

/** Whether this is a shell, or something that was one before it ran on. */
export function isShell({ executable, words }: Pick<ProcessRead, 'executable' | 'words'>): boolean {
  return shellOf(executable, words) !== undefined;
}

/** The shell's options, and its words after its own name. */
function shellOf(
  executable: string,
  [first = '', ...rest]: readonly string[],
): { readonly shell: ShellOptions; readonly rest: readonly string[] } | undefined {
  const program = basename(executable);
  const called = basename(first).replace(/^-/, '');
  const [second = '', ...others] = rest;
  if (called === 'busybox') return shellCalled(second, others);
  // xonsh is a script of Python's.
  if (/^python/.test(program) && basename(second) === 'xonsh') return shellCalled('xonsh', others);
  return shellCalled(program, rest) ?? shellCalled(called, rest);
}

function shellCalled(
  name: string,
  rest: readonly string[],
): { readonly shell: ShellOptions; readonly rest: readonly string[] } | undefined {
  const shell = Object.hasOwn(shells, name) ? shells[name] : undefined;
  return shell && { shell, rest };
}

function readsTyping({ runs, takes, stays }: ShellOptions, rest: readonly string[]): boolean {
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    if (runs.test(word)) return false;
    if (stays?.test(word) === true) return true;
    if (word === '--' || word === '-') return at === rest.length - 1;
    if (takes.test(word)) at += 1;
    else if (!/^[-+]./.test(word)) return false;
  }
  return true;
}
