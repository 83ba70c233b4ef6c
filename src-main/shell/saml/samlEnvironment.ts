import { isAbsolute, join } from 'node:path';

/** What Chromium needs for a window. HOME and the temporary folder are the sign-in's own. */
const kept = [
  'DISPLAY',
  'LANG',
  'TZ',
  'XDG_SESSION_TYPE',
  'ELECTRON_OZONE_PLATFORM_HINT',
  // Windows starts nothing without these.
  'SYSTEMROOT',
  'WINDIR',
];

/**
 * The whole environment of a company sign-in: no AWS_*, no NODE_*, nothing that leads to an agent, a keychain or the
 * person's files. `folder` is an absolute path that goes when the sign-in ends.
 */
export function samlEnvironment(environment: NodeJS.ProcessEnv, folder: string): Record<string, string> {
  const names = [...kept, ...Object.keys(environment).filter((name) => /^LC_[A-Z]+$/.test(name))];
  const all: Record<string, string | undefined> = {
    ...Object.fromEntries(names.map((name) => [name, environment[name]])),
    HOME: folder,
    TMPDIR: folder,
    TEMP: folder,
    TMP: folder,
    // Else libdbus finds the session's bus, and the keychain at it, without being told.
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    XAUTHORITY: environment['XAUTHORITY'] ?? inFolder(environment['HOME'], '.Xauthority'),
    // Its name alone would need XDG_RUNTIME_DIR, where agents have their sockets.
    WAYLAND_DISPLAY: inFolder(environment['XDG_RUNTIME_DIR'], environment['WAYLAND_DISPLAY']),
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function inFolder(folder: string | undefined, name: string | undefined): string | undefined {
  if (name === undefined || isAbsolute(name)) return name;
  return folder === undefined ? undefined : join(folder, name);
}
