import { AppError } from '../core/errors.ts';

export const shells = ['bash', 'zsh', 'fish', 'powershell', 'cmd', 'dotenv'] as const;
export type Shell = (typeof shells)[number];

export interface EnvironmentChange {
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
}

interface Syntax {
  readonly set: (name: string, value: string) => string;
  /** Undefined where the format has no way to say it. */
  readonly unset: ((name: string) => string) | undefined;
  /** What no quoting of this format can carry safely. */
  readonly cannotCarry?: RegExp;
}

/** One word of a script of this shell, whatever it holds. */
export const shellWord = {
  bash: (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`,
  zsh: (text: string) => shellWord.bash(text),
  fish: (text: string) => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`,
  // PowerShell ends a string at the typographic quotes, too.
  powershell: (text: string) => `'${text.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`,
};

/** Each line ends in `;` where the shell knows it, so that an unquoted `eval $(…)`, which joins lines, works too. */
const posix: Syntax = {
  set: (name, value) => `export ${name}=${shellWord.bash(value)};`,
  unset: (name) => `unset ${name};`,
};

const syntaxes: Record<Shell, Syntax> = {
  bash: posix,
  zsh: posix,
  fish: {
    set: (name, value) => `set -gx ${name} ${shellWord.fish(value)};`,
    // Global only: plain -e would erase a universal variable, in every other shell and for good.
    unset: (name) => `set -eg ${name};`,
  },
  powershell: {
    set: (name, value) => `$env:${name} = ${shellWord.powershell(value)};`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue;`,
  },
  cmd: {
    set: (name, value) => `set "${name}=${value}"`,
    unset: (name) => `set "${name}="`,
    // A quote ends the quoting, and % and ! mean different things in a file, a loop and at the prompt.
    cannotCarry: /["%!]/,
  },
  dotenv: {
    // Docker takes quotes literally, other readers strip them: none unless they are needed.
    set: (name, value) => `${name}=${/^[\w./+=:@,-]*$/.test(value) ? value : `'${value}'`}`,
    unset: undefined,
    // Some readers know escapes within single quotes and others do not.
    cannotCarry: /['\\]/,
  },
};

/**
 * Text that makes the change when a shell evaluates it, and does nothing else whatever the values hold.
 * @throws AppError bad-input for a control character, or what the format cannot carry
 */
export function shellText(shell: Shell, change: EnvironmentChange): string {
  const syntax = syntaxes[shell];
  const unset = syntax.unset === undefined ? [] : change.unset.map(syntax.unset);
  const set = Object.entries(change.set).map(([name, value]) => {
    if (/\p{Cc}/u.test(value) || syntax.cannotCarry?.test(value) === true) {
      throw new AppError(
        'bad-input',
        `${name} holds a character that cannot be written safely for ${shell}.`,
        {
          hint: 'Choose another --shell, or latchkey start.',
        },
      );
    }
    return syntax.set(name, value);
  });
  return [...unset, ...set].map((line) => `${line}\n`).join('');
}

/** Whether the format can take variables away. */
export function canUnset(shell: Shell): boolean {
  return syntaxes[shell].unset !== undefined;
}

/**
 * The shell that asks, from its environment.
 * @throws AppError bad-input for a shell that we cannot write for
 */
export function shellOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Shell {
  const name = /([^/\\]+?)(?:\.exe)?$/.exec(env.SHELL ?? '')?.[1];
  if (name === undefined) {
    // PowerShell's mark. On Windows cmd inherits it from the machine, and PowerShell is the likelier of the two.
    if (env.PSModulePath !== undefined) return 'powershell';
    return platform === 'win32' ? 'cmd' : 'bash';
  }
  if (name === 'fish' || name === 'zsh') return name;
  if (name === 'pwsh') return 'powershell';
  if (/^(ba|da|k|mk|a|)sh$/.test(name)) return 'bash';
  throw new AppError('bad-input', `There is no text for ${name} yet.`, {
    hint: `Choose with --shell ${shells.join('|')}.`,
  });
}
