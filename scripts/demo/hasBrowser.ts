import { spawnSync } from 'node:child_process';

/** The person has a browser that a link opens in; without a display it does not matter. */
export function hasBrowser(): boolean {
  if (process.platform === 'darwin' || (process.env['BROWSER'] ?? '') !== '') return true;
  // xdg-open alone says nothing: it comes with every desktop library.
  const asks = [
    ['xdg-mime', 'query', 'default', 'x-scheme-handler/https'],
    ['x-www-browser', '--version'],
  ] as const;
  return asks.some(([command, ...given]) => {
    const { status, stdout } = spawnSync(command, given, { encoding: 'utf8' });
    return status === 0 && stdout.trim() !== '';
  });
}
