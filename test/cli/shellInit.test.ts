import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src-main/core/errors.ts';
import { hasTmux, startTmux, type Tmux } from '../support/tmux.ts';
import { issued, row } from './answers.ts';
import { buildCommand, type BuiltCommand, ended } from './builtCommand.ts';
import { fakeAgent, type FakeAgent } from './fakeAgent.ts';

type Shell = 'bash' | 'zsh' | 'fish';

let command: BuiltCommand;
let agent: FakeAgent;
/** The command as npm installs it: a link, in a folder whose name a shell must not read. */
let link: string;
const profiles = [
  row('payments-prod.Admin', { id: 'a'.repeat(24), accountId: '111111111111', labels: ['production'] }),
  row('payments-prod.ReadOnly', { id: 'b'.repeat(24), accountId: '111111111111' }),
  row('sandbox.Admin', { id: 'c'.repeat(24), accountId: '222222222222' }),
];

beforeAll(async () => {
  command = await buildCommand();
  agent = await fakeAgent();
  const folder = join(agent.folder, "it's $(touch made) a `folder`");
  mkdirSync(folder);
  link = join(folder, 'latchkey');
  symlinkSync(command.entry, link);
});
afterAll(async () => {
  command.remove();
  await agent.close();
});
beforeEach(() => {
  agent.asked.length = 0;
  agent.answers = {
    listProfiles: () => ({ profiles }),
    findProfile: ({ profile }) => {
      const words = profile.toLowerCase().split(' ');
      const found = profiles.filter(
        ({ name, id }) => id === profile || words.every((word) => name.toLowerCase().includes(word)),
      );
      const [only, ...others] = found;
      if (only === undefined) throw new AppError('no-such-profile', 'None.');
      if (others.length > 0) throw new AppError('ambiguous-profile', 'Several.');
      return { profile: only };
    },
    credentials: (input) => {
      const asked = 'profile' in input ? input.profile : '';
      const found = profiles.find(({ id, name }) => id === asked || name === asked);
      if (found === undefined) throw new AppError('no-such-profile', 'None.');
      const { name: profileName, accountId, roleName, labels } = found;
      const expiration = new Date(Date.now() + 42.5 * 60_000).toISOString();
      return { ...issued, expiration, profileName, accountId, roleName, labels };
    },
  };
});

const shells: readonly Shell[] = ['bash', 'zsh', 'fish'];
const has = (program: string): boolean => spawnSync(program, ['-c', 'true']).error === undefined;
const sourced: Record<Shell | 'powershell', string> = {
  bash: 'eval "$("$NODE" "$LINK" shell-init bash)"',
  zsh: 'eval "$("$NODE" "$LINK" shell-init zsh)"',
  fish: '$NODE $LINK shell-init fish | source',
  powershell: '& $env:NODE $env:LINK shell-init powershell | Out-String | Invoke-Expression',
};
const environment = (): NodeJS.ProcessEnv => ({ ...agent.env, NODE: process.execPath, LINK: link });

