import { join } from 'node:path';
import type { InstalledBrowser } from '../../core/console/installedBrowser.ts';

export interface BrowserSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Absolute path of the person's home folder. */
  readonly home: string;
}

/** One way in which a browser is installed: where it is started from, and the folder of its profiles. */
export interface BrowserPlace {
  readonly browser: InstalledBrowser['browser'];
  /** Absolute paths; the first that is there counts. */
  readonly programs: readonly string[];
  /** Absolute paths; the first that is there counts. */
  readonly folders: readonly string[];
}

/** In the words of a distribution's packages, of Flatpak and of Snap. */
interface LinuxNames {
  readonly browser: BrowserPlace['browser'];
  readonly commands: readonly string[];
  /** Below ~/.config. */
  readonly folder: string;
  readonly flatpak: string;
  readonly snap?: string;
}

const onLinux: readonly LinuxNames[] = [
  {
    browser: 'chrome',
    commands: ['google-chrome', 'google-chrome-stable'],
    folder: 'google-chrome',
    flatpak: 'com.google.Chrome',
  },
  {
    browser: 'chromium',
    commands: ['chromium', 'chromium-browser'],
    folder: 'chromium',
    flatpak: 'org.chromium.Chromium',
    snap: 'chromium',
  },
  {
    browser: 'edge',
    commands: ['microsoft-edge', 'microsoft-edge-stable'],
    folder: 'microsoft-edge',
    flatpak: 'com.microsoft.Edge',
  },
  {
    browser: 'brave',
    commands: ['brave-browser', 'brave-browser-stable', 'brave'],
    folder: 'BraveSoftware/Brave-Browser',
    flatpak: 'com.brave.Browser',
    snap: 'brave',
  },
];

/** Where the browsers of this platform may be, in the order in which they count. */
export function browserPlaces(surroundings: BrowserSurroundings): readonly BrowserPlace[] {
  if (surroundings.platform === 'darwin') return macPlaces(surroundings);
  return surroundings.platform === 'win32' ? windowsPlaces(surroundings) : linuxPlaces(surroundings);
}

function linuxPlaces({ env, home }: BrowserSurroundings): readonly BrowserPlace[] {
  const path = (env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  const named = (commands: readonly string[]) =>
    commands.flatMap((command) => path.map((folder) => join(folder, command)));
  const snap = (name: string) => `/snap/bin/${name}`;
  const flatpak = (id: string) =>
    [join(home, '.local/share'), '/var/lib'].map((root) => join(root, 'flatpak/exports/bin', id));
  const config = absolute(env['XDG_CONFIG_HOME']) ?? join(home, '.config');
  const chromiums = onLinux.flatMap(({ browser, commands, folder, flatpak: id, snap: name }) => [
    ...(name === undefined
      ? []
      : [
          {
            ...{ browser, programs: [snap(name)] },
            folders: [
              join(home, 'snap', name, 'common', folder),
              join(home, 'snap', name, 'current/.config', folder),
            ],
          },
        ]),
    { browser, programs: named(commands), folders: [join(config, folder)] },
    { browser, programs: flatpak(id), folders: [join(home, '.var/app', id, 'config', folder)] },
  ]);
  const browser = 'firefox';
  return [
    ...chromiums,
    { browser, programs: [snap('firefox')], folders: [join(home, 'snap/firefox/common/.mozilla/firefox')] },
    {
      ...{ browser, programs: named(['firefox', 'firefox-esr']) },
      // Firefox moved to the XDG folder, and stays where it was for who had it before.
      folders: [join(home, '.mozilla/firefox'), join(config, 'mozilla/firefox')],
    },
    {
      ...{ browser, programs: flatpak('org.mozilla.firefox') },
      folders: [join(home, '.var/app/org.mozilla.firefox/.mozilla/firefox')],
    },
  ];
}

function macPlaces({ home }: BrowserSurroundings): readonly BrowserPlace[] {
  const place = (browser: BrowserPlace['browser'], name: string, folder: string): BrowserPlace => ({
    browser,
    programs: ['/Applications', join(home, 'Applications')].map((root) => join(root, `${name}.app`)),
    folders: [join(home, 'Library/Application Support', folder)],
  });
  return [
    place('chrome', 'Google Chrome', 'Google/Chrome'),
    place('chromium', 'Chromium', 'Chromium'),
    place('edge', 'Microsoft Edge', 'Microsoft Edge'),
    place('brave', 'Brave Browser', 'BraveSoftware/Brave-Browser'),
    place('firefox', 'Firefox', 'Firefox'),
  ];
}

function windowsPlaces({ env, home }: BrowserSurroundings): readonly BrowserPlace[] {
  const local = env['LOCALAPPDATA'] ?? join(home, 'AppData/Local');
  const roaming = env['APPDATA'] ?? join(home, 'AppData/Roaming');
  const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], local].filter((root) => root !== undefined);
  const chromium = (browser: BrowserPlace['browser'], maker: string, program: string): BrowserPlace => ({
    browser,
    programs: roots.map((root) => join(root, maker, 'Application', program)),
    folders: [join(local, maker, 'User Data')],
  });
  return [
    chromium('chrome', 'Google/Chrome', 'chrome.exe'),
    chromium('chromium', 'Chromium', 'chrome.exe'),
    chromium('edge', 'Microsoft/Edge', 'msedge.exe'),
    chromium('brave', 'BraveSoftware/Brave-Browser', 'brave.exe'),
    {
      browser: 'firefox',
      programs: roots.map((root) => join(root, 'Mozilla Firefox/firefox.exe')),
      folders: [join(roaming, 'Mozilla/Firefox')],
    },
  ];
}

function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') === true ? path : undefined;
}
