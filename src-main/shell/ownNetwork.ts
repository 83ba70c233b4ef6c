import { settingsOfHome } from '../adapters/settingsFiles.ts';

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
 * @throws AppError settings-newer, file-unreadable
 */
export function ownNetwork(home: string): OwnNetwork {
  const { proxy, noProxy, caBundle } = settingsOfHome(home).settings;
  return { proxy, noProxy, caBundle };
}
