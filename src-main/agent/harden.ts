/**
 * The first thing the agent loads, before anything that could hold a secret. It has effects only:
 * Node opens its inspector, on a port that every local user reaches, to whoever sends SIGUSR1; a handler takes that
 * away. An agent that was started with a debugger, a preload or a changed Node does not run at all.
 */
import { closeSync, readdirSync, readFileSync } from 'node:fs';
import { url as inspectorUrl } from 'node:inspector';

process.on('SIGUSR1', () => undefined);

/** Read by Node before any code of ours: too late to take back. */
const refused = ['NODE_OPTIONS', 'NODE_REPL_EXTERNAL_MODULE', 'NODE_EXTRA_CA_CERTS', 'NODE_V8_COVERAGE'];
const found = refused.find((name) => (process.env[name] ?? '') !== '');
if (found !== undefined) refuse(found);
if (process.execArgv.length > 0) refuse(process.execArgv[0]?.replace(/=.*/s, '') ?? '');
if (inspectorUrl() !== undefined) refuse('an inspector');

// Read when they are used, such as NODE_TLS_REJECT_UNAUTHORIZED at every connection.
for (const name of Object.keys(process.env)) {
  if (name.startsWith('NODE_') || name.startsWith('SSL_CERT_')) Reflect.deleteProperty(process.env, name);
}
closeInherited();

function refuse(what: string): never {
  process.stderr.write(`Latchkey's agent does not run with ${what}.\n`);
  process.exit(1);
}

/**
 * A descriptor of whoever started us, such as the pipe of a shell's `>(…)`, would stay open for the agent's life, and
 * its reader would wait for it. Node marks its own close-on-exec; what is not marked came from outside.
 */
function closeInherited(): void {
  if (process.platform !== 'linux') return;
  const closeOnExec = 0o2000000;
  for (const name of readdirSync('/proc/self/fd')) {
    const descriptor = Number(name);
    if (descriptor <= 2) continue;
    try {
      const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'latin1'))?.[1];
      if (flags !== undefined && (parseInt(flags, 8) & closeOnExec) === 0) closeSync(descriptor);
    } catch {
      // The folder's own descriptor is gone by now.
    }
  }
}