/** Runs a script in the shell, after what shell-init says. The agent is this process: it must not be kept waiting. */
async function script(
  shell: Shell,
  text: string,
  options: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
) {
  const quiet: Record<Shell, readonly string[]> = { bash: ['--norc'], zsh: ['-f'], fish: ['--no-config'] };
  const child = spawn(shell, [...quiet[shell], ...options, '-c', `${sourced[shell]}\n${text}`], {
    env: { ...environment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ended(child);
}

describe.each(shells)('lk in %s, in a script', (shell) => {
  const missing = !has(shell);
  if (missing) process.stderr.write(`skipped: ${shell} is not installed\n`);
  const strict: Record<Shell, readonly string[]> = { bash: ['-eu'], zsh: ['-eu'], fish: [] };

  it.skipIf(missing)('gives the keys of what was named, says nothing, and takes them back', async () => {
    const show = `"$NODE" -p 'const e = process.env; [e.AWS_ACCESS_KEY_ID, e.LATCHKEY_PROFILE, e.LATCHKEY_LABELS, e.AWS_PROFILE].join()'`;
    const lines = [sourced[shell], 'lk payments-prod.Admin', show, 'lk sandbox.Admin', show, 'lk -', show];
    const text = lines.join('\n');
    const { code, stdout, stderr } = await script(shell, text, strict[shell], { AWS_PROFILE: 'other' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      `${issued.accessKeyId},payments-prod.Admin,production,`,
      `${issued.accessKeyId},sandbox.Admin,,`,
      ',,,',
    ]);
    expect(readdirSync(process.cwd())).not.toContain('made');
  });

  it.skipIf(missing)(
    'never drifts to another profile, fails as the command does, and leaves all as it was',
    async () => {
      const text = `lk payments-prod.Admin; lk pay read; echo "code $status$?"; echo "$LATCHKEY_PROFILE"`;
      const asked = shell === 'fish' ? text.replace('$?', '') : text.replace('$status', '');
      const { stdout, stderr } = await script(shell, asked);
      expect(stdout).toBe('code 1\npayments-prod.Admin\n');
      expect(stderr).toBe('latchkey: None.\n');
    },
  );

  it.skipIf(missing)('shows help and does not run it; no other format is evaluated', async () => {
    const { stdout } = await script(shell, 'lk --help; lk --json sandbox.Admin; echo "$LATCHKEY_PROFILE"');
    expect(stdout).toMatch(/^Usage: latchkey env/);
    expect(stdout).toMatch(/\n\n$/);
  });

  it.skipIf(missing)(
    'counts the minutes left without a process, and takes control characters out of names',
    async () => {
      const text = shell === 'fish' ? 'set PATH; latchkey_prompt; echo' : "PATH=''; latchkey_prompt; echo";
      const prompt = async (AWS_CREDENTIAL_EXPIRATION: string, LATCHKEY_PROFILE = 'prod.Admin') =>
        (await script(shell, text, strict[shell], { AWS_CREDENTIAL_EXPIRATION, LATCHKEY_PROFILE })).stdout;
      const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
      expect(await prompt(inMinutes(42.5))).toBe('prod.Admin 42m\n');
      expect(await prompt(inMinutes(0.5).replace(/\.\d+/, ''))).toBe('prod.Admin 0m\n');
      expect(await prompt(inMinutes(-5))).toBe('prod.Admin expired\n');
      expect(await prompt('$(touch made)', 'a\u001b]0;x\u0007b')).toBe('a?]0;x?b\n');
      expect(await prompt('', '')).toBe('\n');
    },
  );

  it.skipIf(missing)('counts right over leap days and the turn of years', async () => {
    const dates = [
      '2028-02-29T12:00:00Z',
      '2028-03-01T00:00:00Z',
      '2100-12-31T23:59:59Z',
      '2101-01-01T00:00:00Z',
    ];
    const text =
      shell === 'fish'
        ? `for d in ${dates.join(' ')}; set -gx AWS_CREDENTIAL_EXPIRATION $d; latchkey_prompt; echo; end`
        : `for d in ${dates.join(' ')}; do AWS_CREDENTIAL_EXPIRATION=$d; latchkey_prompt; echo; done`;
    const { stdout } = await script(shell, text, [], { LATCHKEY_PROFILE: 'p' });
    const left = stdout
      .trim()
      .split('\n')
      .map((line) => Number(/^p (\d+)m$/.exec(line)?.[1]));
    for (const [at, date] of dates.entries()) {
      expect(Math.abs((left[at] ?? NaN) - (Date.parse(date) - Date.now()) / 60_000)).toBeLessThan(1.1);
    }
  });
});

/** A start-up file of the shell, and how the shell is started to read it. */
function interactive(shell: Shell): { readonly program: readonly string[]; readonly env: NodeJS.ProcessEnv } {
  const home = mkdtempSync(join(agent.folder, `${shell}-`));
  const env = { ...environment(), HOME: home, SHELL: `/bin/${shell}` };
  if (shell === 'bash') {
    writeFileSync(join(home, 'rc'), `PS1='\\[\\e]0;mine\\a\\]ready> '\n${sourced.bash}\n${sourced.bash}\n`);
    return { program: ['bash', '--rcfile', join(home, 'rc')], env };
  }
  if (shell === 'zsh') {
    const lines = ['autoload -Uz compinit; compinit -u', "PROMPT='ready> '", sourced.zsh, sourced.zsh];
    writeFileSync(join(home, '.zshrc'), `${lines.join('\n')}\n`);
    return { program: ['zsh'], env: { ...env, ZDOTDIR: home } };
  }
  mkdirSync(join(home, '.config/fish'), { recursive: true });
  const lines = [
    'function fish_prompt; echo -n "ready> "; end',
    'function fish_title; echo mine; end',
    'set fish_greeting',
  ];
  writeFileSync(
    join(home, '.config/fish/config.fish'),
    [...lines, sourced.fish, sourced.fish, ''].join('\n'),
  );
  return { program: ['fish'], env };
}

describe.each(shells)('lk in %s, on a terminal (needs tmux)', (shell) => {
  const missing = !has(shell) || !hasTmux;
  if (missing) process.stderr.write(`skipped: ${shell} in tmux, one of them is not installed\n`);
  let terminal: Tmux | undefined;
  afterEach(() => {
    terminal?.end();
    terminal = undefined;
  });

  it.skipIf(missing)(
    'switches this shell by letters or the picker, and its title says where it is',
    async () => {
      const { program, env } = interactive(shell);
      terminal = startTmux(program, env, env.HOME ?? '');
      const { title, shows, enter, press } = terminal;
      await shows(/ready> *$/m);
      const before = title();
      enter('lk pay adm');
      await expect.poll(title).toBe('🔴 payments-prod.Admin');
      await shows('payments-prod.Admin  111111111111/Admin  work');
      enter('echo "[$LATCHKEY_PROMPT] [$AWS_ACCESS_KEY_ID]"');
      await shows(`[payments-prod.Admin 42m] [${issued.accessKeyId}]`);
      enter('lk');
      await shows('3 of 3');
      press('s', 'a', 'n', 'd');
      await shows('1 of 3');
      press('Enter');
      await expect.poll(title).toBe('sandbox.Admin');
      enter('lk -');
      await expect.poll(title).toBe(shell === 'zsh' ? before : 'mine');
      enter('echo "left [$LATCHKEY_PROMPT] [$AWS_ACCESS_KEY_ID]"');
      await shows('left [] []');
      expect(terminal.screen()).not.toContain(issued.secretAccessKey);
      expect(terminal.screen()).not.toMatch(/export|set -gx|not found|rror/);
    },
  );

  it.skipIf(missing)('completes commands and profiles, asks nobody and starts no agent', async () => {
    const { program, env } = interactive(shell);
    terminal = startTmux(program, env, env.HOME ?? '');
    const { shows, press, enter } = terminal;
    await shows(/ready> *$/m);
    enter(
      shell === 'fish' ? 'function latchkey; echo "called: $argv"; end' : 'latchkey() { echo "called: $*"; }',
    );
    press('-l', 'latchkey exe');
    press('Tab');
    await shows(/latchkey exec/);
    press('-l', shell === 'bash' ? ' sand' : 'sand');
    press('Tab');
    await shows(/latchkey exec +sandbox\.Admin/);
    press('Enter');
    await shows('called: exec sandbox.Admin');
    press('-l', 'lk sandb');
    press('Tab');
    await shows(/lk sandbox\.Admin/);
    press('C-c');
    expect(new Set(agent.asked.map(([name]) => name))).toEqual(new Set(['listProfiles']));
  });
});
