import { writeFileSync } from 'node:fs';

/**
 * The process that keytar runs in, and nothing else does: keytar can crash it, hang in it and lose the keychain
 * in it for good, and the parent then starts another one. Everything is imported dynamically, so that the
 * guards below come before any other code of ours.
 */

// Node opens its inspector to every user of the machine on SIGUSR1, unless somebody listens.
process.on('SIGUSR1', () => undefined);

try {
  // A core of this process would hold secrets: with no bit set none of its memory goes into one.
  if (process.platform === 'linux') writeFileSync('/proc/self/coredump_filter', '0');
} catch {
  // A kernel without cores.
}

if (process.execArgv.length > 0 || process.env['NODE_OPTIONS'] !== undefined) {
  // Nothing may look into this process or run in it: --inspect, --require and their like.
  process.exit(1);
}

void import('./serveKeychain.ts').then(({ serveKeychain }) => serveKeychain());
