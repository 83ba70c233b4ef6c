import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Shell, shellOf, shells, shellText } from '../../src-main/cli/shellText.ts';
import { fc } from '../support/fc.ts';

const folder = mkdtempSync(join(tmpdir(), 'lk-shell-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const hostile = [
  `$(touch made) \`touch made\` "; touch made; "'; touch made; '`,
  `''`,
  `'`,
  `\\`,
  `\\'`,
  `a'b"c\\d$e\`f!g#h%i&j|k;l<m>n*o?p[q]r{s}t~u(v)w^x=y z`,
  `!! !$ ~root -n`,
  `;`,
  `  two  blanks  `,
  `é 名前 🔑`,
];
const text = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.string({ unit: fc.constantFrom(...Array.from(`'"\\$\`!#%&|;<>*?[]{}~()^= aZ`)), minLength: 1 }),
  fc.constantFrom(...hostile),
);
const value = text.filter((one) => !/\p{Cc}/u.test(one));

/** Evaluates the text in a real shell, and reads the environment of a program that this shell then starts. */
function evaluate(
  command: readonly string[],
  script: string,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const [shell = '', ...words] = command;
  const call = shell === 'pwsh' ? '& ' : '';
  const show = `${call}'${process.execPath}' -e 'process.stdout.write(JSON.stringify(process.env))'`;
  const run = spawnSync(shell, [...words, `${script}\n${show}`], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C.UTF-8', ...env },
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  expect(readdirSync(folder).filter((name) => !name.startsWith('.'))).toEqual([]);
  return JSON.parse(run.stdout) as Record<string, string>;
}

const real: readonly { shell: Shell; command: readonly string[] }[] = [
  { shell: 'bash', command: ['bash', '--norc', '-c'] },
  { shell: 'bash', command: ['bash', '--norc', '--posix', '-c'] },
  { shell: 'bash', command: ['dash', '-c'] },
  { shell: 'zsh', command: ['zsh', '-f', '-c'] },
  { shell: 'zsh', command: ['zsh', '-f', '-o', 'RC_QUOTES', '-c'] },
  { shell: 'fish', command: ['fish', '--no-config', '-c'] },
  { shell: 'powershell', command: ['pwsh', '-NoProfile', '-Command'] },
];

describe.each(real)('in $command, text for $shell', ({ shell, command }) => {
  const [program = ''] = command;
  const missing = spawnSync(program, ['-c', 'true']).error !== undefined;
  if (missing) process.stderr.write(`skipped: ${program} is not installed\n`);

  it.skipIf(missing)(
    'gives a program exactly the values, and does nothing else',
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(fc.array(value, { minLength: 20, maxLength: 40 }), (values) => {
          const set = Object.fromEntries([...values, ...hostile].map((one, at) => [`LK_${at}`, one]));
          expect(evaluate(command, shellText(shell, { set, unset: [] }), {})).toMatchObject(set);
        }),
        { numRuns: 12 },
      );
    },
  );

  it.skipIf(missing)('takes variables away, and minds none that is not there', () => {
    const script = shellText(shell, { set: { KEPT: 'x' }, unset: ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'] });
    const env = evaluate(command, script, { AWS_PROFILE: 'other' });
    expect(env).toMatchObject({ KEPT: 'x' });
    expect(env).not.toHaveProperty('AWS_PROFILE');
  });
});

describe('text for a shell', () => {
  it.each(shells)('of %s refuses control characters, which no quoting makes safe everywhere', (shell) => {
    for (const bad of ['a\nb', 'a\rb', 'a\0b', 'a\u001bb', 'a\u007fb', 'a\u0085b']) {
      expect(() => shellText(shell, { set: { X: bad }, unset: [] })).toThrow(
        expect.objectContaining({ code: 'bad-input' }) as Error,
      );
    }
  });

  it('survives an eval without quotes, which joins the lines', () => {
    const script = `eval $(printf %s "$SCRIPT")`;
    const change = { set: { X: 'one', Y: 'two' }, unset: ['AWS_PROFILE'] };
    const env = evaluate(['bash', '--norc', '-c'], script, {
      AWS_PROFILE: 'a',
      SCRIPT: shellText('bash', change),
    });
    expect(env).toMatchObject({ X: 'one', Y: 'two' });
    expect(env).not.toHaveProperty('AWS_PROFILE');
  });

  it('of PowerShell doubles every quote that ends a string there, the typographic ones too', () => {
    expect(shellText('powershell', { set: { X: `a'b’c‘d` }, unset: ['Y'] })).toBe(
      `Remove-Item Env:Y -ErrorAction SilentlyContinue;\n$env:X = 'a''b’’c‘‘d';\n`,
    );
  });

  it.each(['a"b', 'a%b', 'a!b'])(
    'of cmd refuses %s, which means different things in a file and at the prompt',
    (bad) => {
      expect(() => shellText('cmd', { set: { X: bad }, unset: [] })).toThrow('cmd');
    },
  );

  it('of cmd keeps & and | within its quotes', () => {
    expect(shellText('cmd', { set: { X: 'a&b|c' }, unset: ['Y'] })).toBe('set "Y="\nset "X=a&b|c"\n');
  });

  it('of dotenv has quotes only where they are needed, because Docker keeps them', () => {
    expect(shellText('dotenv', { set: { X: 'abc/+=', Y: 'a b' }, unset: ['Z'] })).toBe("X=abc/+=\nY='a b'\n");
  });
});

describe('the shell that asks', () => {
  it.each([
    [{ SHELL: '/usr/bin/zsh' }, 'linux', 'zsh'],
    [{ SHELL: '/bin/dash' }, 'linux', 'bash'],
    [{ SHELL: '/usr/local/bin/fish' }, 'darwin', 'fish'],
    [{ SHELL: 'C:\\Program Files\\Git\\bin\\bash.exe' }, 'win32', 'bash'],
    [{ PSModulePath: 'x' }, 'win32', 'powershell'],
    [{}, 'win32', 'cmd'],
    [{}, 'linux', 'bash'],
  ] as const)('%o on %s is %s', (env, platform, shell) => {
    expect(shellOf(env, platform)).toBe(shell);
  });

  it('that we cannot write for is refused with the choices', () => {
    expect(() => shellOf({ SHELL: '/usr/bin/nu' }, 'linux')).toThrow('nu');
  });
});
