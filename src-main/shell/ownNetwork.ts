import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../core/settings/readSettings.ts';

/** How the person's network is reached, for what is shown in a process of its own. */
export interface OwnNetwork {
  /** With the name and the password that it wants. */
  readonly proxy: string | null;
  readonly noProxy: string | null;
  readonly caBundle: string | null;
}

/**
 * From the settings of the home itself: no door tells the proxy's password. Read only; nothing of a home that has no
 * settings yet.
 * @throws AppError settings-newer, bad-input
 */
export function ownNetwork(home: string): OwnNetwork {
  const { proxy, noProxy, caBundle } = readSettings(stored(join(home, 'settings.json')));
  return { proxy, noProxy, caBundle };
}

function stored(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}
