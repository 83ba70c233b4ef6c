import type { BrowserChoice, BrowserName } from './browserChoice.ts';
import type { InstalledBrowser } from './installedBrowser.ts';

/** As their makers call them. */
export const browserNames: Readonly<Record<BrowserName, string>> = {
  default: 'Default browser',
  chrome: 'Google Chrome',
  chromium: 'Chromium',
  edge: 'Microsoft Edge',
  brave: 'Brave',
  firefox: 'Firefox',
};

/** Where a page opens, such as: Google Chrome, profile “Work”, private window. */
export function browserWords(
  { browser, profile, container, private: isPrivate }: BrowserChoice,
  installed: readonly InstalledBrowser[],
): string {
  const known = installed.find((one) => one.browser === browser)?.profiles.find(({ id }) => id === profile);
  return [
    browserNames[browser],
    profile !== null && `profile “${known?.name ?? profile}”`,
    container !== null && `container “${container}”`,
    isPrivate && 'private window',
  ]
    .filter((part) => part !== false)
    .join(', ');
}
