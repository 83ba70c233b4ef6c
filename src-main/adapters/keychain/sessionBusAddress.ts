/** The session bus that GLib would choose; empty where there is none. */
export function sessionBusAddress(environment: NodeJS.ProcessEnv): string {
  const runtime = environment['XDG_RUNTIME_DIR'];
  return environment['DBUS_SESSION_BUS_ADDRESS'] ?? (runtime ? `unix:path=${runtime}/bus` : '');
}
