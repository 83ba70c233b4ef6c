// What the tests drive for real: a keychain, the AWS CLI, botocore, other people's shells.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { giveUp, run } from './setUp.mjs';

const packages = [
  'dbus',
  'gnome-keyring',
  'libsecret-1-0',
  'libsecret-tools',
  'awscli',
  'python3-botocore',
  'curl',
  'openssl',
  'tmux',
  'zsh',
  'fish',
  'strace',
];

function missing() {
  return packages.filter((name) => {
    const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' });
    return status !== 0 || !stdout.includes('install ok installed');
  });
}

/** Installs what is missing where that may be done without asking; else names the command and ends. */
export function installDebianPackages() {
  if (!existsSync('/usr/bin/apt-get')) {
    process.stderr.write(
      'Not Debian: tests that need a keyring, the AWS CLI or botocore say so if they miss them.\n',
    );
    return;
  }
  const wanted = missing();
  if (wanted.length === 0) return;
  const install = ['install', '--yes', '--no-install-recommends', ...wanted];
  if (process.getuid?.() !== 0)
    giveUp(`Install what the tests need first: sudo apt-get ${install.join(' ')}`);
  process.stderr.write(`Installing from Debian: ${wanted.join(' ')}…\n`);
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  };
  run('apt-get', ['update', '--quiet=2'], options);
  if (!run('apt-get', ['--quiet=2', ...install], options))
    giveUp(`This failed: apt-get ${install.join(' ')}`);
}
