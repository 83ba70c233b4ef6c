/** Somebody sits here, before a screen that a browser can open on. */
export function hasScreen(): boolean {
  const { DISPLAY = '', WAYLAND_DISPLAY = '' } = process.env;
  const screen = process.platform === 'darwin' || DISPLAY !== '' || WAYLAND_DISPLAY !== '';
  return screen && process.stdin.isTTY && process.stdout.isTTY;
}
