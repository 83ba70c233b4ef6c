/**
 * The first module that the application runs, before anything that could hold a secret. It has effects only.
 * Node opens its inspector, on a port that every local user reaches, to whoever sends SIGUSR1; a handler takes that
 * away. What is refused at the command line of a packaged build is in refusedSwitch.ts.
 */
import { writeFileSync } from 'node:fs';

process.on('SIGUSR1', () => undefined);
process.umask(0o077);

// Read when they are used, such as NODE_TLS_REJECT_UNAUTHORIZED at every connection.
for (const name of Object.keys(process.env)) {
  if (name.startsWith('NODE_') || name.startsWith('SSL_CERT_')) Reflect.deleteProperty(process.env, name);
}

try {
  // No memory goes into a core of this process or of its children, which inherit this.
  if (process.platform === 'linux') writeFileSync('/proc/self/coredump_filter', '0');
} catch {
  // A kernel without cores.
}
