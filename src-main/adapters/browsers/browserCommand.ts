import type { BrowserChoice } from '../../core/console/browserChoice.ts';
import type { InstalledBrowser } from '../../core/console/installedBrowser.ts';

/** A program with its words, as it is started; no shell reads them. */
export type BrowserCommand = readonly [program: string, ...words: string[]];

/** The command line that opens `link` where the choice says, with a browser found at `program`. */
export function browserCommand(
  { browser, program }: { readonly browser: InstalledBrowser['browser']; readonly program: string },
  { profile, container, private: isPrivate }: Omit<BrowserChoice, 'browser'>,
  link: string,
  platform: NodeJS.Platform,
): BrowserCommand {
  const words =
    browser === 'firefox'
      ? [
          ...(profile === null ? [] : ['-P', profile]),
          ...(isPrivate ? ['--private-window'] : []),
          container === null ? link : containerLink(container, link),
        ]
      : [
          ...(profile === null ? [] : [`--profile-directory=${profile}`]),
          ...(isPrivate ? [browser === 'edge' ? '--inprivate' : '--incognito'] : []),
          link,
        ];
  // An application that runs already takes no words from `open` alone.
  return platform === 'darwin'
    ? ['/usr/bin/open', '-n', '-a', program, '--args', ...words]
    : [program, ...words];
}

/** Firefox itself opens no link in a container; the extension “Open external links in a container” takes these. */
function containerLink(container: string, link: string): string {
  return `ext+container:name=${encodeURIComponent(container)}&url=${encodeURIComponent(link)}`;
}
