import { describe, expect, it } from 'vitest';
import { peerOf } from '../../src-main/agent/peerOf.ts';
import type { ProcessRead } from '../../src-main/agent/processTable.ts';

const user = 1000;
const script = '/home/ada/.config/latchkey/bin/latchkey-credentials';
const id = '0123456789abcdef01234567';

type Made = Partial<Omit<ProcessRead, 'words'>> & { readonly line: string };

/** A lineage, the eldest first: `line` is its command line, words apart by one space. */
function peer(...made: readonly Made[]) {
  const table = new Map(
    made.map(({ line, ...given }, at): [number, ProcessRead] => {
      const words = line.split(' ');
      const executable = `/usr/bin/${(words[0] ?? '').replace(/^.*\/|^-/, '')}`;
      const pid = at === 0 ? 1 : at * 10;
      return [
        pid,
        {
          pid,
          parent: at === 1 ? 1 : Math.max(0, at - 1) * 10,
          startedAt: String(pid),
          user,
          name: executable.replace(/^.*\//, ''),
          words,
          executable,
          terminal: true,
          image: String(pid),
          folder: `/of/${pid}`,
          ...given,
        },
      ];
    }),
  );
  return peerOf({ read: (pid) => table.get(pid) }, (made.length - 1) * 10, { user, script });
}

/** Programs from the one that asks up to the root. */
const tree = (...made: readonly Made[]) => peer(...made)?.tree.map(({ pid }) => pid / 10);

const init: Made = { line: '/sbin/init', user: 0 };
const bash: Made = { line: '-bash' };
const terraform: Made = { line: 'terraform apply', terminal: false };
const sh: Made = { line: `/bin/sh ${script} ${id}`, terminal: false };
const curl: Made = { line: '/usr/bin/curl -q', terminal: false };

describe('the program that asks', () => {
  it('is what started the credential script, not curl and the shell', () => {
    const asked = peer(init, bash, terraform, sh, curl);
    expect(asked).toMatchObject({ process: { pid: 20, executable: '/usr/bin/terraform' }, folder: '/of/20' });
    expect(asked).toMatchObject({ root: { pid: 20 }, tree: [{ pid: 20 }] });
  });

  it('is told without its arguments', () => {
    expect(Object.keys(peer(init, bash, terraform)?.process ?? {}).toSorted()).toEqual([
      'executable',
      'pid',
      'startedAt',
    ]);
  });

  it.each([
    ['sh -c', { line: `/bin/sh -c "${script}" ${id}`, terminal: false }],
    ['a subshell', { ...sh, image: 'same' }],
    ['the command instead of curl', { line: `/usr/bin/node /opt/latchkey.cjs credentials --id ${id}` }],
    ['the command by its link', { line: '/usr/bin/node --no-warnings /usr/local/bin/latchkey env prod' }],
  ])('is never %s of ours', (_, ours) => {
    expect(tree(init, bash, terraform, ours, sh, curl)).toEqual([2]);
  });

  it('is curl, where somebody runs curl', () => {
    expect(tree(init, bash, { line: 'make' }, curl)).toEqual([3, 2]);
    expect(tree(init, bash, { line: '/bin/sh other-script' }, curl)).toEqual([3, 2]);
  });

  it('is the command or the script itself, where a person types it', () => {
    const latchkey = { line: '/usr/bin/node /opt/latchkey.cjs env prod' };
    expect(tree(init, bash, latchkey)).toEqual([2]);
    expect(tree(init, bash, sh, curl)).toEqual([2]);
  });

  it('has `latchkey exec` as its root, which it came from', () => {
    const exec = { line: '/usr/bin/node /opt/latchkey.cjs exec prod -- terraform apply' };
    expect(tree(init, bash, exec, terraform, sh, curl)).toEqual([3, 2]);
    expect(tree(init, bash, { line: 'make' }, exec)).toEqual([2]);
  });
});

describe('a tree begins below', () => {
  it.each([
    'bash',
    '-zsh',
    'zsh -l',
    'bash --init-file /code/shellIntegration-bash.sh -i',
    'bash -O extglob',
    'sh',
    'dash -i',
    'ksh',
    'tcsh',
    'fish --init-command source',
    'fish -l',
    'pwsh -NoLogo -NoExit -Command x',
    'pwsh -NoProfile',
    'nu --execute x',
    'busybox sh',
    'zsh --',
    'bash -s word',
  ])('%s, into which somebody types', (line) => {
    expect(tree(init, { line: 'gnome-terminal-server' }, { line }, { line: 'make' }, terraform)).toEqual([
      4, 3,
    ]);
  });

  it.each([
    'bash build.sh',
    'bash -c x',
    'bash -lc x',
    'bash -euo pipefail -c x',
    'sh -e build.sh',
    'bash -- build.sh',
    'zsh -o extendedglob build.zsh',
    'fish -c x',
    'fish --command=x',
    'fish build.fish',
    'pwsh -File x',
    'pwsh -ExecutionPolicy Bypass -c x',
    'pwsh build.ps1',
    'nu -c x',
    'nu build.nu',
    'busybox sh build.sh',
    'bashful',
  ])('no %s: that runs something', (line) => {
    expect(tree(init, bash, { line }, { line: 'make' }, terraform)).toEqual([4, 3, 2]);
  });

  it('no shell that reads from a pipe, as coding agents start one', () => {
    expect(tree(init, bash, { line: 'agent' }, { line: 'bash', terminal: false }, terraform)).toEqual([
      4, 3, 2,
    ]);
    expect(tree(init, bash, { line: 'agent' }, { line: 'bash -i', terminal: false }, terraform)).toEqual([4]);
  });

  it('a part of a line of a typed shell, which is a copy of it', () => {
    const copy = { ...bash, terminal: false, image: '10' };
    expect(tree(init, bash, copy, copy, { line: 'make' }, terraform)).toEqual([5, 4]);
    // Another bash that was started, not copied.
    expect(tree(init, bash, { ...bash, terminal: false }, terraform)).toEqual([3, 2]);
  });

  it('xonsh, which is a script of Python', () => {
    const python = (rest: string) => ({
      line: `/usr/bin/python3 /usr/bin/xonsh${rest}`,
      executable: '/usr/bin/python3.11',
    });
    expect(tree(init, python(''), terraform)).toEqual([2]);
    expect(tree(init, python(' build.xsh'), terraform)).toEqual([2, 1]);
  });

  it.each([
    { line: 'tmux new', name: 'tmux: server' },
    { line: 'SCREEN' },
    { line: 'zellij --server x' },
    { line: '/usr/lib/systemd/systemd --user' },
    { line: '/usr/libexec/gnome-session-binary' },
    { line: 'gnome-shell' },
    { line: 'plasmashell' },
    { line: 'dbus-daemon --session' },
    { line: 'login' },
    { line: 'sshd:', name: 'sshd', executable: '' },
    { line: 'sddm-helper' },
  ])('$line', (starter) => {
    expect(tree(init, starter, { line: 'code' }, terraform)).toEqual([3, 2]);
  });

  it('init, another user’s process, and the edge of what is seen', () => {
    expect(tree({ line: 'init' }, { line: 'code' }, terraform)).toEqual([2, 1]);
    expect(tree(init, { line: 'sudo -u ada', user: 0 }, { line: 'code' }, terraform)).toEqual([3, 2]);
    expect(tree(init, { line: 'code', parent: 0 }, terraform)).toEqual([2, 1]);
  });
});

describe('nothing is said', () => {
  it('of another user’s process', () => {
    expect(peer(init, bash, { ...terraform, user: 1001 })).toBeUndefined();
  });

  it('when a parent ends while it is read', () => {
    expect(peer(init, bash, { line: 'make', parent: 4711 }, terraform)).toBeUndefined();
  });

  it('when a parent’s number is a younger process’s by now', () => {
    expect(peer(init, bash, { line: 'make', startedAt: '99' }, terraform)).toBeUndefined();
  });

  it('of a lineage without an end', () => {
    expect(
      peer(init, { line: 'make', parent: 20, startedAt: '1' }, { line: 'make', startedAt: '1' }),
    ).toBeUndefined();
  });
});
