/** Whether the person's desktop is a Wayland one, whichever way our own windows get onto it. */
export function isWayland(environment: NodeJS.ProcessEnv): boolean {
  if (process.platform !== 'linux') return false;
  const kind = environment['XDG_SESSION_TYPE'];
  if (kind === 'wayland' || kind === 'x11') return kind === 'wayland';
  return (environment['WAYLAND_DISPLAY'] ?? '') !== '';
}
