import { AppError } from '../errors.ts';
import type { BrowserChoice } from './browserChoice.ts';
import { browserNames } from './browserWords.ts';
import type { InstalledBrowser } from './installedBrowser.ts';

/** Why a page cannot open where it should; another browser is signed in as somebody else, so none takes its place. */
export function browserTrouble(
  { browser, profile }: BrowserChoice,
  installed: readonly InstalledBrowser[],
): AppError | undefined {
  if (browser === 'default') return undefined;
  const found = installed.find((one) => one.browser === browser);
  if (found === undefined) return gone(`${browserNames[browser]} is not on this machine.`);
  if (profile === null || found.profiles.some(({ id }) => id === profile)) return undefined;
  return gone(`${browserNames[browser]} has no profile “${profile}” any more.`);
}

function gone(message: string): AppError {
  return new AppError('browser-gone', message, {
    hint: 'Nothing was opened. Choose another browser or profile for these pages in the settings, under “Console and browsers”.',
  });
}
