import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a process with this environment would find a session bus, and with it the keychain of a Linux desktop. */
export function hasSessionBus(environment: NodeJS.ProcessEnv): boolean {
  if ((environment['DBUS_SESSION_BUS_ADDRESS'] ?? '') !== '') return true;
  const runtime = environment['XDG_RUNTIME_DIR'] ?? '';
  return runtime !== '' && existsSync(join(runtime, 'bus'));
}
