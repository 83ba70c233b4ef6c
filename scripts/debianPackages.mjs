// What the tests drive for real: a keychain, the AWS CLI, botocore, other people's shells, a desktop's tray, and
// Electron on a display with nobody at it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { giveUp, run } from './setUp.mjs';

// As Debian 12 names them; 13 calls some of Electron's libraries …t64 and installs them by these names, too.
const packages = [
  'dbus',
  'gnome-keyring',
  'libsecret-1-0',
  'libsecret-tools',
  'awscli',
  'python3-botocore',
  'python3-dbus',
  'python3-gi',
  'curl',
  'iproute2',
  'openssl',
  'tmux',
  'zsh',
  'fish',
  'strace',
  'xvfb',
  'xauth',
  'x11-utils',
  'xdotool',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libnotify4',
  'fonts-dejavu-core',
  'unzip',
];

function missing() {
  return packages.filter((name) => !isInstalled(name) && !isInstalled(`${name}t64`));
}

function isInstalled(name) {
  const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' });
  return status === 0 && stdout.includes('install ok installed');
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
