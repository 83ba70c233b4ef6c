/** A window can be shown. Whether somebody looks at it, nobody can tell. */
export function hasDisplay(): boolean {
  const { DISPLAY = '', WAYLAND_DISPLAY = '' } = process.env;
  return process.platform === 'darwin' || DISPLAY !== '' || WAYLAND_DISPLAY !== '';
}
